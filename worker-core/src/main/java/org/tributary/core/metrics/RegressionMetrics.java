package org.tributary.core.metrics;

import java.util.function.IntToDoubleFunction;

/**
 * Errors of predicted numbers, an output at a time.
 *
 * <p>With e = prediction - target over n samples: RMSE = sqrt(sum e^2 / n), MAE = sum |e| / n, R^2
 * = 1 - sum e^2 / sum (y - mean y)^2. Sums of e^2 and |e| add terms of one sign and are kept plain.
 * The spread of the targets is kept as its mean and its sum of squared distances from that mean,
 * merged by the parallel update of Chan, Golub and LeVeque (1979), since sum y^2 - n mean^2 would
 * cancel wherever the mean is large beside the spread.
 *
 * <p>Sums of floating-point numbers depend on their order in the last bits: a result is the same
 * again only if partial sums are merged in a fixed order. An instance is a mutable running sum and
 * serves one thread.
 */
public final class RegressionMetrics implements MetricSums {
  private static final long serialVersionUID = 1;

  private long samples;
  private final double[] absoluteErrors;
  private final double[] squaredErrors;
  private final double[] means;

  /** Sum of (y - mean y)^2, by output. */
  private final double[] spreads;

  /**
   * Starts without samples.
   *
   * @param outputs K
   * @throws IllegalArgumentException if K is less than 1
   */
  public RegressionMetrics(int outputs) {
    if (outputs < 1) {
      throw new IllegalArgumentException(
          "Invalid number of outputs: " + outputs + " (expected 1 or more)");
    }
    absoluteErrors = new double[outputs];
    squaredErrors = new double[outputs];
    means = new double[outputs];
    spreads = new double[outputs];
  }

  @Override
  public TaskKind taskKind() {
    return TaskKind.REGRESSION;
  }

  /** Returns K. */
  public int outputs() {
    return means.length;
  }

  /** Returns the number of samples. */
  public long samples() {
    return samples;
  }

  /**
   * Takes in one sample.
   *
   * @param target y, K numbers
   * @param prediction h, K numbers
   * @throws IllegalArgumentException if one has not K numbers
   */
  public void add(double[] target, double[] prediction) {
    if (target.length != outputs() || prediction.length != outputs()) {
      throw new IllegalArgumentException(
          "Cannot add a sample: %d targets and %d predictions for %d outputs"
              .formatted(target.length, prediction.length, outputs()));
    }
    samples++;
    for (int k = 0; k < target.length; k++) {
      double error = prediction[k] - target[k];
      absoluteErrors[k] += Math.abs(error);
      squaredErrors[k] += error * error;
      double distance = target[k] - means[k];
      means[k] += distance / samples;
      spreads[k] += distance * (target[k] - means[k]);
    }
  }

  /**
   * Adds the sums of another instance to this one.
   *
   * @return this instance
   * @throws IllegalArgumentException if the numbers of outputs differ
   */
  public RegressionMetrics merge(RegressionMetrics other) {
    if (other.outputs() != outputs()) {
      throw new IllegalArgumentException(
          "Cannot merge regression metrics: %d and %d outputs"
              .formatted(outputs(), other.outputs()));
    }
    if (other.samples == 0) {
      return this;
    }
    double here = samples;
    double there = other.samples;
    double both = here + there;
    for (int k = 0; k < means.length; k++) {
      absoluteErrors[k] += other.absoluteErrors[k];
      squaredErrors[k] += other.squaredErrors[k];
      double distance = other.means[k] - means[k];
      spreads[k] += other.spreads[k] + distance * distance * (here * there / both);
      means[k] = here == 0 ? other.means[k] : means[k] + distance * (there / both);
    }
    samples += other.samples;
    return this;
  }

  /** Returns the root of the mean squared error of an output; NaN without samples. */
  public double rmse(int output) {
    return Math.sqrt(squaredErrors[output] / samples);
  }

  /** Returns the mean absolute error of an output; NaN without samples. */
  public double mae(int output) {
    return absoluteErrors[output] / samples;
  }

  /**
   * Returns R^2 of an output, the share of its spread that the prediction explains; negative if the
   * mean would have predicted better. Targets that never vary give 1 if they are predicted exactly
   * and 0 otherwise, as in scikit-learn; NaN without samples.
   */
  public double r2(int output) {
    if (samples == 0) {
      return Double.NaN;
    }
    if (spreads[output] == 0) {
      return squaredErrors[output] == 0 ? 1 : 0;
    }
    return 1 - squaredErrors[output] / spreads[output];
  }

  /** Returns the mean of {@link #rmse(int)} over the outputs. */
  public double rmse() {
    return mean(this::rmse);
  }

  /** Returns the mean of {@link #mae(int)} over the outputs. */
  public double mae() {
    return mean(this::mae);
  }

  /** Returns the mean of {@link #r2(int)} over the outputs. */
  public double r2() {
    return mean(this::r2);
  }

  private double mean(IntToDoubleFunction metric) {
    double mean = 0;
    for (int k = 0; k < outputs(); k++) {
      mean += metric.applyAsDouble(k) / outputs();
    }
    return mean;
  }

  /** Returns the number of samples and of outputs. */
  @Override
  public String toString() {
    return "RegressionMetrics[outputs=%d, samples=%d]".formatted(outputs(), samples);
  }
}
