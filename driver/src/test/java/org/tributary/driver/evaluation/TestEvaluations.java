package org.tributary.driver.evaluation;

import java.util.Arrays;
import java.util.List;
import org.tributary.core.metrics.ClassificationMetrics;
import org.tributary.core.metrics.MedianScan;
import org.tributary.core.metrics.Metric;
import org.tributary.core.metrics.MultiLabelMetrics;
import org.tributary.core.metrics.RankCurves;
import org.tributary.core.metrics.RankMetrics;
import org.tributary.core.metrics.RankedRun;
import org.tributary.core.metrics.RankedRunBuilder;
import org.tributary.core.metrics.RegressionMetrics;
import org.tributary.core.metrics.ScoreScan;
import org.tributary.core.metrics.TaskKind;

/** Evaluations of every kind of task. */
public final class TestEvaluations {
  private TestEvaluations() {}

  /**
   * Returns an evaluation on twenty rows of two classes, labels or numbers.
   *
   * @param wrong how many of the ten pairs of rows, less than half, are predicted wrongly; the loss
   *     is a tenth of it
   */
  public static Evaluation of(TaskKind kind, int wrong) {
    return switch (kind) {
      case CLASSIFICATION -> classes(2, wrong);
      case MULTI_LABEL -> labels(wrong);
      case REGRESSION -> numbers(wrong);
    };
  }

  /** Returns an evaluation of two classes, labels or numbers, or of as many as a metric needs. */
  public static Evaluation of(TaskKind kind, Metric metric, int wrong) {
    return metric.takes(kind, 2) ? of(kind, wrong) : classes(12, wrong);
  }

  /** Returns an evaluation on twenty rows of several classes. */
  public static Evaluation classes(int classes, int wrong) {
    ClassificationMetrics metrics = new ClassificationMetrics(classes);
    RankedRunBuilder scores = new RankedRunBuilder();
    for (int i = 0; i < 20; i++) {
      int target = i % 2;
      int prediction = i / 2 < wrong ? classes - 1 - target : target;
      double[] p = new double[classes];
      Arrays.setAll(p, c -> c == prediction ? 0.9 : c == target ? 0 : 1e-3 * (c + 1));
      metrics.add(target, prediction, p, 1);
      scores.add(RankedRun.ofScore(p[1], target == 1), 1);
    }
    return new Evaluation(wrong / 10.0, metrics, ofScores(scores));
  }

  private static Evaluation labels(int wrong) {
    MultiLabelMetrics metrics = new MultiLabelMetrics(2);
    RankedRunBuilder scores = new RankedRunBuilder();
    for (int i = 0; i < 20; i++) {
      boolean right = i / 2 >= wrong;
      boolean[] targets = {i % 2 == 0, i % 4 < 3};
      boolean[] predictions = {targets[0] == right, targets[1] == right};
      double[] p = {predictions[0] ? 0.8 : 0.2, predictions[1] ? 0.8 : 0.2};
      metrics.add(targets, predictions, p, 1);
      scores.add(RankedRun.ofScore(p[0], targets[0]), 1);
    }
    return new Evaluation(wrong / 10.0, metrics, ofScores(scores));
  }

  private static Evaluation numbers(int wrong) {
    RegressionMetrics metrics = new RegressionMetrics(2);
    RankedRunBuilder errors = new RankedRunBuilder();
    for (int i = 0; i < 20; i++) {
      double error = i / 2 < wrong ? (i % 2 == 0 ? 0.5 : -0.5) : 0;
      metrics.add(new double[] {i + 1, i}, new double[] {i + 1 + error, i + 1e-9 + error / 9}, 1);
      errors.add(RankedRun.ofSize(wrong), 1);
    }
    MedianScan median = new MedianScan(20);
    median.accept(errors.build());
    return new Evaluation(wrong / 10.0, metrics, RankMetrics.ofErrors(List.of(median, median)));
  }

  private static RankMetrics ofScores(RankedRunBuilder scores) {
    RankCurves curves = new RankCurves();
    ScoreScan scan = new ScoreScan(curves);
    scan.accept(scores.build());
    scan.end();
    return RankMetrics.ofScores(List.of(curves, curves));
  }
}
