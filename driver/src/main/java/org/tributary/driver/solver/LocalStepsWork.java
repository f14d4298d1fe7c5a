package org.tributary.driver.solver;

import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.network.Regularization;
import org.tributary.core.network.Topology;
import org.tributary.core.objective.Penalty;
import org.tributary.driver.dataset.LeafRange;

/**
 * Takes some steps of an optimiser on each shard by itself.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param topology the network
 * @param penalty the penalty on weights
 * @param regularization what training does to samples
 * @param weightSum m, the sum of all sample weights, which the penalty is scaled by
 * @param range which leaves form which shard
 * @param batch samples of a step
 * @param seed the run's seed
 * @param sparse whether inputs are sparse
 * @param rowsOfShards how many rows each shard has; none where workers get all blocks of a shard
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and sent with each task.
record LocalStepsWork<A>(
    Topology topology,
    Penalty penalty,
    Regularization regularization,
    double weightSum,
    LeafRange range,
    int batch,
    long seed,
    boolean sparse,
    int[] rowsOfShards)
    implements RoundWork<A, LocalStart<A>, LocalRound> {
  @Override
  public boolean wholeGroups() {
    return true;
  }

  @Override
  public RoundWorker<A, LocalStart<A>, LocalRound> worker(KernelFactory<A> kernels) {
    return sparse
        ? new SparseShardDescent<>(this, kernels.create())
        : new ShardDescent<>(this, kernels.create());
  }
}
