package org.tributary.core.optim;

import java.util.function.DoubleFunction;

/**
 * A step t &gt; 0 that goes down enough along a direction: phi(t) is the value after a step of t.
 *
 * <pre>
 *   phi(t) &lt; phi(0),   phi(t) &lt;= phi(0) + 1e-4 t phi'(0)     (sufficient decrease)
 *   |phi'(t)| &lt;= 0.9 |phi'(0)|                               (curvature)
 * </pre>
 *
 * <p>The step doubles for as long as phi falls without meeting the curvature condition, however
 * steep it becomes; the first step beyond closes a bracket, in which cubic interpolation goes on.
 * Next to a kink, and where rounding shows, no step may meet the curvature condition: after {@value
 * #REFINEMENTS} refinements the lowest step with a sufficient decrease is taken. Every step taken
 * is lower than the start. Nocedal and Wright, Numerical Optimization, 2nd edition, algorithms 3.5
 * and 3.6.
 */
final class WolfeSearch {
  private static final double SUFFICIENT_DECREASE = 1e-4;
  private static final double CURVATURE = 0.9;

  /** 2^60 is 1e18: from the length 1, beyond the weights that any loss of use needs. */
  private static final int DOUBLINGS = 60;

  private static final int REFINEMENTS = 10;

  /** Halving at least, 2^-60 is left of the bracket: no bit of a double is. */
  private static final int HALVINGS = 60;

  private final DoubleFunction<Trial> phi;
  private final Trial start;

  /**
   * A step that was tried.
   *
   * @param step t
   * @param value phi(t), infinite where it has none
   * @param slope phi'(t)
   */
  record Trial(double step, double value, double slope) {}

  /**
   * Prepares a search.
   *
   * @param phi the function along the direction
   * @param value phi(0)
   * @param slope phi'(0)
   */
  WolfeSearch(DoubleFunction<Trial> phi, double value, double slope) {
    this.phi = phi;
    this.start = new Trial(0, value, slope);
  }

  /**
   * Searches.
   *
   * @param first the step to try first
   * @return a step, or 0 if the direction does not point down or no lower value was found
   */
  double step(double first) {
    if (!(start.slope < 0) || !Double.isFinite(first)) {
      return 0;
    }
    Trial low = start;
    double step = first;
    for (int i = 0; i <= DOUBLINGS; i++) {
      Trial trial = phi.apply(step);
      if (!isSufficient(trial) || trial.value >= low.value) {
        return refine(low, trial);
      }
      if (isFlat(trial)) {
        return step;
      }
      if (trial.slope >= 0) {
        return refine(trial, low);
      }
      low = trial;
      step *= 2;
    }
    return low.step;
  }

  /**
   * Searches between the lowest sufficient step, or 0, and one at the other side of a minimum.
   *
   * @param low phi falls from here towards {@code high}
   */
  private double refine(Trial low, Trial high) {
    int trials = low.step > 0 ? REFINEMENTS : HALVINGS;
    while (trials > 0) {
      trials--;
      double step = between(low, high);
      if (low.step == 0 && isBelowResolution(step)) {
        break;
      }
      Trial trial = phi.apply(step);
      if (!isSufficient(trial) || trial.value >= low.value) {
        high = trial;
      } else if (isFlat(trial)) {
        return step;
      } else {
        if (low.step == 0) {
          trials = REFINEMENTS;
        }
        if (trial.slope * (high.step - low.step) >= 0) {
          high = low;
        }
        low = trial;
      }
    }
    return low.step;
  }

  private boolean isSufficient(Trial trial) {
    return trial.value < start.value
        && trial.value <= start.value + SUFFICIENT_DECREASE * trial.step * start.slope;
  }

  private boolean isFlat(Trial trial) {
    return Math.abs(trial.slope) <= CURVATURE * -start.slope;
  }

  /** Tells whether phi, were it a line, would fall by less than a rounding of its value. */
  private boolean isBelowResolution(double step) {
    return step * -start.slope < Math.ulp(start.value) / 2;
  }

  /**
   * Returns the minimum of the cubic with the values and slopes of both ends, but at least a tenth
   * of the way and at most half of it from the lower end; half where there is no such minimum.
   */
  private static double between(Trial low, Trial high) {
    double width = high.step - low.step;
    double a = low.slope + high.slope - 3 * (low.value - high.value) / (low.step - high.step);
    double b = Math.copySign(Math.sqrt(a * a - low.slope * high.slope), width);
    double way = 1 - (high.slope + b - a) / (high.slope - low.slope + 2 * b);
    return low.step + width * (way <= 0.5 ? Math.max(way, 0.1) : 0.5);
  }
}
