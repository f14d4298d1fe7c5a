package org.tributary.core.optim;

import java.util.List;

/**
 * A quasi-Newton search as it was at an iterate: an immutable value, from which {@link
 * QuasiNewtonDescent#restore} goes on as the search itself would have.
 *
 * <p>J and D are those of the smooth part: without the L1 penalty, which OWL-QN adds by itself.
 * Every line search begins anew at its iterate, so nothing of one is kept.
 *
 * @param iteration how many iterations led here
 * @param evaluations how often J was evaluated
 * @param theta the iterate, unrolled
 * @param value J at {@code theta}
 * @param gradient D at {@code theta}
 * @param weightSum m, the sum of the sample weights
 * @param corrections what the inverse Hessian is estimated from, the latest first
 */
public record DescentSnapshot(
    int iteration,
    int evaluations,
    ParameterVector theta,
    double value,
    ParameterVector gradient,
    double weightSum,
    List<Correction> corrections) {

  /** Copies the list. */
  public DescentSnapshot {
    corrections = List.copyOf(corrections);
  }

  /**
   * A past step with its curvature information.
   *
   * @param step s, from one iterate to the next
   * @param gradientChange y, by how much it changed D
   */
  public record Correction(ParameterVector step, ParameterVector gradientChange) {}
}
