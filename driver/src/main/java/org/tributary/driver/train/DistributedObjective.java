package org.tributary.driver.train;

import java.util.Iterator;
import org.apache.spark.api.java.JavaSparkContext;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.network.Backpropagation;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;
import org.tributary.core.objective.GradientSum;
import org.tributary.core.objective.LeafSums;
import org.tributary.core.objective.Objective;
import org.tributary.core.objective.PartialSum;
import org.tributary.core.objective.Penalty;
import org.tributary.driver.samples.Blocks;

/**
 * The objective J and its gradient D over all blocks: one round trip a call.
 *
 * <pre>
 *   broadcast Theta
 *   each partition: Delta^(l), loss and weight summed over its blocks
 *   tree-aggregate
 *   D = Delta / m + penalty
 * </pre>
 *
 * <p>Partial sums meet along the canonical summation tree, so the result has the same bits whatever
 * the partitions, executors and retries.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class DistributedObjective<A> {
  private final RoundTrip<A> roundTrip;
  private final Blocks<A> blocks;
  private final ParameterLayout layout;
  private final Penalty penalty;
  private final Kernel<A> kernel;

  /** Prepares rounds over the blocks, with the penalty's quadratic part. */
  public DistributedObjective(
      JavaSparkContext spark, Blocks<A> blocks, ParameterLayout layout, Penalty penalty) {
    this.roundTrip = new RoundTrip<>(spark, blocks);
    this.blocks = blocks;
    this.layout = layout;
    this.penalty = penalty;
    this.kernel = blocks.kernels().create();
  }

  /**
   * Evaluates J and D.
   *
   * @param theta unrolled parameters; rounded to the blocks' precision on its way
   */
  public Objective at(double[] theta) {
    // Locals, so that a task takes these along and not this object.
    Topology topology = layout.topology();
    int maxRows = blocks.maxRows();
    GradientSum<A> sum =
        roundTrip.sum(
            kernel.fromDoubles(theta),
            (partition, start, kernels) -> partialSum(partition, start, kernels, topology, maxRows),
            blocks.leaves());
    return finish(sum, theta);
  }

  private static <A> PartialSum<A> partialSum(
      Iterator<Block<A>> blocks,
      A theta,
      KernelFactory<A> kernels,
      Topology topology,
      int maxRows) {
    Kernel<A> kernel = kernels.create();
    ParameterLayout layout = new ParameterLayout(topology);
    Backpropagation<A> backpropagation = new Backpropagation<>(layout, kernel, maxRows);
    LeafSums<A> sums =
        new LeafSums<>(
            kernel,
            layout.size(),
            (block, values) -> backpropagation.gradient(theta, block, values));
    blocks.forEachRemaining(sums::add);
    return sums.partialSum();
  }

  private Objective finish(GradientSum<A> sum, double[] theta) {
    double m = sum.weightSum();
    double[] gradient = kernel.toDoubles(sum.values());
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= m;
    }
    double value = sum.lossSum() / m + penalty.addTo(layout, theta, gradient, m);
    return new Objective(value, gradient, m);
  }
}
