package org.tributary.driver.train;

import java.util.Iterator;
import org.apache.spark.broadcast.Broadcast;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.network.Backpropagation;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;
import org.tributary.core.objective.LeafSums;
import org.tributary.core.objective.PartialSum;

/**
 * Sums Delta^(l), loss and weight over a partition.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param theta unrolled parameters
 * @param kernels of the blocks' precision
 * @param topology the network
 * @param maxRows the most rows that a block has
 */
record GradientTask<A>(Broadcast<A> theta, KernelFactory<A> kernels, Topology topology, int maxRows)
    implements PartitionSum<A> {

  @Override
  public PartialSum<A> of(Iterator<Block<A>> blocks) {
    Kernel<A> kernel = kernels.create();
    ParameterLayout layout = new ParameterLayout(topology);
    Backpropagation<A> backpropagation = new Backpropagation<>(layout, kernel, maxRows);
    A parameters = theta.value();
    LeafSums<A> sums =
        new LeafSums<>(
            kernel,
            layout.size(),
            (block, values) -> backpropagation.gradient(parameters, block, values));
    blocks.forEachRemaining(sums::add);
    return sums.partialSum();
  }
}
