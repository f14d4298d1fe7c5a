package org.tributary.driver.solver;

/**
 * What an epoch of a solver led to.
 *
 * <p>For a first-order rule, value and gradient are those that the step was taken from; for a
 * quasi-Newton method, those at {@link #theta()}.
 */
public final class SolverEpoch {
  private final int epoch;
  private final double[] theta;
  private final double value;
  private final double gradientNorm;

  /**
   * Wraps theta without a copy.
   *
   * @param epoch counted from 1
   * @param theta unrolled parameters after the epoch
   * @param value J, the penalty included
   * @param gradientNorm Euclidean length of the gradient of J
   */
  public SolverEpoch(int epoch, double[] theta, double value, double gradientNorm) {
    this.epoch = epoch;
    this.theta = theta;
    this.value = value;
    this.gradientNorm = gradientNorm;
  }

  /** Returns the number of the epoch, counted from 1. */
  public int epoch() {
    return epoch;
  }

  /** Returns the parameters: the array itself, valid until the next epoch. */
  public double[] theta() {
    return theta;
  }

  /** Returns J, the penalty included. */
  public double value() {
    return value;
  }

  /** Returns the Euclidean length of the gradient of J. */
  public double gradientNorm() {
    return gradientNorm;
  }
}
