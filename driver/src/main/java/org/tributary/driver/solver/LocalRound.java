package org.tributary.driver.solver;

import java.util.Iterator;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.network.Regularization;
import org.tributary.core.network.Topology;
import org.tributary.core.objective.Penalty;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.summation.PartialSum;
import org.tributary.core.summation.Rounding;
import org.tributary.driver.dataset.LeafRange;

/**
 * What every shard does in a round of local steps.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param topology the network
 * @param optimizer the inner optimiser, its schedule counting all steps of a shard
 * @param penalty the penalty
 * @param regularization what is done to samples
 * @param weightSum m, the sum of all sample weights, which the penalty is scaled by
 * @param range which leaves are whose shard
 * @param batch samples a step
 * @param done steps of each shard before this round
 * @param steps steps of each shard in this round
 * @param seed the run's seed
 */
record LocalRound<A>(
    Topology topology,
    OptimizerSpec.FirstOrder optimizer,
    Penalty penalty,
    Regularization regularization,
    double weightSum,
    LeafRange range,
    int batch,
    long done,
    int steps,
    long seed)
    implements RoundTrip.RoundTask<A, LocalStart<A>> {
  @Override
  public PartialSum<A> on(
      Iterator<Block<A>> blocks, LocalStart<A> start, KernelFactory<A> kernels, Rounding rounding) {
    return ShardDescent.on(blocks, start, kernels.create(), this, rounding);
  }
}
