package org.tributary.core.metrics;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Counts of several yes-or-no labels a sample, and the metrics of them.
 *
 * <p>Precision, recall and F1 are 0 where their denominator is 0, as in scikit-learn; shares of all
 * samples are NaN without samples. Counts are whole numbers, so no metric depends on the order of
 * adding and merging.
 *
 * <p>An instance is a mutable running sum and serves one thread.
 */
public final class MultiLabelMetrics implements MetricSums {
  private static final long serialVersionUID = 1;

  private long samples;
  private long exact;
  private final long[] truePositives;

  /** Samples that have the label, TP + FN, by output. */
  private final long[] supports;

  /** Samples predicted to have the label, TP + FP, by output. */
  private final long[] predicted;

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
    truePositives = new long[outputs];
    supports = new long[outputs];
    predicted = new long[outputs];
  }

  @Override
  public TaskKind taskKind() {
    return TaskKind.MULTI_LABEL;
  }

  /** Returns K. */
  public int outputs() {
    return supports.length;
  }

  /** Returns the number of samples. */
  public long samples() {
    return samples;
  }

  /**
   * Takes in one sample.
   *
   * @param targets which of the K labels the sample has
   * @param predictions which of them it is predicted to have
   * @throws IllegalArgumentException if one has not K values
   */
  public void add(boolean[] targets, boolean[] predictions) {
    if (targets.length != outputs() || predictions.length != outputs()) {
      throw new IllegalArgumentException(
          "Cannot add a sample: %d targets and %d predictions for %d outputs"
              .formatted(targets.length, predictions.length, outputs()));
    }
    int wrong = 0;
    for (int k = 0; k < targets.length; k++) {
      supports[k] += targets[k] ? 1 : 0;
      predicted[k] += predictions[k] ? 1 : 0;
      truePositives[k] += targets[k] && predictions[k] ? 1 : 0;
      wrong += targets[k] == predictions[k] ? 0 : 1;
    }
    samples++;
    exact += wrong == 0 ? 1 : 0;
  }

  /**
   * Adds the counts of another instance to this one.
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
    exact += other.exact;
    for (int k = 0; k < supports.length; k++) {
      truePositives[k] += other.truePositives[k];
      supports[k] += other.supports[k];
      predicted[k] += other.predicted[k];
    }
    return this;
  }

  /** Returns the number of samples with this label, TP + FN. */
  public long support(int output) {
    return supports[output];
  }

  /** Returns TP / (TP + FP) of an output; 0 if it was never predicted. */
  public double precision(int output) {
    return Ratio.orZero(truePositives[output], predicted[output]);
  }

  /** Returns TP / (TP + FN) of an output; 0 if no sample has the label. */
  public double recall(int output) {
    return Ratio.orZero(truePositives[output], supports[output]);
  }

  /** Returns 2 TP / (2 TP + FP + FN) of an output; 0 if it occurs neither way. */
  public double f1(int output) {
    return Ratio.f1(truePositives[output], predicted[output], supports[output]);
  }

  /** Returns (TP + TN) / samples of an output; NaN without samples. */
  public double accuracy(int output) {
    return (double) (samples - wrong(output)) / samples;
  }

  /** Returns the mean F1 of all K outputs, each counting the same. */
  public double macroF1() {
    return IntStream.range(0, outputs()).mapToDouble(this::f1).sum() / outputs();
  }

  /** Returns F1 of the counts of all outputs together; 0 if no label occurs. */
  public double microF1() {
    return Ratio.f1(
        Arrays.stream(truePositives).sum(),
        Arrays.stream(predicted).sum(),
        Arrays.stream(supports).sum());
  }

  /** Returns the share of samples with every label right; NaN without samples. */
  public double subsetAccuracy() {
    return (double) exact / samples;
  }

  /** Returns the share of single labels that are wrong; NaN without samples. */
  public double hammingLoss() {
    double wrong = IntStream.range(0, outputs()).mapToLong(this::wrong).sum();
    return wrong / ((double) samples * outputs());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MultiLabelMetrics that
        && samples == that.samples
        && exact == that.exact
        && Arrays.equals(truePositives, that.truePositives)
        && Arrays.equals(supports, that.supports)
        && Arrays.equals(predicted, that.predicted);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(
        new int[] {
          Long.hashCode(samples),
          Long.hashCode(exact),
          Arrays.hashCode(truePositives),
          Arrays.hashCode(supports),
          Arrays.hashCode(predicted)
        });
  }

  /** Returns the number of samples and of outputs. */
  @Override
  public String toString() {
    return "MultiLabelMetrics[outputs=%d, samples=%d]".formatted(outputs(), samples);
  }

  /** Returns FP + FN. */
  private long wrong(int output) {
    return supports[output] + predicted[output] - 2 * truePositives[output];
  }
}
