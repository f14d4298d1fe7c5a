package org.tributary.core.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How often each class was taken for each: K x K counts, rows are the targets, columns the
 * predictions.
 *
 * <p>Of one class, TP counts its samples that were recognised, FN those that were not, FP samples
 * of other classes taken for it, TN all the rest. Precision, recall and F1 are 0 where their
 * denominator is 0, as in scikit-learn; accuracies of an empty matrix are NaN, as there is nothing
 * to count. Counts are whole numbers, so no metric depends on the order of adding and merging.
 *
 * <p>An instance is a mutable running sum and serves one thread.
 */
public final class ConfusionMatrix implements MetricSums {
  private static final long serialVersionUID = 1;

  private final int classes;

  /** Row-major; count of target t and prediction p at t * classes + p. */
  private final long[] counts;

  /**
   * Starts with zeros.
   *
   * @param classes K
   * @throws IllegalArgumentException if K is less than 1 or K^2 counts do not fit an array
   */
  public ConfusionMatrix(int classes) {
    if (classes < 1 || (long) classes * classes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "Invalid number of classes: " + classes + " (expected 1 to 46340)");
    }
    this.classes = classes;
    this.counts = new long[classes * classes];
  }

  @Override
  public TaskKind taskKind() {
    return TaskKind.CLASSIFICATION;
  }

  /** Returns K. */
  public int classes() {
    return classes;
  }

  /**
   * Counts one sample.
   *
   * @throws IndexOutOfBoundsException if a class is not in 0 .. K - 1
   */
  public void add(int target, int prediction) {
    add(target, prediction, 1);
  }

  /**
   * Counts several samples of one kind.
   *
   * @throws IndexOutOfBoundsException if a class is not in 0 .. K - 1
   * @throws IllegalArgumentException if the count is negative
   */
  public void add(int target, int prediction, long samples) {
    if (samples < 0) {
      throw new IllegalArgumentException("Invalid count: " + samples + " (expected 0 or more)");
    }
    counts[at(target, prediction)] += samples;
  }

  /**
   * Adds the counts of another matrix to this one.
   *
   * @return this matrix
   * @throws IllegalArgumentException if the numbers of classes differ
   */
  public ConfusionMatrix merge(ConfusionMatrix other) {
    if (other.classes != classes) {
      throw new IllegalArgumentException(
          "Cannot merge confusion matrices: %d and %d classes".formatted(classes, other.classes));
    }
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    return this;
  }

  /** Returns how many samples of class {@code target} were taken for class {@code prediction}. */
  public long count(int target, int prediction) {
    return counts[at(target, prediction)];
  }

  /** Returns the number of samples. */
  public long total() {
    return Arrays.stream(counts).sum();
  }

  /** Returns the number of samples whose class was recognised, the sum of the diagonal. */
  public long correct() {
    return IntStream.range(0, classes).mapToLong(this::truePositives).sum();
  }

  /** Returns the number of samples of a class, TP + FN. */
  public long support(int c) {
    return IntStream.range(0, classes).mapToLong(p -> count(c, p)).sum();
  }

  /** Returns the number of samples taken for a class, TP + FP. */
  public long predicted(int c) {
    return IntStream.range(0, classes).mapToLong(t -> count(t, c)).sum();
  }

  /** Returns correct / samples; NaN without samples. */
  public double accuracy() {
    return (double) correct() / total();
  }

  /** Returns 1 - accuracy, as wrong / samples; NaN without samples. */
  public double errorRate() {
    long total = total();
    return (double) (total - correct()) / total;
  }

  /** Returns (TP + TN) / samples of a class; NaN without samples. */
  public double classAccuracy(int c) {
    long total = total();
    long wrong = support(c) + predicted(c) - 2 * truePositives(c);
    return (double) (total - wrong) / total;
  }

  /** Returns TP / (TP + FP) of a class; 0 if nothing was taken for it. */
  public double precision(int c) {
    return Ratio.orZero(truePositives(c), predicted(c));
  }

  /** Returns TP / (TP + FN) of a class; 0 if it has no samples. */
  public double recall(int c) {
    return Ratio.orZero(truePositives(c), support(c));
  }

  /** Returns 2 TP / (2 TP + FP + FN) of a class; 0 if it occurs neither way. */
  public double f1(int c) {
    return Ratio.f1(truePositives(c), predicted(c), support(c));
  }

  /** Returns the mean precision of all K classes, each counting the same. */
  public double macroPrecision() {
    return macro(this::precision);
  }

  /** Returns the mean recall of all K classes, each counting the same. */
  public double macroRecall() {
    return macro(this::recall);
  }

  /** Returns the mean F1 of all K classes, each counting the same. */
  public double macroF1() {
    return macro(this::f1);
  }

  /** Returns the mean precision of the classes, weighted by their samples; 0 without samples. */
  public double weightedPrecision() {
    return weighted(this::precision);
  }

  /** Returns the mean recall of the classes, weighted by their samples; 0 without samples. */
  public double weightedRecall() {
    return weighted(this::recall);
  }

  /** Returns the mean F1 of the classes, weighted by their samples; 0 without samples. */
  public double weightedF1() {
    return weighted(this::f1);
  }

  /**
   * Renders the matrix as plain text of at most {@value ConfusionTable#WIDTH} columns, target down,
   * prediction across; where it does not fit, as per cent of each target; where that does not fit
   * either, as a list of the most confused pairs.
   *
   * @param names one a class, in the order of their indices
   * @throws IllegalArgumentException if there is not one name a class
   */
  public String render(List<String> names) {
    return new ConfusionTable(this, names).render();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConfusionMatrix that && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  /** Returns the size and the totals; {@link #render} shows the counts. */
  @Override
  public String toString() {
    return "ConfusionMatrix[classes=%d, samples=%d, correct=%d]"
        .formatted(classes, total(), correct());
  }

  private long truePositives(int c) {
    return count(c, c);
  }

  private double macro(IntToDoubleFunction metric) {
    return IntStream.range(0, classes).mapToDouble(metric).sum() / classes;
  }

  private double weighted(IntToDoubleFunction metric) {
    double sum =
        IntStream.range(0, classes).mapToDouble(c -> support(c) * metric.applyAsDouble(c)).sum();
    long total = total();
    return total == 0 ? 0 : sum / total;
  }

  private int at(int target, int prediction) {
    if (target < 0 || target >= classes || prediction < 0 || prediction >= classes) {
      throw new IndexOutOfBoundsException(
          "Invalid class: target %d, prediction %d (expected 0 to %d)"
              .formatted(target, prediction, classes - 1));
    }
    return target * classes + prediction;
  }
}
