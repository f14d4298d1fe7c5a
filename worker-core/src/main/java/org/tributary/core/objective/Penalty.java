package org.tributary.core.objective;

import java.io.Serializable;
import org.tributary.core.network.ParameterLayout;

/**
 * The penalty on weights: l1/m sum |Theta_ij| + l2/(2m) sum Theta_ij^2 over all weights but the
 * biases, with m the sum of the sample weights.
 *
 * @param l1 lambda_1, not negative; it has no derivative at 0, so optimizers handle it and {@link
 *     #addTo} does not
 * @param l2 lambda, not negative
 */
public record Penalty(double l1, double l2) implements Serializable {
  /** No penalty. */
  public static final Penalty NONE = new Penalty(0, 0);

  /** Refuses negative and non-finite strengths. */
  public Penalty {
    if (!(l1 >= 0) || !(l2 >= 0) || Double.isInfinite(l1) || Double.isInfinite(l2)) {
      throw new IllegalArgumentException(
          "Invalid penalty: l1 = " + l1 + ", l2 = " + l2 + " (expected 0 or more)");
    }
  }

  /**
   * Adds the gradient of the quadratic part, (l2/m) Theta without the biases, and returns its
   * value.
   *
   * @param theta unrolled parameters
   * @param gradient unrolled; added to
   * @param weightSum m
   * @return l2/(2m) sum Theta_ij^2
   */
  public double addTo(ParameterLayout layout, double[] theta, double[] gradient, double weightSum) {
    if (l2 > 0) {
      int end;
      for (int bias = 0; bias < layout.size(); bias = end) {
        end = layout.rowEnd(bias);
        for (int j = bias + 1; j < end; j++) {
          gradient[j] += l2 * theta[j] / weightSum;
        }
      }
    }
    return quadratic(layout, theta, weightSum);
  }

  /** Returns l2/(2m) sum Theta_ij^2 over all weights but the biases. */
  public double quadratic(ParameterLayout layout, double[] theta, double weightSum) {
    if (l2 == 0) {
      return 0;
    }
    double squares = 0;
    int end;
    for (int bias = 0; bias < layout.size(); bias = end) {
      end = layout.rowEnd(bias);
      for (int j = bias + 1; j < end; j++) {
        squares += theta[j] * theta[j];
      }
    }
    return l2 * squares / (2 * weightSum);
  }

  /** Returns the whole penalty. */
  public double value(ParameterLayout layout, double[] theta, double weightSum) {
    return quadratic(layout, theta, weightSum) + absolute(layout, theta, weightSum);
  }

  /**
   * Returns the length of the shortest subgradient of J: D where l1 is 0, and otherwise D with the
   * l1 part's derivative, which is l1/m sign(Theta_ij), and where Theta_ij = 0 whatever in [-l1/m,
   * l1/m] is nearest to -D_ij. It is 0 at a minimum.
   *
   * @param theta unrolled parameters
   * @param gradient D without the l1 part, unrolled
   * @param weightSum m
   */
  public double subgradientNorm(
      ParameterLayout layout, double[] theta, double[] gradient, double weightSum) {
    double strength = l1 / weightSum;
    double squares = 0;
    int end;
    for (int bias = 0; bias < layout.size(); bias = end) {
      end = layout.rowEnd(bias);
      squares += gradient[bias] * gradient[bias];
      for (int j = bias + 1; j < end; j++) {
        double d = gradient[j];
        double slope =
            theta[j] == 0
                ? d - Math.min(Math.max(d, -strength), strength)
                : d + Math.signum(theta[j]) * strength;
        squares += slope * slope;
      }
    }
    return Math.sqrt(squares);
  }

  /** Returns l1/m sum |Theta_ij| over all weights but the biases. */
  public double absolute(ParameterLayout layout, double[] theta, double weightSum) {
    if (l1 == 0) {
      return 0;
    }
    double sum = 0;
    int end;
    for (int bias = 0; bias < layout.size(); bias = end) {
      end = layout.rowEnd(bias);
      for (int j = bias + 1; j < end; j++) {
        sum += Math.abs(theta[j]);
      }
    }
    return l1 * sum / weightSum;
  }
}
