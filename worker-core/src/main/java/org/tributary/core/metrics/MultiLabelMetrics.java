package org.tributary.core.metrics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Measures of several yes-or-no labels a sample, each answered by a probability.
 *
 * <p>A label, true or predicted, is yes from {@value #THRESHOLD} on. Precision, recall and F1 are 0
 * where their denominator is 0, as in scikit-learn; shares of all samples are NaN without samples.
 * Counts are whole numbers, so no measure depends on the order of adding and merging.
 *
 * <p>An instance is a mutable running sum and serves one thread.
 */
public final class MultiLabelMetrics implements Serializable {
  /** From here on a probability is a yes. */
  public static final double THRESHOLD = 0.5;

  private static final long serialVersionUID = 1;

  private long samples;
  private long exact;
  private final long[] truePositives;

  /** Yes in truth, TP + FN, by output. */
  private final long[] supports;

  /** Yes in prediction, TP + FP, by output. */
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
   * @param target y, K numbers, 0 or 1
   * @param prediction h, K probabilities
   * @throws IllegalArgumentException if one has not K numbers
   */
  public void add(double[] target, double[] prediction) {
    if (target.length != outputs() || prediction.length != outputs()) {
      throw new IllegalArgumentException(
          "Cannot measure a sample: %d truths and %d predictions for %d outputs"
              .formatted(target.length, prediction.length, outputs()));
    }
    int wrong = 0;
    for (int k = 0; k < target.length; k++) {
      boolean yes = target[k] >= THRESHOLD;
      boolean answer = prediction[k] >= THRESHOLD;
      supports[k] += yes ? 1 : 0;
      predicted[k] += answer ? 1 : 0;
      truePositives[k] += yes && answer ? 1 : 0;
      wrong += yes == answer ? 0 : 1;
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

  /** Returns TP / (TP + FP) of an output; 0 if it never answered yes. */
  public double precision(int output) {
    return Ratio.orZero(truePositives[output], predicted[output]);
  }

  /** Returns TP / (TP + FN) of an output; 0 if no sample has the label. */
  public double recall(int output) {
    return Ratio.orZero(truePositives[output], supports[output]);
  }

  /** Returns 2 TP / (2 TP + FP + FN) of an output; 0 if there is no yes either way. */
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

  /** Returns F1 of the counts of all outputs together; 0 if there is no yes at all. */
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
