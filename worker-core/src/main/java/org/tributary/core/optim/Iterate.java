package org.tributary.core.optim;

import org.tributary.core.objective.Objective;

/** A point that a quasi-Newton method accepted. */
public final class Iterate {
  private final int iteration;
  private final double[] theta;
  private final Objective objective;

  /** Wraps the array without a copy. */
  Iterate(int iteration, double[] theta, Objective objective) {
    this.iteration = iteration;
    this.theta = theta;
    this.objective = objective;
  }

  /** Returns how many iterations led here; 0 for the point where the method began. */
  public int iteration() {
    return iteration;
  }

  /** Returns Theta, unrolled: the array itself, which belongs to the receiver. */
  public double[] theta() {
    return theta;
  }

  /**
   * Returns J and its gradient here, the L1 penalty included. Where an L1 penalty is not
   * differentiable the gradient is the pseudo-gradient, the one-sided derivative nearest to 0, so
   * that it vanishes at a minimum.
   */
  public Objective objective() {
    return objective;
  }
}
