package org.tributary.driver.evaluation;

import org.tributary.core.metrics.ConfusionMatrix;
import org.tributary.core.metrics.MetricSums;
import org.tributary.core.metrics.MultiLabelMetrics;
import org.tributary.core.metrics.RegressionMetrics;
import org.tributary.core.metrics.TaskKind;

/** Evaluations of every kind of task. */
public final class TestEvaluations {
  private TestEvaluations() {}

  /**
   * Returns an evaluation on ten rows of two classes, labels or numbers.
   *
   * @param wrong how many of the rows, less than half, are predicted wrongly; the loss is a tenth
   *     of it
   */
  public static Evaluation of(TaskKind kind, int wrong) {
    return new Evaluation(wrong / 10.0, sums(kind, wrong));
  }

  private static MetricSums sums(TaskKind kind, int wrong) {
    ConfusionMatrix classes = new ConfusionMatrix(2);
    MultiLabelMetrics labels = new MultiLabelMetrics(2);
    RegressionMetrics numbers = new RegressionMetrics(2);
    for (int i = 0; i < 10; i++) {
      boolean right = i >= wrong;
      classes.add(i % 2, right ? i % 2 : 1 - i % 2);
      labels.add(new boolean[] {i % 2 == 0, true}, new boolean[] {(i % 2 == 0) == right, right});
      numbers.add(new double[] {i, -i}, new double[] {right ? i : i + 0.5, right ? -i : 1 - i});
    }
    return switch (kind) {
      case CLASSIFICATION -> classes;
      case MULTI_LABEL -> labels;
      case REGRESSION -> numbers;
    };
  }
}
