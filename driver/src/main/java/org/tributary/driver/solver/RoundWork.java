package org.tributary.driver.solver;

import java.io.Serializable;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.driver.dataset.LeafRange;

/**
 * What the round trips of a solver do with the samples, wherever these are.
 *
 * <p>Implementations are records and not lambdas: Spark reads the byte code of the class around a
 * lambda in every round to find out what it captures.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param <T> what every worker starts from, such as Theta; broadcast
 * @param <P> the parameters of one round; small, sent with each task
 */
interface RoundWork<A, T, P extends Serializable> extends Serializable {

  /** Returns which leaves form which group; a round sums one value for each group. */
  LeafRange range();

  /**
   * Tells whether a worker needs all blocks of a group at once. Otherwise it may get them one at a
   * time, so that a group of any size needs the memory of one block.
   */
  boolean wholeGroups();

  /** Returns a worker for one thread, which serves any number of rounds. */
  RoundWorker<A, T, P> worker(KernelFactory<A> kernels);
}
