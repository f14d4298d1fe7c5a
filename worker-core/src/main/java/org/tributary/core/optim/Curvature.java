package org.tributary.core.optim;

import breeze.linalg.DenseVector;
import breeze.optimize.FirstOrderMinimizer;
import breeze.optimize.LBFGS;

/** What a quasi-Newton method learns from a step s that changes the gradient by y. */
final class Curvature {
  /**
   * The least cosine between s and y. On a quadratic it is at least 2 / sqrt(kappa), so below it
   * kappa is beyond 1e16, and y is rounding.
   */
  private static final double LEAST_COSINE = 1e-8;

  private Curvature() {}

  /** Tells whether the objective curves upwards along a step enough to estimate its Hessian. */
  static boolean isPositive(double[] s, double[] y) {
    return dot(s, y) > LEAST_COSINE * norm(s) * norm(y);
  }

  /**
   * Returns the memory after a step: with the step where the objective curves upwards, as before
   * where it does not, and empty where there was no step.
   */
  static LBFGS.ApproximateInverseHessian<DenseVector<Object>> after(
      FirstOrderMinimizer.State<
              DenseVector<Object>, ?, LBFGS.ApproximateInverseHessian<DenseVector<Object>>>
          from,
      DenseVector<Object> x,
      DenseVector<Object> gradient,
      LBFGS.ApproximateInverseHessian<DenseVector<Object>> empty) {
    double[] s = difference(x, from.x());
    if (norm(s) == 0) {
      return empty;
    }
    double[] y = difference(gradient, from.grad());
    return isPositive(s, y)
        ? from.history().updated(ObjectiveSurface.vector(s), ObjectiveSurface.vector(y))
        : from.history();
  }

  /**
   * Returns the step to try first: 1, or without a memory, when the direction's length means
   * nothing, the one of length 1.
   */
  static double firstStep(LBFGS.ApproximateInverseHessian<?> memory, double[] direction) {
    return memory.historyLength() == 0 ? 1 / norm(direction) : 1;
  }

  static double[] difference(DenseVector<Object> to, DenseVector<Object> from) {
    double[] difference = ObjectiveSurface.values(to);
    double[] subtrahend = ObjectiveSurface.values(from);
    for (int i = 0; i < difference.length; i++) {
      difference[i] -= subtrahend[i];
    }
    return difference;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }
}
