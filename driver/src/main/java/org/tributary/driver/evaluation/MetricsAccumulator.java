package org.tributary.driver.evaluation;

import java.io.Serializable;
import java.util.OptionalDouble;
import org.tributary.core.data.Outcome;
import org.tributary.core.metrics.ClassificationMetrics;
import org.tributary.core.metrics.MetricSums;
import org.tributary.core.metrics.MultiLabelMetrics;
import org.tributary.core.metrics.RegressionMetrics;
import org.tributary.core.network.Topology;
import org.tributary.core.scoring.PredictionRule;

/**
 * Sums how the predictions that the network's outputs make agree with the targets, for one kind of
 * outcome; mergeable, and mutable until it is merged. The sums are exact, so equal rows give the
 * same bits on any partitioning and in any order.
 *
 * <p>Accumulators travel, so they are final classes: the Kryo of Spark refuses records.
 */
sealed interface MetricsAccumulator extends Serializable {

  /**
   * Returns an empty accumulator for what the outputs stand for.
   *
   * @param threshold between two classes; NaN for none, since an empty option does not travel
   */
  static MetricsAccumulator of(Outcome outcome, Topology topology, double threshold) {
    return switch (PredictionRule.taskKind(topology.outputLoss(), outcome)) {
      case CLASSIFICATION ->
          new OfClasses(
              new ClassificationMetrics(((Outcome.Classes) outcome).names().size()), threshold);
      case MULTI_LABEL -> new OfLabels(new MultiLabelMetrics(outcome.outputs()));
      case REGRESSION -> new OfNumbers(new RegressionMetrics(topology.outputs()));
    };
  }

  /**
   * Adds the rows of a block, but for those that have no prediction because an output is not
   * finite.
   *
   * @return how many rows have no prediction
   */
  int add(BlockRows<?> rows);

  /** Adds the sums of another accumulator of the same kind. */
  MetricsAccumulator merge(MetricsAccumulator other);

  /** Returns the sums. */
  MetricSums sums();

  /** Counts classes. */
  final class OfClasses implements MetricsAccumulator {
    private static final long serialVersionUID = 1;

    private final ClassificationMetrics metrics;

    private final double threshold;

    OfClasses(ClassificationMetrics metrics, double threshold) {
      this.metrics = metrics;
      this.threshold = threshold;
    }

    @Override
    public int add(BlockRows<?> rows) {
      int k = rows.k();
      OptionalDouble limit =
          Double.isNaN(threshold) ? OptionalDouble.empty() : OptionalDouble.of(threshold);
      double[] p = new double[metrics.outputs()];
      return rows.forEach(
          (r, row) -> {
            if (k == 1) {
              p[0] = 1 - row[0];
              p[1] = row[0];
            } else {
              System.arraycopy(row, 0, p, 0, k);
            }
            metrics.add(
                rows.targetClass(r),
                PredictionRule.classIndex(row, 0, k, limit),
                p,
                rows.weight(r));
          });
    }

    @Override
    public MetricsAccumulator merge(MetricsAccumulator other) {
      return new OfClasses(metrics.merge(((OfClasses) other).metrics), threshold);
    }

    @Override
    public MetricSums sums() {
      return metrics;
    }
  }

  /** Counts yes-or-no labels. */
  final class OfLabels implements MetricsAccumulator {
    private static final long serialVersionUID = 1;

    private final MultiLabelMetrics metrics;

    OfLabels(MultiLabelMetrics metrics) {
      this.metrics = metrics;
    }

    @Override
    public int add(BlockRows<?> rows) {
      int k = rows.k();
      boolean[] targets = new boolean[k];
      boolean[] predictions = new boolean[k];
      return rows.forEach(
          (r, row) -> {
            for (int j = 0; j < k; j++) {
              targets[j] = PredictionRule.hasLabel(rows.target(r, j));
              predictions[j] = PredictionRule.hasLabel(row[j]);
            }
            metrics.add(targets, predictions, row, rows.weight(r));
          });
    }

    @Override
    public MetricsAccumulator merge(MetricsAccumulator other) {
      return new OfLabels(metrics.merge(((OfLabels) other).metrics));
    }

    @Override
    public MetricSums sums() {
      return metrics;
    }
  }

  /** Sums the errors of numbers. */
  final class OfNumbers implements MetricsAccumulator {
    private static final long serialVersionUID = 1;

    private final RegressionMetrics metrics;

    OfNumbers(RegressionMetrics metrics) {
      this.metrics = metrics;
    }

    @Override
    public int add(BlockRows<?> rows) {
      double[] targets = new double[rows.k()];
      return rows.forEach(
          (r, row) -> {
            for (int j = 0; j < targets.length; j++) {
              targets[j] = rows.target(r, j);
            }
            metrics.add(targets, row, rows.weight(r));
          });
    }

    @Override
    public MetricsAccumulator merge(MetricsAccumulator other) {
      return new OfNumbers(metrics.merge(((OfNumbers) other).metrics));
    }

    @Override
    public MetricSums sums() {
      return metrics;
    }
  }
}
