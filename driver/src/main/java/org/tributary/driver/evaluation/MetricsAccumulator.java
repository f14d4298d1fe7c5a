package org.tributary.driver.evaluation;

import java.io.Serializable;
import java.util.function.BiConsumer;
import org.tributary.core.data.Block;
import org.tributary.core.data.ClassTargets;
import org.tributary.core.data.DenseTargets;
import org.tributary.core.data.Outcome;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.metrics.ConfusionMatrix;
import org.tributary.core.metrics.MultiLabelMetrics;
import org.tributary.core.metrics.RegressionMetrics;
import org.tributary.core.network.Topology;
import org.tributary.core.summation.LeafTree;

/**
 * Counts how the network's outputs agree with the truth, for one kind of outcome; mergeable, and
 * mutable until it is merged. Equal rows in equal leaves give the same bits on any partitioning.
 *
 * <p>Tallies travel, so they are final classes: the Kryo of Spark refuses records.
 */
sealed interface MetricsAccumulator extends Serializable {

  /** Returns an empty tally for what the outputs stand for. */
  static MetricsAccumulator of(Outcome outcome, Topology topology) {
    if (outcome instanceof Outcome.Classes classes) {
      return new OfClasses(new ConfusionMatrix(classes.names().size()));
    }
    return switch (topology.outputLoss()) {
      case IDENTITY_SQUARED_ERROR, SIGMOID_SQUARED_ERROR -> new OfNumbers(outcome.outputs());
      case SIGMOID_CROSS_ENTROPY -> new OfLabels(new MultiLabelMetrics(outcome.outputs()));
      case SOFTMAX_CROSS_ENTROPY ->
          throw new IllegalArgumentException("Invalid outcome: softmax over numbers");
    };
  }

  /**
   * Counts the rows of a block.
   *
   * @param outputs augmented rows of outputs, B x (K + 1)
   */
  <A> void add(Block<A> block, A outputs, int k, Kernel<A> kernel);

  /** Adds the counts of another tally of the same kind. */
  MetricsAccumulator merge(MetricsAccumulator other);

  /** Returns the measures, with the mean loss; to be asked for once, of all rows together. */
  Evaluation evaluation(double loss);

  /** Counts classes. */
  final class OfClasses implements MetricsAccumulator {
    private static final long serialVersionUID = 1;

    private final ConfusionMatrix matrix;

    OfClasses(ConfusionMatrix matrix) {
      this.matrix = matrix;
    }

    @Override
    public <A> void add(Block<A> block, A outputs, int k, Kernel<A> kernel) {
      for (int r = 0; r < block.rows(); r++) {
        matrix.add(target(block, r, k, kernel), predicted(outputs, r, k, kernel));
      }
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
      return new Evaluation.Classification(loss, matrix);
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
    public <A> void add(Block<A> block, A outputs, int k, Kernel<A> kernel) {
      forEachRow(block, outputs, k, kernel, metrics::add);
    }

    @Override
    public MetricsAccumulator merge(MetricsAccumulator other) {
      return new OfLabels(metrics.merge(((OfLabels) other).metrics));
    }

    @Override
    public Evaluation evaluation(double loss) {
      return new Evaluation.MultiLabel(loss, metrics);
    }
  }

  /** Sums the errors of numbers: a leaf at a time, because unlike counts they are rounded. */
  final class OfNumbers implements MetricsAccumulator {
    private static final long serialVersionUID = 1;

    private final int outputs;
    private final LeafTree<RegressionMetrics> leaves;

    private OfNumbers(int outputs, LeafTree<RegressionMetrics> leaves) {
      this.outputs = outputs;
      this.leaves = leaves;
    }

    OfNumbers(int outputs) {
      this(outputs, new LeafTree<>());
    }

    @Override
    public <A> void add(Block<A> block, A predicted, int k, Kernel<A> kernel) {
      RegressionMetrics metrics = new RegressionMetrics(outputs);
      forEachRow(block, predicted, k, kernel, metrics::add);
      leaves.add(block.index(), metrics, RegressionMetrics::merge);
    }

    @Override
    public MetricsAccumulator merge(MetricsAccumulator other) {
      return new OfNumbers(
          outputs, leaves.merge(((OfNumbers) other).leaves, RegressionMetrics::merge));
    }

    @Override
    public Evaluation evaluation(double loss) {
      return new Evaluation.Regression(
          loss, leaves.total(new RegressionMetrics(outputs), RegressionMetrics::merge));
    }
  }

  /** Returns the class that a row of outputs names: the largest, or for one output 1 above 0.5. */
  static <A> int predicted(A outputs, int r, int k, Kernel<A> kernel) {
    int at = r * (k + 1) + 1;
    if (k == 1) {
      return kernel.get(outputs, at) > 0.5 ? 1 : 0;
    }
    int best = 0;
    for (int j = 1; j < k; j++) {
      if (kernel.get(outputs, at + j) > kernel.get(outputs, at + best)) {
        best = j;
      }
    }
    return best;
  }

  /** Gives truth and prediction of each row, in two arrays that are used again. */
  private static <A> void forEachRow(
      Block<A> block, A outputs, int k, Kernel<A> kernel, BiConsumer<double[], double[]> receiver) {
    A values = ((DenseTargets<A>) block.targets()).values();
    double[] target = new double[k];
    double[] prediction = new double[k];
    for (int r = 0; r < block.rows(); r++) {
      for (int j = 0; j < k; j++) {
        target[j] = kernel.get(values, r * k + j);
        prediction[j] = kernel.get(outputs, r * (k + 1) + 1 + j);
      }
      receiver.accept(target, prediction);
    }
  }
}
