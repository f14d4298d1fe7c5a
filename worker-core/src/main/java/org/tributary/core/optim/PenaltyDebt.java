package org.tributary.core.optim;

import java.util.Arrays;
import org.tributary.core.data.ColumnSums;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.ParameterLayout;

/**
 * What a {@link ColumnRule} has left out of the penalty on the weights of each feature, since the
 * feature was there last. Mutable; features are paid on several threads.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class PenaltyDebt<A> {
  /**
   * The smallest factor that a step leaves of a weight; the rates of real penalties are far off.
   */
  private static final double LEAST = 1e-300;

  private final int width;
  private final double quadratic;
  private final double absolute;

  /** Sums over the steps so far, of log(1 - rate s) and of rate l1/m. */
  private double logFactor;

  private double distance;

  /** By feature, the sums when it was there last; empty without a penalty. */
  private final double[] logFactorPaid;

  private final double[] distancePaid;

  /**
   * Begins without debts.
   *
   * @param quadratic s, which a step shortens a weight by, times the rate
   * @param absolute l1/m, which a step moves a weight towards 0 by, times the rate
   */
  PenaltyDebt(ParameterLayout layout, double quadratic, double absolute) {
    int features = layout.columns(0) - 1;
    this.width = layout.rows(0);
    this.quadratic = quadratic;
    this.absolute = absolute;
    this.logFactorPaid = new double[quadratic > 0 ? features : 0];
    this.distancePaid = new double[absolute > 0 ? features : 0];
  }

  /** Tells whether there is a penalty at all. */
  boolean isPossible() {
    return quadratic > 0 || absolute > 0;
  }

  /** Applies what was left out for a feature, which stays on the books. */
  void pay(Kernel<A> kernel, int feature, A theta) {
    int from = (1 + feature) * width;
    int to = from + width;
    if (quadratic > 0 && logFactor != logFactorPaid[feature]) {
      double factor = StrictMath.exp(logFactor - logFactorPaid[feature]);
      kernel.blend(theta, factor, theta, 0, from, to);
    }
    if (absolute > 0 && distance != distancePaid[feature]) {
      kernel.shrink(theta, distance - distancePaid[feature], from, to);
    }
  }

  /** Counts a step, in which the features that were there have had their penalty. */
  void stepTaken(ColumnSums<A> columns, double rate) {
    logFactor += StrictMath.log(Math.max(LEAST, 1 - rate * quadratic));
    distance += rate * absolute;
    for (int k = 0; k < columns.count() && isPossible(); k++) {
      if (quadratic > 0) {
        logFactorPaid[columns.column(k)] = logFactor;
      }
      if (absolute > 0) {
        distancePaid[columns.column(k)] = distance;
      }
    }
  }

  /** Begins anew, once all features have paid. */
  void clear() {
    logFactor = 0;
    distance = 0;
    Arrays.fill(logFactorPaid, 0);
    Arrays.fill(distancePaid, 0);
  }
}
