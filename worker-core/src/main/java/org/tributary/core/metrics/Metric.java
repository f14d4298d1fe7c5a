package org.tributary.core.metrics;

import static org.tributary.core.metrics.MetricFormula.classes;
import static org.tributary.core.metrics.MetricFormula.labels;
import static org.tributary.core.metrics.MetricFormula.loss;
import static org.tributary.core.metrics.MetricFormula.numbers;
import static org.tributary.core.metrics.MetricFormula.ranks;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The catalogue of metrics. Reports, the line of JSON, the models and {@code train.stop.monitor}
 * read it, so a new constant is all that a metric over the existing sums needs.
 *
 * <p>A metric has a key, a title for reports, a {@link Direction}, and a {@link MetricFormula} for
 * each kind of task that it belongs to. The first metric of a task is its score, the one to watch
 * by default. All are weighted by the sample weights.
 */
public enum Metric {
  /** The share of samples whose class was recognised: correct / samples. */
  ACCURACY("accuracy", "accuracy", Direction.HIGHER, classes(m -> m.matrix().accuracy())),

  /** The share of samples whose class was not recognised: 1 - accuracy. */
  ERROR_RATE("errorRate", "error rate", Direction.LOWER, classes(m -> m.matrix().errorRate())),

  /** The mean recall of the classes that occur. */
  BALANCED_ACCURACY(
      "balancedAccuracy",
      "balanced accuracy",
      Direction.HIGHER,
      classes(m -> m.matrix().balancedAccuracy())),

  /** Of the second of two classes, TP / (TP + FP). */
  PRECISION(
      "precision", "precision", Direction.HIGHER, classes(2, 2, m -> m.matrix().precision(1))),

  /** Of the second of two classes, TP / (TP + FN). */
  RECALL("recall", "recall", Direction.HIGHER, classes(2, 2, m -> m.matrix().recall(1))),

  /** Of the second of two classes, 2 TP / (2 TP + FP + FN). */
  F1("f1", "F1", Direction.HIGHER, classes(2, 2, m -> m.matrix().f1(1))),

  /** Matthews' correlation coefficient. */
  MCC("mcc", "MCC", Direction.HIGHER, classes(m -> m.matrix().mcc())),

  /** Agreement beyond chance: (p_o - p_e) / (1 - p_e). */
  COHEN_KAPPA(
      "cohenKappa", "Cohen's kappa", Direction.HIGHER, classes(m -> m.matrix().cohenKappa())),

  /** F1 = 2 TP / (2 TP + FP + FN) of all classes or labels together. */
  MICRO_F1(
      "microF1",
      "micro F1",
      Direction.HIGHER,
      labels(m -> m.totals().microF1()),
      classes(m -> m.matrix().totals().microF1())),

  /** TP / (TP + FP) of all classes or labels together. */
  MICRO_PRECISION(
      "microPrecision",
      "micro precision",
      Direction.HIGHER,
      labels(m -> m.totals().microPrecision()),
      classes(m -> m.matrix().totals().microPrecision())),

  /** TP / (TP + FN) of all classes or labels together. */
  MICRO_RECALL(
      "microRecall",
      "micro recall",
      Direction.HIGHER,
      labels(m -> m.totals().microRecall()),
      classes(m -> m.matrix().totals().microRecall())),

  /** The mean precision of the classes or labels. */
  MACRO_PRECISION(
      "macroPrecision",
      "macro precision",
      Direction.HIGHER,
      classes(m -> m.matrix().macroPrecision()),
      labels(m -> m.totals().macro(m::precision))),

  /** The mean recall of the classes or labels. */
  MACRO_RECALL(
      "macroRecall",
      "macro recall",
      Direction.HIGHER,
      classes(m -> m.matrix().macroRecall()),
      labels(m -> m.totals().macro(m::recall))),

  /** The mean F1 of the classes or labels. */
  MACRO_F1(
      "macroF1",
      "macro F1",
      Direction.HIGHER,
      classes(m -> m.matrix().macroF1()),
      labels(m -> m.totals().macro(m::f1))),

  /** The mean precision of the classes or labels, weighted by their samples. */
  WEIGHTED_PRECISION(
      "weightedPrecision",
      "weighted precision",
      Direction.HIGHER,
      classes(m -> m.matrix().weightedPrecision()),
      labels(m -> m.totals().weighted(m::precision))),

  /** The mean recall of the classes or labels, weighted by their samples. */
  WEIGHTED_RECALL(
      "weightedRecall",
      "weighted recall",
      Direction.HIGHER,
      classes(m -> m.matrix().weightedRecall()),
      labels(m -> m.totals().weighted(m::recall))),

  /** The mean F1 of the classes or labels, weighted by their samples. */
  WEIGHTED_F1(
      "weightedF1",
      "weighted F1",
      Direction.HIGHER,
      classes(m -> m.matrix().weightedF1()),
      labels(m -> m.totals().weighted(m::f1))),

