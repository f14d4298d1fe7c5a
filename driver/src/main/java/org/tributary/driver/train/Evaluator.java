package org.tributary.driver.train;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.tributary.core.data.Block;
import org.tributary.core.data.Outcome;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.network.Backpropagation;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;

/**
 * Measures the network on blocks: one job a call, nothing of the size of the model comes back.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Evaluator<A> {
  private final JavaSparkContext spark;
  private final JavaRDD<Block<A>> blocks;
  private final KernelFactory<A> kernels;
  private final int maxRows;
  private final Topology topology;
  private final Outcome outcome;

  /**
   * Prepares measurements.
   *
   * @param blocks blocks of at most {@code maxRows} rows, standardized
   * @param outcome what the outputs stand for
   */
  public Evaluator(
      JavaSparkContext spark,
      JavaRDD<Block<A>> blocks,
      KernelFactory<A> kernels,
      int maxRows,
      Topology topology,
      Outcome outcome) {
    this.spark = spark;
    this.blocks = blocks;
    this.kernels = kernels;
    this.maxRows = maxRows;
    this.topology = topology;
    this.outcome = outcome;
  }

  /** What a partition's rows come to; a class because the Kryo of Spark refuses records. */
  private static final class Measured implements Serializable {
    private static final long serialVersionUID = 1;

    private final double lossSum;
    private final double weightSum;
    private final Tally tally;

    Measured(double lossSum, double weightSum, Tally tally) {
      this.lossSum = lossSum;
      this.weightSum = weightSum;
      this.tally = tally;
    }

    Measured merge(Measured other) {
      return new Measured(
          lossSum + other.lossSum, weightSum + other.weightSum, tally.merge(other.tally));
    }
  }

  /** Measures the network with the parameters {@code theta}, unrolled. */
  public Evaluation at(double[] theta) {
    KernelFactory<A> factory = kernels;
    Topology network = topology;
    Outcome kind = outcome;
    int rows = maxRows;
    Broadcast<A> broadcast = spark.broadcast(kernels.create().fromDoubles(theta));
    try {
      // In the order of partitions, so that the sums of numbers have the same bits every time.
      Measured total =
          blocks
              .mapPartitions(
                  partition ->
                      List.of(measure(partition, broadcast.value(), factory, network, kind, rows))
                          .iterator())
              .collect()
              .stream()
              .reduce(Measured::merge)
              .orElseThrow();
      return total.tally.evaluation(total.lossSum / total.weightSum);
    } finally {
      broadcast.destroy();
    }
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
    A outputs = kernel.allocate(Math.multiplyExact(maxRows, topology.outputs() + 1));
    Tally tally = Tally.of(outcome, topology);
    double loss = 0;
    double weights = 0;
    while (blocks.hasNext()) {
      Block<A> block = blocks.next();
      if (block.rows() == 0) {
        continue;
      }
      loss += backpropagation.outputsAndLoss(theta, block, outputs);
      for (int r = 0; r < block.rows(); r++) {
        weights += kernel.get(block.weights(), r);
      }
      tally.add(block, outputs, topology.outputs(), kernel);
    }
    return new Measured(loss, weights, tally);
  }
}
