package org.tributary.driver.solver;

import org.tributary.core.optim.DescentSnapshot;
import org.tributary.core.optim.OptimizerSnapshot;
import org.tributary.core.optim.ParameterVector;

/**
 * A solver as it was at the end of an epoch, or after a round trip within one: an immutable value,
 * from which another solver of the same problem goes on bit for bit. Everything else that a solver
 * uses is a function of it, of the specs and of the data: random numbers are functions of the seed
 * and of these counts.
 */
public sealed interface SolverState {

  /** Returns how many epochs are done, without one that has begun. */
  int epoch();

  /** Returns how many round trips were made. */
  long rounds();

  /** Returns the parameters, unrolled. */
  ParameterVector theta();

  /** Returns what is done of an epoch that has begun. */
  default EpochPart part() {
    return EpochPart.NONE;
  }

  /**
   * An update rule that takes steps along gradients of the full batch or of mini-batches.
   *
   * @param optimizer what the rule remembers, and its place in the schedule
   */
  record FirstOrder(
      int epoch, long rounds, ParameterVector theta, OptimizerSnapshot optimizer, EpochPart part)
      implements SolverState {
    /** Creates the state at the end of an epoch. */
    public FirstOrder(int epoch, long rounds, ParameterVector theta, OptimizerSnapshot optimizer) {
      this(epoch, rounds, theta, optimizer, EpochPart.NONE);
    }
  }

  /**
   * L-BFGS or OWL-QN: an epoch is an iteration, a round trip an evaluation of J.
   *
   * @param descent the search at its iterate
   */
  record QuasiNewton(DescentSnapshot descent) implements SolverState {
    @Override
    public int epoch() {
      return descent.iteration();
    }

    @Override
    public long rounds() {
      return descent.evaluations();
    }

    @Override
    public ParameterVector theta() {
      return descent.theta();
    }
  }

  /**
   * Local steps of shards, and outer steps along their mean displacement.
   *
   * @param outer what the outer optimiser remembers
   * @param inner what every shard's optimiser begins the next round with
   * @param steps steps that each shard has taken
   * @param stepsARound steps that each shard takes in the next round, rounded down
   */
  record LocalSteps(
      int epoch,
      long rounds,
      ParameterVector theta,
      OptimizerSnapshot outer,
      OptimizerSnapshot inner,
      long steps,
      double stepsARound,
      EpochPart part)
      implements SolverState {}
}
