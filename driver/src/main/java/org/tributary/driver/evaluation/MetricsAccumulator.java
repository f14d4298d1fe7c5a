package org.tributary.driver.evaluation;

import java.io.Serializable;
import java.util.stream.IntStream;
import org.tributary.core.data.Block;
import org.tributary.core.data.ClassTargets;
import org.tributary.core.data.DenseTargets;
import org.tributary.core.data.Outcome;
import org.tributary.core.data.TargetScale;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.metrics.ConfusionMatrix;
import org.tributary.core.metrics.MultiLabelMetrics;
import org.tributary.core.metrics.RegressionMetrics;
import org.tributary.core.network.Topology;
import org.tributary.core.scoring.PredictionRule;
import org.tributary.core.summation.LeafTree;

/**
 * Counts how the predictions that the network's outputs make agree with the targets, for one kind
 * of outcome; mergeable, and mutable until it is merged. Equal rows in equal leaves give the same
 * bits on any partitioning.
 *
 * <p>Accumulators travel, so they are final classes: the Kryo of Spark refuses records.
 */
sealed interface MetricsAccumulator extends Serializable {

  /** Returns an empty accumulator for what the outputs stand for. */
  static MetricsAccumulator of(Outcome outcome, Topology topology) {
    return switch (PredictionRule.taskKind(topology.outputLoss(), outcome)) {
      case CLASSIFICATION ->
          new OfClasses(new ConfusionMatrix(((Outcome.Classes) outcome).names().size()));
      case MULTI_LABEL -> new OfLabels(new MultiLabelMetrics(outcome.outputs()));
      case REGRESSION -> new OfNumbers(topology.outputs(), outcome);
    };
  }

  /**
   * Counts the rows of a block, but for those that have no prediction because an output is not
   * finite.
   *
   * @param outputs augmented rows of outputs, B x (K + 1)
   * @return how many rows have no prediction
   */
  <A> int add(Block<A> block, A outputs, int k, Kernel<A> kernel);

  /** Adds the counts of another accumulator of the same kind. */
  MetricsAccumulator merge(MetricsAccumulator other);

  /** Returns the metrics, with the mean loss; to be asked for once, of all rows together. */
  Evaluation evaluation(double loss);

  /** Counts classes. */
  final class OfClasses implements MetricsAccumulator {
    private static final long serialVersionUID = 1;

    private final ConfusionMatrix matrix;

    OfClasses(ConfusionMatrix matrix) {
      this.matrix = matrix;
    }

    @Override
    public <A> int add(Block<A> block, A outputs, int k, Kernel<A> kernel) {
      return forEachRow(
          block,
          outputs,
          k,
          kernel,
          (r, row) ->
              matrix.add(target(block, r, k, kernel), PredictionRule.classIndex(row, 0, k)));
    }

    private static <A> int target(Block<A> block, int r, int k, Kernel<A> kernel) {
      if (block.targets() instanceof ClassTargets<A> targets) {
        return targets.classes()[r];
      }
      A values = ((DenseTargets<A>) block.targets()).values();
      if (k == 1) {
        return (int) kernel.get(values, r);
      }
      int c = 0;
      while (kernel.get(values, r * k + c) == 0) {
        c++;
      }
      return c;
    }

    @Override
    public MetricsAccumulator merge(MetricsAccumulator other) {
      return new OfClasses(matrix.merge(((OfClasses) other).matrix));
    }

    @Override
    public Evaluation evaluation(double loss) {
      return new Evaluation(loss, matrix);
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
    public <A> int add(Block<A> block, A outputs, int k, Kernel<A> kernel) {
      A values = ((DenseTargets<A>) block.targets()).values();
      boolean[] targets = new boolean[k];
      boolean[] predictions = new boolean[k];
      return forEachRow(
          block,
          outputs,
          k,
          kernel,
          (r, row) -> {
            for (int j = 0; j < k; j++) {
              targets[j] = PredictionRule.hasLabel(kernel.get(values, r * k + j));
              predictions[j] = PredictionRule.hasLabel(row[j]);
            }
            metrics.add(targets, predictions);
          });
    }

    @Override
    public MetricsAccumulator merge(MetricsAccumulator other) {
      return new OfLabels(metrics.merge(((OfLabels) other).metrics));
    }

    @Override
    public Evaluation evaluation(double loss) {
      return new Evaluation(loss, metrics);
    }
  }

  /** Sums the errors of numbers: a leaf at a time, because unlike counts they are rounded. */
  final class OfNumbers implements MetricsAccumulator {
    private static final long serialVersionUID = 1;

    private final int outputs;
    private final TargetScale[] scales;
    private final LeafTree<RegressionMetrics> leaves;

    private OfNumbers(int outputs, TargetScale[] scales, LeafTree<RegressionMetrics> leaves) {
      this.outputs = outputs;
      this.scales = scales;
      this.leaves = leaves;
    }

    /** Counts each output against its target; several quantiles have one target. */
    OfNumbers(int outputs, Outcome outcome) {
      this(
          outputs,
          IntStream.range(0, outcome.outputs())
              .mapToObj(outcome::scale)
              .toArray(TargetScale[]::new),
          new LeafTree<>());
    }

    @Override
    public <A> int add(Block<A> block, A predicted, int k, Kernel<A> kernel) {
      RegressionMetrics metrics = new RegressionMetrics(outputs);
      A values = ((DenseTargets<A>) block.targets()).values();
      double[] targets = new double[k];
      double[] predictions = new double[k];
      int unpredicted =
          forEachRow(
              block,
              predicted,
              k,
              kernel,
              (r, row) -> {
                for (int j = 0; j < k; j++) {
                  int column = j * scales.length / k;
                  targets[j] =
                      scales[column].number(kernel.get(values, r * scales.length + column));
                  predictions[j] = scales[column].prediction(row[j]);
                }
                metrics.add(targets, predictions);
              });
      leaves.add(block.index(), metrics, RegressionMetrics::merge);
      return unpredicted;
    }

    @Override
    public MetricsAccumulator merge(MetricsAccumulator other) {
      return new OfNumbers(
          outputs, scales, leaves.merge(((OfNumbers) other).leaves, RegressionMetrics::merge));
    }

    @Override
    public Evaluation evaluation(double loss) {
      return new Evaluation(
          loss, leaves.total(new RegressionMetrics(outputs), RegressionMetrics::merge));
    }
  }

  /** Takes a row whose outputs are finite. */
  @FunctionalInterface
  interface RowReceiver {
    /**
     * Takes the row.
     *
     * @param r its number in the block
     * @param outputs K numbers, in an array that is used again
     */
    void accept(int r, double[] outputs);
  }

  /** Gives each row whose outputs are finite, and returns the number of the others. */
  private static <A> int forEachRow(
      Block<A> block, A outputs, int k, Kernel<A> kernel, RowReceiver receiver) {
    double[] row = new double[k];
    int unpredicted = 0;
    for (int r = 0; r < block.rows(); r++) {
      for (int j = 0; j < k; j++) {
        row[j] = kernel.get(outputs, r * (k + 1) + 1 + j);
      }
      if (PredictionRule.notFinite(row, 0, k).isPresent()) {
        unpredicted++;
      } else {
        receiver.accept(r, row);
      }
    }
    return unpredicted;
  }
}
