package org.tributary.driver.solver;

import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.network.Regularization;
import org.tributary.core.network.Topology;
import org.tributary.driver.dataset.LeafRange;

/**
 * Sums Delta^(l), loss and weight over the samples of a mini-batch, starting from Theta.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param topology the network
 * @param regularization what training does to samples
 * @param range which leaves form which group
 * @param sparse whether inputs are sparse; Theta is then laid out by feature, and Delta^(1) is
 *     summed by its columns
 */
record MiniBatchWork<A>(
    Topology topology, Regularization regularization, LeafRange range, boolean sparse)
    implements RoundWork<A, A, BatchChoice> {
  @Override
  public boolean wholeGroups() {
    return true;
  }

  @Override
  public RoundWorker<A, A, BatchChoice> worker(KernelFactory<A> kernels) {
    return new GroupGradients<>(this, kernels.create());
  }
}
