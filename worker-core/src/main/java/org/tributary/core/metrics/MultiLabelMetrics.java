package org.tributary.core.metrics;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Weights of several yes-or-no labels a sample, and the metrics of them.
 *
 * <p>Precision, recall and F1 are 0 where their denominator is 0, as in scikit-learn; shares of all
 * samples are NaN without samples. The sums are exact and rounded when they are read, so no metric
 * depends on the order of adding and merging.
 *
 * <p>An instance is a mutable running sum and serves one thread.
 */
public final class MultiLabelMetrics implements MetricSums {
  private static final long serialVersionUID = 2;

  private long samples;
  private final ExactSum weight = new ExactSum();

  /** The weight of samples with every label right. */
  private final ExactSum exact = new ExactSum();

  private final ExactSum[] truePositives;

  /** Weight of samples that have the label, TP + FN, by output. */
  private final ExactSum[] supports;

  /** Weight of samples predicted to have the label, TP + FP, by output. */
  private final ExactSum[] predicted;

  /** Sums of -ln p of what is the case, by output. */
  private final ExactSum[] logLosses;

  /** Sums of (p - y)^2, by output. */
  private final ExactSum[] squares;

  /**
   * Starts without samples.
   *
   * @param outputs K
   * @throws IllegalArgumentException if K is less than 1
   */
  public MultiLabelMetrics(int outputs) {
    if (outputs < 1) {
      throw new IllegalArgumentException(
          "Invalid number of outputs: " + outputs + " (expected 1 or more)");
    }
    truePositives = ConfusionMatrix.sums(outputs);
    supports = ConfusionMatrix.sums(outputs);
    predicted = ConfusionMatrix.sums(outputs);
    logLosses = ConfusionMatrix.sums(outputs);
    squares = ConfusionMatrix.sums(outputs);
  }

  @Override
  public TaskKind taskKind() {
    return TaskKind.MULTI_LABEL;
  }

  @Override
  public int outputs() {
    return supports.length;
  }

  @Override
  public long samples() {
    return samples;
  }

  /**
   * Takes in one sample.
   *
   * @param targets which of the K labels the sample has
   * @param predictions which of them it is predicted to have
   * @param p the predicted probability of each label
   * @param w the weight of the sample
   * @throws IllegalArgumentException if one has not K values
   */
  public void add(boolean[] targets, boolean[] predictions, double[] p, double w) {
    if (targets.length != outputs() || predictions.length != outputs() || p.length != outputs()) {
      throw new IllegalArgumentException(
          "Cannot add a sample: %d targets, %d predictions and %d probabilities for %d outputs"
              .formatted(targets.length, predictions.length, p.length, outputs()));
    }
    boolean allRight = true;
    for (int k = 0; k < targets.length; k++) {
      if (targets[k]) {
        supports[k].add(w);
      }
      if (predictions[k]) {
        predicted[k].add(w);
      }
      if (targets[k] && predictions[k]) {
        truePositives[k].add(w);
      }
      double error = targets[k] ? 1 - p[k] : p[k];
      logLosses[k].add(-w * StrictMath.log(Math.max(ProbabilityMetrics.LEAST, 1 - error)));
      squares[k].add(w * error * error);
      allRight &= targets[k] == predictions[k];
    }
    samples++;
    weight.add(w);
    if (allRight) {
      exact.add(w);
    }
  }

  /**
   * Adds the sums of another instance to this one.
   *
   * @return this instance
   * @throws IllegalArgumentException if the numbers of outputs differ
   */
  public MultiLabelMetrics merge(MultiLabelMetrics other) {
    if (other.outputs() != outputs()) {
      throw new IllegalArgumentException(
          "Cannot merge multi-label metrics: %d and %d outputs"
              .formatted(outputs(), other.outputs()));
    }
    samples += other.samples;
    weight.merge(other.weight);
    exact.merge(other.exact);
    ProbabilityMetrics.merge(truePositives, other.truePositives);
    ProbabilityMetrics.merge(supports, other.supports);
    ProbabilityMetrics.merge(predicted, other.predicted);
    ProbabilityMetrics.merge(logLosses, other.logLosses);
    ProbabilityMetrics.merge(squares, other.squares);
    return this;
  }

  ClassTotals totals() {
    return new ClassTotals(
        ConfusionMatrix.values(truePositives),
        ConfusionMatrix.values(supports),
        ConfusionMatrix.values(predicted),
        weight.value());
  }

  /** Returns the weight of samples with this label, TP + FN. */
  public double support(int output) {
    return supports[output].value();
  }

  /** Returns TP / (TP + FP) of an output; 0 if it was never predicted. */
  public double precision(int output) {
    return totals().precision(output);
  }

  /** Returns TP / (TP + FN) of an output; 0 if no sample has the label. */
  public double recall(int output) {
    return totals().recall(output);
  }

  /** Returns 2 TP / (2 TP + FP + FN) of an output; 0 if it occurs neither way. */
  public double f1(int output) {
    return totals().f1(output);
  }

  /** Returns (TP + TN) / samples of an output; NaN without samples. */
  public double accuracy(int output) {
    return (weight.value() - wrong(output)) / weight.value();
  }

  /** Returns the mean F1 of all K outputs, each counting the same. */
  public double macroF1() {
    return totals().macroF1();
  }

  /** Returns F1 of the weights of all outputs together; 0 if no label occurs. */
  public double microF1() {
    return totals().microF1();
  }

  /** Returns the share of samples with every label right; NaN without samples. */
  public double subsetAccuracy() {
    return exact.value() / weight.value();
  }

  /** Returns the share of single labels that are wrong; NaN without samples. */
  public double hammingLoss() {
    double wrong = IntStream.range(0, outputs()).mapToDouble(this::wrong).sum();
    return wrong / (weight.value() * outputs());
  }

  /** Returns the mean over samples and labels of -ln p of what is the case, p 2^-52 at least. */
  public double logLoss() {
    return mean(k -> logLosses[k].value());
  }

  /** Returns the mean over samples and labels of (p - y)^2. */
  public double brierScore() {
    return mean(k -> squares[k].value());
  }

  private double mean(IntToDoubleFunction sum) {
    return IntStream.range(0, outputs()).mapToDouble(sum).sum() / (weight.value() * outputs());
  }

  /** Returns FP + FN. */
  private double wrong(int output) {
    return supports[output].value() + predicted[output].value() - 2 * truePositives[output].value();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MultiLabelMetrics that
        && samples == that.samples
        && weight.equals(that.weight)
        && exact.equals(that.exact)
        && Arrays.equals(truePositives, that.truePositives)
        && Arrays.equals(supports, that.supports)
        && Arrays.equals(predicted, that.predicted)
        && Arrays.equals(logLosses, that.logLosses)
        && Arrays.equals(squares, that.squares);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(truePositives), Arrays.hashCode(supports), samples, weight);
  }

  /** Returns the number of samples and of outputs. */
  @Override
  public String toString() {
    return "MultiLabelMetrics[outputs=%d, samples=%d]".formatted(outputs(), samples);
  }
}
