package org.tributary.core.metrics;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Errors of predicted numbers, an output at a time.
 *
 * <p>With e = h - y of the prediction h and the target y, sample weights w and W = sum w: MSE = sum
 * w e^2 / W, MAE = sum w |e| / W, R^2 = 1 - sum w e^2 / sum w (y - mean y)^2. The spread of the
 * targets is (W sum w y^2 - (sum w y)^2) / W of exact sums, so nothing cancels.
 *
 * <p>The sums are exact and rounded when they are read, so no metric depends on the order of adding
 * and merging. An instance is a mutable running sum and serves one thread.
 */
public final class RegressionMetrics implements MetricSums {
  private static final long serialVersionUID = 2;

  /** Targets nearer to 0 count as this one in percentages, as in scikit-learn. */
  private static final double LEAST = Math.ulp(1.0);

  private long samples;
  private final ExactSum weight = new ExactSum();

  /** Sums of w e where e > 0, and of -w e where e < 0; by output. */
  private final ExactSum[] over;

  private final ExactSum[] under;
  private final ExactSum[] squares;
  private final ExactSum[] percentages;

  /** Sums of the Poisson deviance; not a number where it is not defined. */
  private final ExactSum[] deviances;

  /** Sums of w y and of w y^2. */
  private final ExactSum[] targets;

