package org.tributary.core.metrics;

import java.util.Objects;

/**
 * The confusion matrix and the quality of the probabilities of a classification.
 *
 * <p>An instance is a mutable running sum and serves one thread; merging in any order gives the
 * same bits.
 */
public final class ClassificationMetrics implements MetricSums {
  private static final long serialVersionUID = 1;

  private final ConfusionMatrix matrix;
  private final ProbabilityMetrics probabilities;
  private long samples;

  /**
   * Starts without samples.
   *
   * @param classes K
   * @throws IllegalArgumentException if K is less than 1 or more than 46340
   */
  public ClassificationMetrics(int classes) {
    matrix = new ConfusionMatrix(classes);
    probabilities = new ProbabilityMetrics(classes);
  }

  @Override
  public TaskKind taskKind() {
    return TaskKind.CLASSIFICATION;
  }

  @Override
  public int outputs() {
    return matrix.classes();
  }

  @Override
  public long samples() {
    return samples;
  }

  /**
   * Takes in one sample.
   *
   * @param target its class
   * @param prediction the class that is predicted
   * @param p the predicted probability of each class, K numbers of 0 or more
   * @param weight of the sample
   * @throws IndexOutOfBoundsException if a class is not in 0 .. K - 1
   * @throws IllegalArgumentException if there are not K probabilities, or the weight is negative
   */
  public void add(int target, int prediction, double[] p, double weight) {
    if (p.length != matrix.classes()) {
      throw new IllegalArgumentException(
          "Cannot add a sample: %d probabilities for %d classes"
              .formatted(p.length, matrix.classes()));
    }
    matrix.add(target, prediction, weight);
    probabilities.add(target, p, weight);
    samples++;
  }

  /**
   * Adds the sums of another instance to this one.
   *
   * @return this instance
   * @throws IllegalArgumentException if the numbers of classes differ
   */
  public ClassificationMetrics merge(ClassificationMetrics other) {
    matrix.merge(other.matrix);
    probabilities.merge(other.probabilities);
    samples += other.samples;
    return this;
  }

  /** Returns the weights of targets and predictions: the matrix itself. */
  public ConfusionMatrix matrix() {
    return matrix;
  }

  /** Returns the metrics of the probabilities. */
  public ProbabilityMetrics probabilities() {
    return probabilities;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClassificationMetrics that
        && samples == that.samples
        && matrix.equals(that.matrix)
        && probabilities.equals(that.probabilities);
  }

  @Override
  public int hashCode() {
    return Objects.hash(samples, matrix);
  }

  /** Returns the number of samples and of classes. */
  @Override
  public String toString() {
    return "ClassificationMetrics[classes=%d, samples=%d]".formatted(outputs(), samples);
  }
}
