package org.tributary.core.optim;

import breeze.linalg.DenseVector;
import breeze.optimize.FirstOrderMinimizer;
import breeze.optimize.LBFGS;
import breeze.optimize.NaNHistory;
import java.util.ArrayList;
import java.util.List;
import scala.collection.immutable.IndexedSeq;

/** The curvature information of a step s that changes the gradient by y. */
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

  /** Returns the memory that corrections make, the latest of them first. */
  static LBFGS.ApproximateInverseHessian<DenseVector<Object>> restored(
      List<DescentSnapshot.Correction> corrections,
      LBFGS.ApproximateInverseHessian<DenseVector<Object>> empty) {
    LBFGS.ApproximateInverseHessian<DenseVector<Object>> memory = empty;
    for (int i = corrections.size() - 1; i >= 0; i--) {
      memory =
          memory.updated(
              ObjectiveSurface.vector(corrections.get(i).step().toArray()),
              ObjectiveSurface.vector(corrections.get(i).gradientChange().toArray()));
    }
    return memory;
  }

  /** Returns what a memory is made of, the latest correction first. */
  static List<DescentSnapshot.Correction> corrections(
      LBFGS.ApproximateInverseHessian<DenseVector<Object>> memory) {
    double[][] s = arrays(memory.memStep());
    double[][] y = arrays(memory.memGradDelta());
    List<DescentSnapshot.Correction> corrections = new ArrayList<>();
    for (int i = 0; i < s.length; i++) {
      corrections.add(
          new DescentSnapshot.Correction(
              ParameterVector.copyOf(s[i]), ParameterVector.copyOf(y[i])));
    }
    return corrections;
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

  /**
   * Returns -H g, H the inverse Hessian that a memory estimates; -g for an empty memory.
   *
   * <p>These are breeze's two loops over the memory (Nocedal and Wright, algorithm 7.4). Breeze has
   * its products from netlib, which takes any BLAS that it finds, with an order of summation of its
   * own; here they are plain Java.
   *
   * @param gradient g, kept as it is
   * @throws NaNHistory as breeze does, which begins again without the memory
   */
  static double[] descent(
      LBFGS.ApproximateInverseHessian<DenseVector<Object>> memory, double[] gradient) {
    int length = memory.historyLength();
    double[][] s = arrays(memory.memStep());
    double[][] y = arrays(memory.memGradDelta());
    double[] direction = gradient.clone();
    double[] rho = new double[length];
    double[] alpha = new double[length];
    // The latest step comes first.
    for (int i = 0; i < length; i++) {
      rho[i] = dot(s[i], y[i]);
      alpha[i] = dot(s[i], direction) / rho[i];
      if (Double.isNaN(alpha[i])) {
        throw new NaNHistory();
      }
      addScaled(direction, y[i], -alpha[i]);
    }
    scale(direction, length > 0 ? rho[0] / dot(y[0], y[0]) : 1);
    for (int i = length - 1; i >= 0; i--) {
      double beta = dot(y[i], direction) / rho[i];
      addScaled(direction, s[i], alpha[i] - beta);
    }
    scale(direction, -1);
    return direction;
  }

  private static double[][] arrays(IndexedSeq<DenseVector<Object>> vectors) {
    double[][] arrays = new double[vectors.length()][];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = (double[]) vectors.apply(i).data();
    }
    return arrays;
  }

  private static void addScaled(double[] to, double[] from, double factor) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * from[i];
    }
  }

  private static void scale(double[] values, double factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
  }

  /** Returns the inner product, as four sums in turn: a processor adds them side by side. */
  static double dot(double[] a, double[] b) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int whole = a.length & -4;
    for (int i = 0; i < whole; i += 4) {
      sum0 += a[i] * b[i];
      sum1 += a[i + 1] * b[i + 1];
      sum2 += a[i + 2] * b[i + 2];
      sum3 += a[i + 3] * b[i + 3];
    }
    for (int i = whole; i < a.length; i++) {
      sum0 += a[i] * b[i];
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }

  static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }
}
