package org.tributary.core.metrics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How often each class was taken for each: K x K sums of sample weights, rows are the targets,
 * columns the predictions. Without sample weights, each sample weighs 1, and they are counts.
 *
 * <p>Of one class, TP is the weight of its samples that were recognised, FN of those that were not,
 * FP of samples of other classes taken for it, TN of all the rest. Precision, recall and F1 are 0
 * where their denominator is 0, as in scikit-learn; accuracies of an empty matrix are NaN, as there
 * is nothing to count. The sums are exact and rounded when they are read, so no metric depends on
 * the order of adding and merging.
 *
 * <p>An instance is a mutable running sum and serves one thread. Its memory grows with the pairs of
 * classes that occur.
 */
public final class ConfusionMatrix implements Serializable {
  private static final long serialVersionUID = 2;

  private final int classes;

  /** The sum of target t and prediction p in the cell t * classes + p. */
  private final CellSums cells = new CellSums();

  /** What follows from the cells; empty until it is asked for, and after a change. */
  private transient Optional<ClassTotals> totals = Optional.empty();

  /**
   * Starts with zeros.
   *
   * @param classes K
   * @throws IllegalArgumentException if K is less than 1 or more than 46340
   */
  public ConfusionMatrix(int classes) {
    if (classes < 1 || (long) classes * classes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "Invalid number of classes: " + classes + " (expected 1 to 46340)");
    }
    this.classes = classes;
  }

  /** Returns K. */
  public int classes() {
    return classes;
  }

  /**
   * Counts one sample of weight 1.
   *
   * @throws IndexOutOfBoundsException if a class is not in 0 .. K - 1
   */
  public void add(int target, int prediction) {
    add(target, prediction, 1);
  }

  /**
   * Adds a sample of some weight, or several samples of one kind by their number.
   *
   * @throws IndexOutOfBoundsException if a class is not in 0 .. K - 1
   * @throws IllegalArgumentException if the weight is negative or not finite
   */
  public void add(int target, int prediction, double weight) {
    if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Invalid weight: " + weight + " (expected a finite number, 0 or more)");
    }
    cells.add(at(target, prediction), weight);
    totals = Optional.empty();
  }

  /**
   * Adds the sums of another matrix to this one.
   *
   * @return this matrix
   * @throws IllegalArgumentException if the numbers of classes differ
   */
  public ConfusionMatrix merge(ConfusionMatrix other) {
    if (other.classes != classes) {
      throw new IllegalArgumentException(
          "Cannot merge confusion matrices: %d and %d classes".formatted(classes, other.classes));
    }
    cells.merge(other.cells);
    totals = Optional.empty();
    return this;
  }

  /** Returns the weight of samples of class {@code target} taken for class {@code prediction}. */
  public double weight(int target, int prediction) {
    return cells.sum(at(target, prediction));
  }

  /** Returns the weight of all samples. */
  public double total() {
    return totals().total();
  }

  /** Returns the weight of the samples whose class was recognised, the sum of the diagonal. */
  public double correct() {
    return totals().correct();
  }

  /** Returns the weight of the samples of a class, TP + FN. */
  public double support(int c) {
    return totals().supports()[c];
  }

  /** Returns the weight of the samples taken for a class, TP + FP. */
  public double predicted(int c) {
    return totals().predicted()[c];
  }

  /** Returns correct / samples; NaN without samples. */
  public double accuracy() {
    return totals().accuracy();
  }

  /** Returns 1 - accuracy, as wrong / samples; NaN without samples. */
  public double errorRate() {
    return (total() - correct()) / total();
  }

  /** Returns the mean recall of the classes that have samples; NaN without samples. */
  public double balancedAccuracy() {
    return totals().balancedAccuracy();
  }

  /** Returns (TP + TN) / samples of a class; NaN without samples. */
  public double classAccuracy(int c) {
    double wrong = support(c) + predicted(c) - 2 * totals().truePositives()[c];
    return (total() - wrong) / total();
  }

  /** Returns TP / (TP + FP) of a class; 0 if nothing was taken for it. */
  public double precision(int c) {
    return totals().precision(c);
  }

  /** Returns TP / (TP + FN) of a class; 0 if it has no samples. */
  public double recall(int c) {
    return totals().recall(c);
  }

  /** Returns 2 TP / (2 TP + FP + FN) of a class; 0 if it occurs neither way. */
  public double f1(int c) {
    return totals().f1(c);
  }

  /** Returns the mean precision of all K classes, each counting the same. */
  public double macroPrecision() {
    return totals().macro(this::precision);
  }

  /** Returns the mean recall of all K classes, each counting the same. */
  public double macroRecall() {
    return totals().macro(this::recall);
  }

  /** Returns the mean F1 of all K classes, each counting the same. */
  public double macroF1() {
    return totals().macroF1();
  }

  /** Returns the mean precision of the classes, weighted by their samples; 0 without samples. */
  public double weightedPrecision() {
    return totals().weighted(this::precision);
  }

  /** Returns the mean recall of the classes, weighted by their samples; 0 without samples. */
  public double weightedRecall() {
    return totals().weighted(this::recall);
  }

  /** Returns the mean F1 of the classes, weighted by their samples; 0 without samples. */
  public double weightedF1() {
    return totals().weighted(this::f1);
  }

  /**
   * Returns Matthews' correlation coefficient of all classes; 0 if targets or predictions do not
   * vary.
   */
  public double mcc() {
    return totals().mcc();
  }

  /** Returns Cohen's kappa; NaN if chance alone gives accuracy 1. */
  public double cohenKappa() {
    return totals().cohenKappa();
  }

  ClassTotals totals() {
    // A copy that was sent has none, not even an empty one.
    if (totals == null || totals.isEmpty()) {
      totals = Optional.of(computed());
    }
    return totals.get();
  }

  private ClassTotals computed() {
    ExactSum[] supports = sums(classes);
    ExactSum[] predicted = sums(classes);
    ExactSum all = new ExactSum();
    cells.forEach(
        cell -> {
          cells.addTo(supports[(int) (cell / classes)], cell);
          cells.addTo(predicted[(int) (cell % classes)], cell);
          cells.addTo(all, cell);
        });
    return new ClassTotals(
        IntStream.range(0, classes).mapToDouble(c -> weight(c, c)).toArray(),
        values(supports),
        values(predicted),
        all.value());
  }

  static ExactSum[] sums(int count) {
    return IntStream.range(0, count).mapToObj(c -> new ExactSum()).toArray(ExactSum[]::new);
  }

  static double[] values(ExactSum[] sums) {
    return Arrays.stream(sums).mapToDouble(ExactSum::value).toArray();
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
    return other instanceof ConfusionMatrix that
        && classes == that.classes
        && cells.equals(that.cells);
  }

  @Override
  public int hashCode() {
    return Double.hashCode(total()) + Double.hashCode(correct());
  }

  /** Returns the size and the totals; {@link #render} shows the sums. */
  @Override
  public String toString() {
    return "ConfusionMatrix[classes=%d, samples=%s, correct=%s]"
        .formatted(classes, total(), correct());
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
