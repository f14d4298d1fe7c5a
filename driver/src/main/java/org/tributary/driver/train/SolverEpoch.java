package org.tributary.driver.train;

/**
 * What an epoch of a solver led to.
 *
 * <p>For a first-order rule, value and gradient are those that the step was taken from; for a
 * quasi-Newton method, those at {@link #theta()}.
 */
final class SolverEpoch {
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
  SolverEpoch(int epoch, double[] theta, double value, double gradientNorm) {
    this.epoch = epoch;
    this.theta = theta;
    this.value = value;
    this.gradientNorm = gradientNorm;
  }

  int epoch() {
    return epoch;
  }

  /** Returns the parameters: the array itself, valid until the next epoch. */
  double[] theta() {
    return theta;
  }

  double value() {
    return value;
  }

  double gradientNorm() {
    return gradientNorm;
  }
}
