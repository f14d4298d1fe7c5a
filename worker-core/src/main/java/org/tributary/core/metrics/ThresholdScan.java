package org.tributary.core.metrics;

import java.util.OptionalDouble;

/**
 * Chooses the threshold with the best value of a metric, exactly: it tries one between each two
 * neighbouring scores, and those above and below all of them. Mutable, for one thread.
 *
 * <p>A sample is taken for the second class if its score is above the threshold. Between two scores
 * the threshold is 1/2 if that lies there, and else their middle. Of thresholds with the same value
 * the one nearest to 1/2 is chosen.
 */
public final class ThresholdScan implements ScoreScan.Receiver {
  private static final double DEFAULT = 0.5;

  private final ThresholdMetric metric;
  private final double negatives;
  private final double positives;
  private double truePositives;
  private double falsePositives;

  /** The lowest score so far; above every score at first. */
  private double last = Math.nextUp(1.0);

  private double best = Double.NaN;
  private double threshold = Double.NaN;

  /**
   * Starts above the highest score.
   *
   * @param negatives the weight of all samples of the first class
   * @param positives the weight of all samples of the second class
   */
  public ThresholdScan(ThresholdMetric metric, double negatives, double positives) {
    this.metric = metric;
    this.negatives = negatives;
    this.positives = positives;
  }

  @Override
  public void accept(double score, double positivesHere, double negativesHere) {
    tryBetween(score, last);
    truePositives += positivesHere;
    falsePositives += negativesHere;
    last = score;
  }

  /**
   * Returns the threshold; empty if the metric has no value at any.
   *
   * <p>To be asked for once, after the lowest score.
   */
  public OptionalDouble threshold() {
    if (last > 0) {
      tryBetween(0, last);
    }
    return Double.isNaN(threshold) ? OptionalDouble.empty() : OptionalDouble.of(threshold);
  }

  /** Tries to take those for the second class that were read so far. */
  private void tryBetween(double low, double high) {
    double trueNegatives = negatives - falsePositives;
    double falseNegatives = positives - truePositives;
    ClassTotals totals =
        new ClassTotals(
            new double[] {trueNegatives, truePositives},
            new double[] {negatives, positives},
            new double[] {trueNegatives + falseNegatives, truePositives + falsePositives},
            negatives + positives);
    double value = metric.value(totals);
    double candidate = between(low, high);
    boolean better = Direction.HIGHER.isBetter(value, best);
    boolean nearer = value == best && Math.abs(candidate - DEFAULT) < Math.abs(threshold - DEFAULT);
    if (better || nearer) {
      best = value;
      threshold = candidate;
    }
  }

  /** Returns a number from {@code low} to below {@code high}. */
  private static double between(double low, double high) {
    if (low <= DEFAULT && DEFAULT < high) {
      return DEFAULT;
    }
    double middle = low + (Math.min(1, high) - low) / 2;
    return middle < high ? middle : low;
  }
}
