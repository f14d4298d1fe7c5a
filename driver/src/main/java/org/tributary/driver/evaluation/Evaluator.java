package org.tributary.driver.evaluation;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.tributary.core.data.Block;
import org.tributary.core.data.Outcome;
import org.tributary.core.data.TargetScale;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.metrics.ClassificationMetrics;
import org.tributary.core.metrics.ConfusionMatrix;
import org.tributary.core.metrics.RankMetrics;
import org.tributary.core.metrics.ThresholdMetric;
import org.tributary.core.model.Decision;
import org.tributary.core.network.Topology;
import org.tributary.core.summation.LeafTree;
import org.tributary.driver.dataset.Blocks;
import org.tributary.driver.local.DriverBlocks;

/**
 * Evaluates the network on blocks: a pass for the sums, and further ones for ranks if they are
 * asked for; nothing of the size of the model comes back. The metrics have the same bits on any
 * partitioning, the loss for blocks in canonical order, so that training stops, and goes back, at
 * the same epoch.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Evaluator<A> {
  private final Passes<A> passes;
  private final Topology topology;
  private final Outcome outcome;

  /** How much is computed. */
  public enum Depth {
    /** The metrics that follow from sums over the rows: one pass. */
    SUMS,
    /** Also the metrics that need the rows in the order of their scores or errors. */
    RANKS
  }

  /**
   * Prepares evaluations.
   *
   * @param blocks blocks of at most {@code maxRows} rows, prepared
   * @param outcome what the outputs stand for
   */
  public Evaluator(
      JavaSparkContext spark,
      JavaRDD<Block<A>> blocks,
      KernelFactory<A> kernels,
      int maxRows,
      Topology topology,
      Outcome outcome) {
    this(spark, blocks, kernels, maxRows, topology, outcome, Optional.empty());
  }

  /**
   * Prepares measurements of a data set.
   *
   * @param driverBlocks the same blocks in the driver's memory, if they are to be measured there
   */
  public Evaluator(
      JavaSparkContext spark,
      Blocks<A> blocks,
      Topology topology,
      Outcome outcome,
      Optional<DriverBlocks<A>> driverBlocks) {
    this(spark, blocks.rdd(), blocks.kernels(), blocks.maxRows(), topology, outcome, driverBlocks);
  }

  private Evaluator(
      JavaSparkContext spark,
      JavaRDD<Block<A>> blocks,
      KernelFactory<A> kernels,
      int maxRows,
      Topology topology,
      Outcome outcome,
      Optional<DriverBlocks<A>> driverBlocks) {
    this.passes =
        new Passes<>(
            spark,
            blocks,
            new ForwardPass.Maker<>(kernels, maxRows, topology, scales(outcome)),
            driverBlocks);
    this.topology = topology;
    this.outcome = outcome;
  }

  private static List<TargetScale> scales(Outcome outcome) {
    return outcome instanceof Outcome.Numbers numbers ? numbers.scales() : List.of();
  }

  /** The sums over a partition's rows; a class because the Kryo of Spark refuses records. */
  private static final class Measured implements Serializable {
    private static final long serialVersionUID = 1;

    /** Sums of w_i Loss_i and of w_i. */
    private final LeafTree<double[]> losses;

    private final MetricsAccumulator metrics;
    private final long rows;

    /** How many of the rows have no prediction. */
    private final long unpredicted;

    Measured(LeafTree<double[]> losses, MetricsAccumulator metrics, long rows, long unpredicted) {
      this.losses = losses;
      this.metrics = metrics;
      this.rows = rows;
      this.unpredicted = unpredicted;
    }

    Measured merge(Measured other) {
      return new Measured(
          losses.merge(other.losses, Measured::join),
          metrics.merge(other.metrics),
          rows + other.rows,
          unpredicted + other.unpredicted);
    }

    static double[] join(double[] left, double[] right) {
      return new double[] {left[0] + right[0], left[1] + right[1]};
    }

    double loss() {
      double[] sums = losses.total(new double[2], Measured::join);
      return sums[0] / sums[1];
    }
  }

  /**
   * Evaluates the network with the parameters {@code theta}, unrolled, as it is and without ranks.
   *
   * @throws UnpredictedRows if an output of a row is not finite
   */
  public Evaluation at(double[] theta) {
    return at(theta, Decision.NONE, Depth.SUMS);
  }

  /**
   * Evaluates the network with the parameters {@code theta}, unrolled.
   *
   * @param decision how logits become a prediction
   * @throws UnpredictedRows if an output of a row is not finite
   */
  public Evaluation at(double[] theta, Decision decision, Depth depth) {
    Measured measured = sums(theta, decision);
    RankMetrics ranks =
        switch (depth) {
          case SUMS -> RankMetrics.NONE;
          case RANKS -> ranking(theta, decision, measured).metrics(measured.metrics.sums());
        };
    return new Evaluation(measured.loss(), measured.metrics.sums(), ranks);
  }

  /**
   * Returns the temperature with the lowest log loss on these rows.
   *
   * @param theta the parameters, unrolled, of a network with cross-entropy
   */
  public double temperature(double[] theta) {
    return TemperatureFit.of(passes, theta, topology, outcome);
  }

  /**
   * Returns the decision with the threshold that has the best value of a metric on these rows.
   *
   * @param theta the parameters, unrolled, of a network for two classes
   * @throws UnpredictedRows if an output of a row is not finite
   */
  public Decision withThreshold(double[] theta, Decision decision, ThresholdMetric metric) {
    Measured measured = sums(theta, decision);
    ConfusionMatrix matrix = ((ClassificationMetrics) measured.metrics.sums()).matrix();
    return decision.withThreshold(ranking(theta, decision, measured).threshold(metric, matrix));
  }

  private Ranking<A> ranking(double[] theta, Decision decision, Measured measured) {
    return new Ranking<>(
        passes,
        new Passes.Network(theta, decision.temperature()),
        RankKeys.of(outcome, topology),
        measured.rows,
        Ranking.mostRows());
  }

  private Measured sums(double[] theta, Decision decision) {
    Outcome kind = outcome;
    Topology network = topology;
    double threshold = decision.threshold().orElse(Double.NaN);
    Measured measured =
        passes
            .results(
                new Passes.Network(theta, decision.temperature()),
                (blocks, pass) -> {
                  MetricsAccumulator metrics = MetricsAccumulator.of(kind, network, threshold);
                  LeafTree<double[]> losses = new LeafTree<>();
                  long[] counts = new long[2];
                  pass.forEach(
                      blocks,
                      (rows, loss) -> {
                        double weightSum = 0;
                        for (int r = 0; r < rows.block().rows(); r++) {
                          weightSum += rows.weight(r);
                        }
                        losses.add(
                            rows.block().index(), new double[] {loss, weightSum}, Measured::join);
                        counts[0] += rows.block().rows();
                        counts[1] += metrics.add(rows);
                      });
                  return new Measured(losses, metrics, counts[0], counts[1]);
                })
            .stream()
            .reduce(Measured::merge)
            .orElseThrow();
    if (measured.unpredicted > 0) {
      throw new UnpredictedRows(measured.unpredicted, measured.rows);
    }
    return measured;
  }
}
