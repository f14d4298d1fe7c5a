package org.tributary.core.optim;

import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.ParameterLayout;

/**
 * The L1 penalty in first-order rules: strength times the sum of |Theta_ij|, without biases.
 *
 * <p>Plain gradient descent takes a proximal step: after the step along the gradient of the smooth
 * part, each weight moves towards 0 by rate times strength and stops there (ISTA: Daubechies,
 * Defrise and De Mol, 2004; Beck and Teboulle, SIAM J. Imaging Sci. 2009). Its fixed points are the
 * minima of J, and weights that J does not need are exactly 0.
 *
 * <p>Every other rule takes the subgradient of least length as a part of its gradient. A proximal
 * step of the same width would have other fixed points there: with momentum the gradient acts 1/(1
 * - momentum) times as strongly as one rate tells, and Adam and RMSProp divide it by a number of
 * each weight's own, while the shrinking would act once. As a part of the gradient the penalty goes
 * through both. Weights then come near 0 and cross it, but rarely stay.
 */
final class AbsolutePenalty {
  private final double strength;
  private final ParameterLayout layout;
  private final boolean proximal;

  /**
   * Prepares the penalty.
   *
   * @param strength lambda_1 / m, on each weight
   */
  AbsolutePenalty(double strength, ParameterLayout layout, OptimizerSpec.FirstOrder spec) {
    Bounds.notNegative("strength of the L1 penalty", strength);
    this.strength = strength;
    this.layout = layout;
    this.proximal = spec.descendsPlainly();
  }

  /** Tells whether there is a penalty. */
  boolean isActive() {
    return strength > 0;
  }

  /** Adds the subgradient, where it goes through the rule. */
  <A> void addTo(Kernel<A> kernel, A gradient, A theta) {
    if (strength > 0 && !proximal) {
      int end;
      for (int bias = 0; bias < layout.size(); bias = end) {
        end = layout.rowEnd(bias);
        kernel.addAbsoluteDerivative(gradient, theta, strength, bias + 1, end);
      }
    }
  }

  /** Takes the proximal step, where there is one. */
  <A> void shrink(Kernel<A> kernel, A theta, double learningRate) {
    if (strength > 0 && proximal) {
      int end;
      for (int bias = 0; bias < layout.size(); bias = end) {
        end = layout.rowEnd(bias);
        kernel.shrink(theta, learningRate * strength, bias + 1, end);
      }
    }
  }
}