  /** The share of samples with every label predicted correctly. */
  SUBSET_ACCURACY(
      "subsetAccuracy",
      "subset accuracy",
      Direction.HIGHER,
      labels(MultiLabelMetrics::subsetAccuracy)),

  /** The share of single labels that are predicted wrongly. */
  HAMMING_LOSS(
      "hammingLoss", "hamming loss", Direction.LOWER, labels(MultiLabelMetrics::hammingLoss)),

  /** The share of samples whose class is among the 2 most probable of more classes. */
  TOP2_ACCURACY(
      "top2Accuracy",
      "top-2 accuracy",
      Direction.HIGHER,
      classes(3, Integer.MAX_VALUE, m -> m.probabilities().topAccuracy(2))),

  /** The share of samples whose class is among the 3 most probable of more classes. */
  TOP3_ACCURACY(
      "top3Accuracy",
      "top-3 accuracy",
      Direction.HIGHER,
      classes(4, Integer.MAX_VALUE, m -> m.probabilities().topAccuracy(3))),

  /** The share of samples whose class is among the 5 most probable of more classes. */
  TOP5_ACCURACY(
      "top5Accuracy",
      "top-5 accuracy",
      Direction.HIGHER,
      classes(6, Integer.MAX_VALUE, m -> m.probabilities().topAccuracy(5))),

  /** The share of samples whose class is among the 10 most probable of more classes. */
  TOP10_ACCURACY(
      "top10Accuracy",
      "top-10 accuracy",
      Direction.HIGHER,
      classes(11, Integer.MAX_VALUE, m -> m.probabilities().topAccuracy(10))),

  /**
   * The area under the ROC curve: of the second of two classes; otherwise the mean over the
   * classes, each against all others, or the labels.
   */
  ROC_AUC(
      "rocAuc",
      "ROC AUC",
      Direction.HIGHER,
      ranks(TaskKind.CLASSIFICATION, RankMetrics::rocAuc),
      ranks(TaskKind.MULTI_LABEL, RankMetrics::rocAuc)),

  /**
   * The average precision: of the second of two classes; otherwise the mean over the classes, each
   * against all others, or the labels.
   */
  PR_AUC(
      "prAuc",
      "PR AUC",
      Direction.HIGHER,
      ranks(TaskKind.CLASSIFICATION, RankMetrics::prAuc),
      ranks(TaskKind.MULTI_LABEL, RankMetrics::prAuc)),

  /** The mean of -ln p of what is the case. */
  LOG_LOSS(
      "logLoss",
      "log loss",
      Direction.LOWER,
      classes(m -> m.probabilities().logLoss()),
      labels(MultiLabelMetrics::logLoss)),

  /** The mean squared error of the probabilities. */
  BRIER_SCORE(
      "brierScore",
      "Brier score",
      Direction.LOWER,
      classes(m -> m.probabilities().brierScore()),
      labels(MultiLabelMetrics::brierScore)),

  /** The mean difference of predicted probability and observed share, over ten bins. */
  CALIBRATION_ERROR(
      "calibrationError",
      "calibration error",
      Direction.LOWER,
      classes(m -> m.probabilities().calibrationError())),

  /** R^2 = 1 - sum e^2 / sum (y - mean y)^2, the mean over the outputs. */
  R2("r2", "R2", Direction.HIGHER, numbers(RegressionMetrics::r2)),

  /** The mean squared error, the mean over the outputs. */
  MSE("mse", "MSE", Direction.LOWER, numbers(RegressionMetrics::mse)),

  /** The root of the mean squared error, the mean over the outputs; in units of the targets. */
  RMSE("rmse", "RMSE", Direction.LOWER, numbers(RegressionMetrics::rmse)),

  /** The mean absolute error, the mean over the outputs; in units of the targets. */
  MAE("mae", "MAE", Direction.LOWER, numbers(RegressionMetrics::mae)),

  /** The median of the absolute errors, the mean over the outputs; in units of the targets. */
  MEDIAN_ABSOLUTE_ERROR(
      "medianAbsoluteError",
      "median absolute error",
      Direction.LOWER,
      ranks(TaskKind.REGRESSION, RankMetrics::medianAbsoluteError)),

  /** The mean absolute percentage error as a fraction, the mean over the outputs. */
  MAPE("mape", "MAPE", Direction.LOWER, numbers(RegressionMetrics::mape)),

  /** The mean pinball loss of the 5 % quantile, the mean over the outputs. */
  PINBALL_05("pinball05", "pinball loss at 0.05", Direction.LOWER, numbers(m -> m.pinball(0.05))),

  /** The mean pinball loss of the 10 % quantile, the mean over the outputs. */
  PINBALL_10("pinball10", "pinball loss at 0.10", Direction.LOWER, numbers(m -> m.pinball(0.10))),

  /** The mean pinball loss of the 25 % quantile, the mean over the outputs. */
  PINBALL_25("pinball25", "pinball loss at 0.25", Direction.LOWER, numbers(m -> m.pinball(0.25))),