  private final ExactSum[] targetSquares;

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
    over = ConfusionMatrix.sums(outputs);
    under = ConfusionMatrix.sums(outputs);
    squares = ConfusionMatrix.sums(outputs);
    percentages = ConfusionMatrix.sums(outputs);
    deviances = ConfusionMatrix.sums(outputs);
    targets = ConfusionMatrix.sums(outputs);
    targetSquares = ConfusionMatrix.sums(outputs);
  }

  @Override
  public TaskKind taskKind() {
    return TaskKind.REGRESSION;
  }

  @Override
  public int outputs() {
    return targets.length;
  }

  @Override
  public long samples() {
    return samples;
  }

  /** Returns W, the weight of all samples. */
  public double weight() {
    return weight.value();
  }

  /**
   * Takes in one sample.
   *
   * @param target y, K numbers
   * @param prediction h, K numbers
   * @param w the weight of the sample
   * @throws IllegalArgumentException if one has not K numbers
   */
  public void add(double[] target, double[] prediction, double w) {
    if (target.length != outputs() || prediction.length != outputs()) {
      throw new IllegalArgumentException(
          "Cannot add a sample: %d targets and %d predictions for %d outputs"
              .formatted(target.length, prediction.length, outputs()));
    }
    samples++;
    weight.add(w);
    for (int k = 0; k < target.length; k++) {
      double y = target[k];
      double e = prediction[k] - y;
      double size = w * Math.abs(e);
      (e < 0 ? under[k] : over[k]).add(size);
      squares[k].add(w * (e * e));
      percentages[k].add(size / Math.max(LEAST, Math.abs(y)));
      deviances[k].add(w * poissonDeviance(y, prediction[k]));
      targets[k].addProduct(w, y);
      // w y = product + rest, exactly
      double product = w * y;
      targetSquares[k].addProduct(product, y);
      targetSquares[k].addProduct(Math.fma(w, y, -product), y);
    }
  }

  private static double poissonDeviance(double y, double h) {
    if (!(y >= 0 && h > 0)) {
      return Double.NaN;
    }
    return 2 * ((y == 0 ? 0 : y * StrictMath.log(y / h)) - y + h);
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
    samples += other.samples;
    weight.merge(other.weight);
    ProbabilityMetrics.merge(over, other.over);
    ProbabilityMetrics.merge(under, other.under);
    ProbabilityMetrics.merge(squares, other.squares);
    ProbabilityMetrics.merge(percentages, other.percentages);
    ProbabilityMetrics.merge(deviances, other.deviances);
    ProbabilityMetrics.merge(targets, other.targets);
    ProbabilityMetrics.merge(targetSquares, other.targetSquares);
    return this;
  }

  /** Returns the mean squared error of an output; NaN without samples. */
  public double mse(int output) {
    return squares[output].value() / weight.value();
  }

  /** Returns the root of the mean squared error of an output; NaN without samples. */
  public double rmse(int output) {
    return Math.sqrt(mse(output));
  }

  /** Returns the mean absolute error of an output; NaN without samples. */
  public double mae(int output) {
    return new ExactSum().merge(over[output]).merge(under[output]).value() / weight.value();
  }

  /**
   * Returns the mean absolute percentage error of an output, as a fraction: the mean of |e| / |y|,
   * where |y| is 2^-52 at least; NaN without samples.
   */
  public double mape(int output) {
    return percentages[output].value() / weight.value();
  }

  /**
   * Returns the mean pinball loss of an output for a quantile: the mean of level (y - h) where h is
   * below the target and (1 - level) (h - y) where it is above; NaN without samples.
   *
   * @param level of the quantile, from 0 to 1
   */
  public double pinball(int output, double level) {
    double sum = level * under[output].value() + (1 - level) * over[output].value();
    return sum / weight.value();
  }

  /**
   * Returns the mean Poisson deviance of an output, 2 (y ln(y / h) - y + h); NaN without samples,
   * with a negative target, or with a prediction that is not positive.
   */
  public double poissonDeviance(int output) {
    return deviances[output].value() / weight.value();
  }

  /**
   * Returns R^2 of an output, the share of its spread that the prediction explains; negative if the
   * mean would have predicted better. Targets that never vary give 1 if they are predicted exactly
   * and 0 otherwise, as in scikit-learn; NaN without samples.
   */
  public double r2(int output) {
    ExactSum sum = targets[output];
    ExactSum ofSquares = targetSquares[output];
    double errors = squares[output].value();
    if (weight.value() == 0 || !sum.isFinite() || !ofSquares.isFinite()) {
      return Double.NaN;
    }
    BigInteger w = weight.units();
    BigInteger numerator =
        w.multiply(ofSquares.units()).subtract(sum.units().multiply(sum.units()));
    if (numerator.signum() == 0) {
      return errors == 0 ? 1 : 0;
    }
    // W spread in units of 2^-2148; the quotient by W has about 128 bits.
    int shift = Math.max(0, 128 + w.bitLength() - numerator.bitLength());
    double spread = ExactSum.rounded(numerator.shiftLeft(shift).divide(w), ExactSum.UNIT - shift);
    return 1 - errors / spread;
  }

  /** Returns the mean of {@link #mse(int)} over the outputs. */
  public double mse() {
    return mean(this::mse);
  }

  /** Returns the mean of {@link #rmse(int)} over the outputs. */
  public double rmse() {
    return mean(this::rmse);
  }

  /** Returns the mean of {@link #mae(int)} over the outputs. */
  public double mae() {
    return mean(this::mae);
  }

  /** Returns the mean of {@link #mape(int)} over the outputs. */
  public double mape() {
    return mean(this::mape);
  }

  /** Returns the mean of {@link #pinball(int, double)} over the outputs. */
  public double pinball(double level) {
    return mean(k -> pinball(k, level));
  }

  /** Returns the mean of {@link #poissonDeviance(int)} over the outputs. */
  public double poissonDeviance() {
    return mean(this::poissonDeviance);
  }

  /** Returns the mean of {@link #r2(int)} over the outputs. */
  public double r2() {
    return mean(this::r2);
  }

  private double mean(IntToDoubleFunction metric) {
    return IntStream.range(0, outputs())
        .mapToDouble(k -> metric.applyAsDouble(k) / outputs())
        .sum();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RegressionMetrics that
        && samples == that.samples
        && weight.equals(that.weight)
        && Arrays.equals(over, that.over)
        && Arrays.equals(under, that.under)
        && Arrays.equals(squares, that.squares)
        && Arrays.equals(percentages, that.percentages)
        && Arrays.equals(deviances, that.deviances)
        && Arrays.equals(targets, that.targets)
        && Arrays.equals(targetSquares, that.targetSquares);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(over), Arrays.hashCode(under), samples, weight);
  }

  /** Returns the number of samples and of outputs. */
  @Override
  public String toString() {
    return "RegressionMetrics[outputs=%d, samples=%d]".formatted(outputs(), samples);
  }
}
