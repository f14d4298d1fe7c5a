package org.tributary.driver.evaluation;

import org.tributary.core.data.Outcome;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.metrics.TemperatureSlope;
import org.tributary.core.model.Decision;
import org.tributary.core.network.Topology;
import org.tributary.core.scoring.PredictionRule;

/**
 * Finds the temperature T with the lowest log loss of z / T: Newton's method for b = 1 / T, in
 * which the log loss is convex, within a bracket that halves where Newton's step leaves it. A pass
 * over the rows for each step, usually fewer than ten.
 */
final class TemperatureFit {
  private static final int MOST_STEPS = 100;

  /** The relative step at which b is exact enough. */
  private static final double PRECISION = 1e-9;

  private TemperatureFit() {}

  /** Returns the temperature, within the range of {@link Decision}. */
  static <A> double of(Passes<A> passes, double[] theta, Topology topology, Outcome outcome) {
    double low = 1 / Decision.HOTTEST;
    double high = 1 / Decision.COLDEST;
    double b = 1;
    for (int step = 0; step < MOST_STEPS; step++) {
      TemperatureSlope slope = slope(passes, theta, topology, outcome, b);
      if (slope.slope() > 0) {
        high = b;
      } else if (slope.slope() < 0) {
        low = b;
      } else {
        break;
      }
      double next = b - slope.slope() / slope.curvature();
      if (!(next > low && next < high)) {
        next = Math.sqrt(low * high);
      }
      boolean exact = Math.abs(next - b) <= PRECISION * b;
      b = next;
      if (exact) {
        break;
      }
    }
    return Math.max(Decision.COLDEST, Math.min(Decision.HOTTEST, 1 / b));
  }

  private static <A> TemperatureSlope slope(
      Passes<A> passes, double[] theta, Topology topology, Outcome outcome, double b) {
    boolean softmax = topology.outputLoss() == OutputLoss.SOFTMAX_CROSS_ENTROPY;
    boolean classes = outcome instanceof Outcome.Classes;
    return passes
        .results(
            new Passes.Network(theta, 1),
            (blocks, pass) -> {
              TemperatureSlope slope = new TemperatureSlope(b);
              pass.forEachLogits(
                  blocks,
                  rows ->
                      rows.forEach(
                          (r, z) -> {
                            if (softmax) {
                              slope.addSoftmax(z, rows.targetClass(r), rows.weight(r));
                            } else {
                              sigmoids(slope, rows, r, z, classes);
                            }
                          }));
              return slope;
            })
        .stream()
        .reduce(new TemperatureSlope(b), TemperatureSlope::merge);
  }

  private static void sigmoids(
      TemperatureSlope slope, BlockRows<?> rows, int r, double[] z, boolean classes) {
    for (int j = 0; j < z.length; j++) {
      double y;
      if (!classes) {
        y = PredictionRule.hasLabel(rows.target(r, j)) ? 1 : 0;
      } else if (z.length == 1) {
        y = rows.targetClass(r);
      } else {
        y = rows.targetClass(r) == j ? 1 : 0;
      }
      slope.addSigmoid(z[j], y, rows.weight(r));
    }
  }
}
