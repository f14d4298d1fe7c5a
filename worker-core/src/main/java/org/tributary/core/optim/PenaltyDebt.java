package org.tributary.core.optim;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
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

  private static final String LOG_FACTOR = "logFactor";
  private static final String DISTANCE = "distance";

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

  /** Returns the sums, each with those of the features when they were there last. */
  Map<String, ParameterVector> vectors() {
    Map<String, ParameterVector> vectors = new LinkedHashMap<>();
    if (quadratic > 0) {
      vectors.put(LOG_FACTOR, vector(logFactor, logFactorPaid));
    }
    if (absolute > 0) {
      vectors.put(DISTANCE, vector(distance, distancePaid));
    }
    return vectors;
  }

  private static ParameterVector vector(double sum, double[] paid) {
    double[] all = new double[paid.length + 1];
    all[0] = sum;
    System.arraycopy(paid, 0, all, 1, paid.length);
    return ParameterVector.copyOf(all);
  }

  /**
   * Goes on with the sums of {@link #vectors}.
   *
   * @throws IllegalArgumentException if they are of another network or other penalties
   */
  void restore(Map<String, ParameterVector> vectors) {
    if (vectors.isEmpty()) {
      return;
    }
    if (!vectors.keySet().equals(vectors().keySet())) {
      throw new IllegalArgumentException(
          "Cannot restore penalties: %s (expected %s)"
              .formatted(vectors.keySet(), vectors().keySet()));
    }
    if (quadratic > 0) {
      logFactor = restore(vectors.get(LOG_FACTOR), logFactorPaid);
    }
    if (absolute > 0) {
      distance = restore(vectors.get(DISTANCE), distancePaid);
    }
  }

  private static double restore(ParameterVector vector, double[] paid) {
    double[] all = vector.toArray();
    if (all.length != paid.length + 1) {
      throw new IllegalArgumentException(
          "Cannot restore penalties: %d numbers (expected %d)"
              .formatted(all.length, paid.length + 1));
    }
    System.arraycopy(all, 1, paid, 0, paid.length);
    return all[0];
  }

  /** Begins anew, once all features have paid. */
  void clear() {
    logFactor = 0;
    distance = 0;
    Arrays.fill(logFactorPaid, 0);
    Arrays.fill(distancePaid, 0);
  }
}
