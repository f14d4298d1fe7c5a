package org.tributary.driver.evaluation;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.tributary.core.data.Block;
import org.tributary.core.data.Outcome;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.network.Backpropagation;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Parameters;
import org.tributary.core.network.Topology;
import org.tributary.core.summation.LeafTree;
import org.tributary.driver.dataset.Blocks;
import org.tributary.driver.local.DriverBlocks;
import org.tributary.driver.spark.Broadcasts;

/**
 * Evaluates the network on blocks: one job a call, nothing of the size of the model comes back. For
 * blocks in canonical order the metrics have the same bits on any partitioning, so that training
 * stops, and goes back, at the same epoch.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Evaluator<A> {
  private final Broadcasts broadcasts;
  private final JavaRDD<Block<A>> blocks;
  private final KernelFactory<A> kernels;
  private final int maxRows;
  private final Topology topology;
  private final Outcome outcome;
  private final Optional<DriverBlocks<A>> driverBlocks;

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
    this.driverBlocks = driverBlocks;
    this.broadcasts = new Broadcasts(spark);
    this.blocks = blocks;
    this.kernels = kernels;
    this.maxRows = maxRows;
    this.topology = topology;
    this.outcome = outcome;
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

    Evaluation evaluation() {
      if (unpredicted > 0) {
        throw new UnpredictedRows(unpredicted, rows);
      }
      double[] sums = losses.total(new double[2], Measured::join);
      return metrics.evaluation(sums[0] / sums[1]);
    }
  }

  /**
   * Evaluates the network with the parameters {@code theta}, unrolled.
   *
   * @throws UnpredictedRows if an output of a row is not finite
   */
  public Evaluation at(double[] theta) {
    A rounded = kernels.create().fromDoubles(theta);
    // In the order of partitions, for blocks without leaves of their own.
    return driverBlocks
        .map(held -> onDriver(held, rounded))
        .orElseGet(() -> onCluster(rounded))
        .stream()
        .reduce(Measured::merge)
        .orElseThrow()
        .evaluation();
  }

  private List<Measured> onCluster(A theta) {
    KernelFactory<A> factory = kernels;
    Topology network = topology;
    Outcome kind = outcome;
    int rows = maxRows;
    return broadcasts.during(
        theta,
        shared ->
            blocks
                .mapPartitions(
                    partition ->
                        List.of(measure(partition, shared.value(), factory, network, kind, rows))
                            .iterator())
                .collect());
  }

  private List<Measured> onDriver(DriverBlocks<A> held, A theta) {
    List<Block<A>> all = held.blocks();
    int threads = Math.min(all.size(), held.team().threads());
    Measured[] parts = new Measured[threads];
    held.team()
        .run(
            threads,
            thread -> {
              Iterator<Block<A>> own =
                  all.subList(thread * all.size() / threads, (thread + 1) * all.size() / threads)
                      .iterator();
              parts[thread] = measure(own, theta, kernels, topology, outcome, maxRows);
            });
    return List.of(parts);
  }

  private static <A> Measured measure(
      Iterator<Block<A>> blocks,
      A theta,
      KernelFactory<A> kernels,
      Topology topology,
      Outcome outcome,
      int maxRows) {
    Kernel<A> kernel = kernels.create();
    ParameterLayout layout = new ParameterLayout(topology);
    Backpropagation<A> backpropagation = new Backpropagation<>(layout, kernel, maxRows);
    Parameters<A> parameters = Parameters.forManyBlocks(layout, kernel, theta);
    A outputs = kernel.allocate(Math.multiplyExact(maxRows, topology.outputs() + 1));
    MetricsAccumulator metrics = MetricsAccumulator.of(outcome, topology);
    LeafTree<double[]> losses = new LeafTree<>();
    long rows = 0;
    long unpredicted = 0;
    while (blocks.hasNext()) {
      Block<A> block = blocks.next();
      if (block.rows() == 0) {
        continue;
      }
      double loss = backpropagation.outputsAndLoss(parameters, block, outputs);
      double weightSum = 0;
      for (int r = 0; r < block.rows(); r++) {
        weightSum += kernel.get(block.weights(), r);
      }
      losses.add(block.index(), new double[] {loss, weightSum}, Measured::join);
      rows += block.rows();
      unpredicted += metrics.add(block, outputs, topology.outputs(), kernel);
    }
    return new Measured(losses, metrics, rows, unpredicted);
  }
}
