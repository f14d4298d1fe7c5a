package org.tributary.driver.solver;

import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.objective.Objective;
import org.tributary.core.summation.GradientSum;

/**
 * The objective J and its gradient D over all blocks: one round trip a call.
 *
 * <pre>
 *   broadcast Theta
 *   each partition: Delta^(l), loss and weight summed over its blocks
 *   aggregate
 *   D = Delta / m + penalty
 * </pre>
 *
 * <p>Partial sums meet along the canonical summation tree, so the result has the same bits whatever
 * the partitions, executors and retries.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class DistributedObjective<A> {
  private final TrainingProblem<A> problem;
  private final RoundTrip<A, A, FullBatchWork.Step> roundTrip;
  private final Kernel<A> kernel;

  /** Prepares rounds over the blocks of a problem, with the penalty's quadratic part. */
  public DistributedObjective(TrainingProblem<A> problem) {
    this(problem, 0);
  }

  /**
   * Prepares rounds that go on where others ended.
   *
   * @param rounds how many there were; they have a number in the names of Spark's jobs
   */
  DistributedObjective(TrainingProblem<A> problem, long rounds) {
    this.problem = problem;
    FullBatchWork<A> work =
        new FullBatchWork<>(
            problem.layout().topology(),
            problem.blocks().maxRows(),
            problem.regularization(),
            problem.blocks().range().ofLeaves(),
            problem.blocks().areSparse());
    this.roundTrip =
        RoundTrip.of(problem, work, problem.layout().size(), problem.blocks().rows(), rounds);
    this.kernel = problem.kernel();
  }

  /**
   * Evaluates J and D, as at step 0.
   *
   * @param theta unrolled parameters; rounded to the blocks' precision on its way
   */
  public Objective at(double[] theta) {
    return at(theta, 0);
  }

  /**
   * Evaluates J and D; with dropout, of what the masks of a step leave of the network.
   *
   * @param theta unrolled parameters; rounded to the blocks' precision on its way
   * @param step which step's masks, and random numbers where sums are rounded on their way
   */
  public Objective at(double[] theta, long step) {
    FullBatchWork.Step round = new FullBatchWork.Step(problem.seed(), step);
    return finish(roundTrip.sum(roundTrip.rounded(theta), round, problem.rounding(step)), theta);
  }

  /** Returns every Delta^(l), unrolled. */
  private A unrolled(GradientSum<A> sum) {
    ParameterLayout layout = problem.layout();
    if (!problem.blocks().areSparse()) {
      return sum.values();
    }
    A byFeature = sum.byFeature(layout.topology().inputs(), layout.rows(0), kernel);
    A plain = kernel.allocate(layout.size());
    layout.transposeFirstBack(kernel, byFeature, plain);
    return plain;
  }

  private Objective finish(GradientSum<A> sum, double[] theta) {
    double m = sum.weightSum();
    double[] gradient = kernel.toDoubles(unrolled(sum));
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= m;
    }
    double value =
        sum.lossSum() / m + problem.penalty().addTo(problem.layout(), theta, gradient, m);
    return new Objective(value, gradient, m);
  }
}
