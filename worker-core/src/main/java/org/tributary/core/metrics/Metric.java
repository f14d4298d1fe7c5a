package org.tributary.core.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The catalogue of metrics. Reports, the line of JSON, the models and {@code train.stop.monitor}
 * read it, so a new constant is all that a metric over the existing sums needs.
 *
 * <p>A metric has a key, a title for reports, a {@link Direction}, and a function of the {@link
 * MetricSums} of each kind of task that it belongs to. The first metric of a task is its score, the
 * one to watch by default.
 */
public enum Metric {
  /** The share of samples whose class was recognised: correct / samples. */
  ACCURACY("accuracy", "accuracy", Direction.HIGHER, classification(ConfusionMatrix::accuracy)),

  /** The share of samples whose class was not recognised: 1 - accuracy. */
  ERROR_RATE(
      "errorRate", "error rate", Direction.LOWER, classification(ConfusionMatrix::errorRate)),

  /** The mean of the classes' precision, TP / (TP + FP). */
  MACRO_PRECISION(
      "macroPrecision",
      "macro precision",
      Direction.HIGHER,
      classification(ConfusionMatrix::macroPrecision)),

  /** The mean of the classes' recall, TP / (TP + FN). */
  MACRO_RECALL(
      "macroRecall",
      "macro recall",
      Direction.HIGHER,
      classification(ConfusionMatrix::macroRecall)),

  /** F1 = 2 TP / (2 TP + FP + FN) of the counts of all labels together. */
  MICRO_F1("microF1", "micro F1", Direction.HIGHER, multiLabel(MultiLabelMetrics::microF1)),

  /** The mean of F1 over the classes or labels. */
  MACRO_F1(
      "macroF1",
      "macro F1",
      Direction.HIGHER,
      classification(ConfusionMatrix::macroF1),
      multiLabel(MultiLabelMetrics::macroF1)),

  /** The share of samples with every label predicted correctly. */
  SUBSET_ACCURACY(
      "subsetAccuracy",
      "subset accuracy",
      Direction.HIGHER,
      multiLabel(MultiLabelMetrics::subsetAccuracy)),

  /** The share of single labels that are predicted wrongly. */
  HAMMING_LOSS(
      "hammingLoss", "hamming loss", Direction.LOWER, multiLabel(MultiLabelMetrics::hammingLoss)),

  /** R^2 = 1 - sum e^2 / sum (y - mean y)^2, the mean over the outputs. */
  R2("r2", "R2", Direction.HIGHER, regression(RegressionMetrics::r2)),

  /** The root of the mean squared error, the mean over the outputs; in units of the targets. */
  RMSE("rmse", "RMSE", Direction.LOWER, regression(RegressionMetrics::rmse)),

  /** The mean absolute error, the mean over the outputs; in units of the targets. */
  MAE("mae", "MAE", Direction.LOWER, regression(RegressionMetrics::mae)),

  /** The mean loss of a sample, by weight, without the penalty. */
  LOSS("loss", "loss", Direction.LOWER, loss());

  /** What a metric is computed from: sum w_i Loss_i / sum w_i, and the sums of the task. */
  private record Sums(double meanLoss, MetricSums sums) {}

  /** How a metric is computed for some kinds of task. */
  private record Formula(List<TaskKind> kinds, ToDoubleFunction<Sums> value) {}

  private final String key;
  private final String title;
  private final Direction direction;

  // Made by List.of, of functions that hold nothing.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Formula> formulas;

  Metric(String key, String title, Direction direction, Formula... formulas) {
    this.key = key;
    this.title = title;
    this.direction = direction;
    this.formulas = List.of(formulas);
  }

  private static Formula classification(ToDoubleFunction<ConfusionMatrix> value) {
    return of(TaskKind.CLASSIFICATION, ConfusionMatrix.class, value);
  }

  private static Formula multiLabel(ToDoubleFunction<MultiLabelMetrics> value) {
    return of(TaskKind.MULTI_LABEL, MultiLabelMetrics.class, value);
  }

  private static Formula regression(ToDoubleFunction<RegressionMetrics> value) {
    return of(TaskKind.REGRESSION, RegressionMetrics.class, value);
  }

  private static <S extends MetricSums> Formula of(
      TaskKind kind, Class<S> type, ToDoubleFunction<S> value) {
    return new Formula(List.of(kind), sums -> value.applyAsDouble(type.cast(sums.sums())));
  }

  private static Formula loss() {
    return new Formula(List.of(TaskKind.values()), Sums::meanLoss);
  }

  /** Returns the metrics of a kind of task, its score first. */
  public static List<Metric> of(TaskKind kind) {
    return Arrays.stream(values()).filter(metric -> metric.belongsTo(kind)).toList();
  }

  /** Returns the one metric of a kind of task to watch by default. */
  public static Metric score(TaskKind kind) {
    return of(kind).get(0);
  }

  /** Returns the metric of a key; empty if there is none. */
  public static Optional<Metric> of(String key) {
    return Arrays.stream(values()).filter(metric -> metric.key.equals(key)).findFirst();
  }

  /** Returns the name in JSON, in models and in configurations, such as {@code macroF1}. */
  public String key() {
    return key;
  }

  /** Returns the name in reports, such as {@code macro F1}. */
  public String title() {
    return title;
  }

  /** Returns which values are better. */
  public Direction direction() {
    return direction;
  }

  /** Tells whether a kind of task has this metric. */
  public boolean belongsTo(TaskKind kind) {
    return formulas.stream().anyMatch(formula -> formula.kinds().contains(kind));
  }

  /**
   * Returns the value.
   *
   * @param meanLoss the mean loss of a sample, by weight
   * @param sums of all samples
   * @throws IllegalArgumentException if the metric does not belong to the task of the sums
   */
  public double value(double meanLoss, MetricSums sums) {
    return formulas.stream()
        .filter(formula -> formula.kinds().contains(sums.taskKind()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot compute %s: it is no metric of %s (expected one of %s)"
                        .formatted(
                            key,
                            sums.taskKind().title(),
                            of(sums.taskKind()).stream().map(Metric::key).toList())))
        .value()
        .applyAsDouble(new Sums(meanLoss, sums));
  }
}
