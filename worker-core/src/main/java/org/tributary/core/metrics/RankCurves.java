package org.tributary.core.metrics;

/**
 * The areas under the ROC and the precision-recall curve of scores that come in descending order.
 * Mutable, for one thread.
 */
public final class RankCurves implements ScoreScan.Receiver {
  private double truePositives;
  private double falsePositives;
  private double area;
  private double precisions;

  /** Starts above the highest score. */
  public RankCurves() {}

  @Override
  public void accept(double score, double positives, double negatives) {
    area += negatives * (truePositives + positives / 2);
    truePositives += positives;
    falsePositives += negatives;
    if (positives > 0) {
      precisions += positives * (truePositives / (truePositives + falsePositives));
    }
  }

  /**
   * Returns the probability that a positive sample has a higher score than a negative one, where
   * equal scores count one half; NaN if there are only samples of one kind.
   */
  public double rocAuc() {
    return area / (truePositives * falsePositives);
  }

  /**
   * Returns the average precision: the sum over the different scores, as thresholds, of the
   * precision times the increase in recall; NaN without a positive sample.
   */
  public double averagePrecision() {
    return precisions / truePositives;
  }
}
