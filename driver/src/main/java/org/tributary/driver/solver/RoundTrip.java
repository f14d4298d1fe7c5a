package org.tributary.driver.solver;

import java.io.Serializable;
import org.tributary.core.optim.Parallel;
import org.tributary.core.summation.GradientSum;
import org.tributary.core.summation.Rounding;

/**
 * The one round trip that every strategy makes: share, work on the samples, aggregate. The sum has
 * the same bits wherever the work is done.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param <T> what every worker starts from
 * @param <P> the parameters of one round
 */
sealed interface RoundTrip<A, T, P extends Serializable> permits ClusterRoundTrip, DriverRoundTrip {

  /**
   * Prepares round trips: on the driver where the problem's blocks are there, over the cluster
   * otherwise.
   *
   * @param length numbers of a sum
   * @param samples that a round propagates, about
   * @param rounds round trips that the run made before
   */
  static <A, T, P extends Serializable> RoundTrip<A, T, P> of(
      TrainingProblem<A> problem, RoundWork<A, T, P> work, int length, long samples, long rounds) {
    return problem.driverBlocks().isPresent()
        ? DriverRoundTrip.of(problem, problem.driverBlocks().get(), work, samples)
        : ClusterRoundTrip.of(problem, work, length, rounds);
  }

  /**
   * Returns unrolled parameters in the precision of the blocks, as {@link #sum} may take them; the
   * array is valid until the next call.
   */
  A rounded(double[] theta);

  /**
   * Returns parameters as {@link #sum} may take them, so that the array may change after it: the
   * array itself where no task can read it any more, otherwise a copy.
   */
  A shared(A parameters);

  /** Does work on items, each with about as many numbers, on the threads that there are. */
  void inParallel(int items, int numbers, Parallel.RangeTask<A> task);

  /**
   * Makes a round trip.
   *
   * @param start what every worker starts from
   * @param round the parameters of this round
   * @param rounding of the partial sums
   * @return the sum over all groups, valid until the next round trip
   */
  GradientSum<A> sum(T start, P round, Rounding rounding);
}
