package org.tributary.driver.solver;

import java.util.Iterator;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Regularization;
import org.tributary.core.network.Topology;
import org.tributary.core.summation.PartialSum;
import org.tributary.core.summation.Rounding;
import org.tributary.driver.dataset.LeafRange;

/**
 * Sums Delta^(l), loss and weight over the rows of a partition that are in a mini-batch.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param topology the network
 * @param regularization what is done to samples
 * @param choice which rows are in the batch
 * @param range which leaves are whose group
 */
record MiniBatchTask<A>(
    Topology topology, Regularization regularization, BatchChoice choice, LeafRange range)
    implements RoundTrip.RoundTask<A, A> {
  @Override
  public PartialSum<A> on(
      Iterator<Block<A>> blocks, A theta, KernelFactory<A> kernels, Rounding rounding) {
    GroupGradients<A> gradients =
        new GroupGradients<>(
            theta, kernels.create(), new ParameterLayout(topology), regularization, rounding);
    new LeafGroups<>(blocks, range)
        .forEachRemaining(group -> gradients.add(group.index(), group.blocks(), choice));
    return gradients.partialSum();
  }
}