  /** The mean pinball loss of the 50 % quantile, the mean over the outputs. */
  PINBALL_50("pinball50", "pinball loss at 0.50", Direction.LOWER, numbers(m -> m.pinball(0.50))),

  /** The mean pinball loss of the 75 % quantile, the mean over the outputs. */
  PINBALL_75("pinball75", "pinball loss at 0.75", Direction.LOWER, numbers(m -> m.pinball(0.75))),

  /** The mean pinball loss of the 90 % quantile, the mean over the outputs. */
  PINBALL_90("pinball90", "pinball loss at 0.90", Direction.LOWER, numbers(m -> m.pinball(0.90))),

  /** The mean pinball loss of the 95 % quantile, the mean over the outputs. */
  PINBALL_95("pinball95", "pinball loss at 0.95", Direction.LOWER, numbers(m -> m.pinball(0.95))),

  /** The mean Poisson deviance, the mean over the outputs. */
  POISSON_DEVIANCE(
      "poissonDeviance", "Poisson deviance", Direction.LOWER, numbers(m -> m.poissonDeviance())),

  /** The mean loss of a sample, by weight, without the penalty. */
  LOSS("loss", "loss", Direction.LOWER, loss());

  /** The metrics that reports show besides their tables; all are in the JSON. */
  private static final Set<Metric> HEADLINES =
      EnumSet.of(
          ACCURACY,
          BALANCED_ACCURACY,
          F1,
          MCC,
          MICRO_F1,
          SUBSET_ACCURACY,
          HAMMING_LOSS,
          TOP5_ACCURACY,
          ROC_AUC,
          PR_AUC,
          LOG_LOSS,
          R2,
          RMSE,
          MAE,
          MEDIAN_ABSOLUTE_ERROR,
          LOSS);

  private final String key;
  private final String title;
  private final Direction direction;

  // Made by List.of, of functions that hold nothing.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<MetricFormula> formulas;

  Metric(String key, String title, Direction direction, MetricFormula... formulas) {
    this.key = key;
    this.title = title;
    this.direction = direction;
    this.formulas = List.of(formulas);
  }

  /** Returns the metrics of a kind of task, its score first. */
  public static List<Metric> of(TaskKind kind) {
    return Arrays.stream(values()).filter(metric -> metric.belongsTo(kind)).toList();
  }

  /** Returns the metrics of a task with a number of classes, labels or numbers, the score first. */
  public static List<Metric> of(TaskKind kind, int outputs) {
    return of(kind).stream().filter(metric -> metric.formula(kind).takes(outputs)).toList();
  }

  /** Returns the one metric of a kind of task to watch by default. */
  public static Metric score(TaskKind kind) {
    return switch (kind) {
      case CLASSIFICATION -> ACCURACY;
      case MULTI_LABEL -> MICRO_F1;
      case REGRESSION -> R2;
    };
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
    return formulas.stream().anyMatch(formula -> formula.kind().equals(Optional.of(kind)))
        || formulas.stream().anyMatch(formula -> formula.kind().isEmpty());
  }

  /**
   * Tells whether the metric needs the samples in the order of their scores or errors, which takes
   * another pass over them.
   */
  public boolean needsRanks() {
    return formulas.stream().anyMatch(MetricFormula::needsRanks);
  }

  /** Tells whether reports of a kind of task show the metric; all metrics are in the JSON. */
  public boolean isHeadline(TaskKind kind) {
    // Micro F1 of classes is their accuracy.
    boolean repeated = this == MICRO_F1 && kind == TaskKind.CLASSIFICATION;
    return HEADLINES.contains(this) && !repeated;
  }

  /** Returns the numbers of classes, labels or numbers for which a task has this metric. */
  public String outputs(TaskKind kind) {
    return formula(kind).outputs();
  }

  /**
   * Tells whether a task with a number of classes, labels or numbers has this metric.
   *
   * @throws IllegalArgumentException if the metric does not belong to the kind of task
   */
  public boolean takes(TaskKind kind, int outputs) {
    return formula(kind).takes(outputs);
  }

  /**
   * Returns the value; NaN if it needs ranks and there are none.
   *
   * @param meanLoss the mean loss of a sample, by weight
   * @param sums of all samples
   * @param ranks of all samples
   * @throws IllegalArgumentException if the metric does not belong to the task of the sums
   */
  public double value(double meanLoss, MetricSums sums, RankMetrics ranks) {
    return formula(sums.taskKind()).value(meanLoss, sums, ranks);
  }

  private MetricFormula formula(TaskKind kind) {
    return formulas.stream()
        .filter(formula -> formula.kind().isEmpty() || formula.kind().get() == kind)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot compute %s: it is no metric of %s (expected one of %s)"
                        .formatted(
                            key, kind.title(), of(kind).stream().map(Metric::key).toList())));
  }
}
