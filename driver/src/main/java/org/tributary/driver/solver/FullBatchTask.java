package org.tributary.driver.solver;

import java.util.Iterator;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.network.Backpropagation;
import org.tributary.core.network.MaskDraws;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Parameters;
import org.tributary.core.network.Regularization;
import org.tributary.core.network.Topology;
import org.tributary.core.summation.LeafSums;
import org.tributary.core.summation.PartialSum;
import org.tributary.core.summation.Rounding;

/**
 * Sums Delta^(l), loss and weight over every block of a partition.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param topology the network
 * @param maxRows the most rows that a block has
 * @param regularization what is done to samples
 * @param seed seed of the dropout masks
 * @param step which step's masks
 */
record FullBatchTask<A>(
    Topology topology, int maxRows, Regularization regularization, long seed, long step)
    implements RoundTrip.RoundTask<A, A> {
  @Override
  public PartialSum<A> on(
      Iterator<Block<A>> blocks, A theta, KernelFactory<A> kernels, Rounding rounding) {
    Kernel<A> kernel = kernels.create();
    ParameterLayout layout = new ParameterLayout(topology);
    Backpropagation<A> backpropagation =
        new Backpropagation<>(layout, kernel, maxRows, regularization);
    Parameters<A> parameters = Parameters.forManyBlocks(layout, kernel, theta);
    MaskDraws draws = new MaskDraws(seed, step);
    LeafSums<A> sums =
        new LeafSums<>(
            kernel,
            layout.size(),
            (block, values) ->
                backpropagation.gradient(parameters, block, draws.next(block), values),
            rounding);
    blocks.forEachRemaining(sums::add);
    return sums.partialSum();
  }
}
