package org.tributary.core.metrics;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * How good the predicted probabilities of classes are: log loss, Brier score, top-k accuracy and
 * calibration.
 *
 * <p>Probabilities p are divided by their sum, which is 1 already with softmax. The sums are exact,
 * so no metric depends on the order of adding and merging. An instance is a mutable running sum and
 * serves one thread.
 */
public final class ProbabilityMetrics implements Serializable {
  private static final long serialVersionUID = 1;

  /** Number of bins of the calibration table, of equal width. */
  public static final int BINS = 10;

  /** The largest k of top-k accuracies. */
  static final int MOST_RANKS = 10;

  /** Probabilities below it count as this one in the log loss, as in scikit-learn. */
  static final double LEAST = Math.ulp(1.0);

  private static final double BIN_WIDTH = 1.0 / BINS;

  private final int classes;
  private final ExactSum weight = new ExactSum();
  private final ExactSum logLoss = new ExactSum();
  private final ExactSum squares = new ExactSum();

  /** Weight of the samples whose class is at most so far behind the most probable one. */
  private final ExactSum[] ranks = ConfusionMatrix.sums(MOST_RANKS);

  private final ExactSum[] binWeights = ConfusionMatrix.sums(BINS);
  private final ExactSum[] binPredicted = ConfusionMatrix.sums(BINS);
  private final ExactSum[] binObserved = ConfusionMatrix.sums(BINS);

  ProbabilityMetrics(int classes) {
    this.classes = classes;
  }

  /**
   * Takes in one sample.
   *
   * @param p the probability of each class
   */
  void add(int target, double[] p, double w) {
    double sum = 0;
    int best = 0;
    int rank = 0;
    for (int c = 0; c < classes; c++) {
      sum += p[c];
      best = p[c] > p[best] ? c : best;
      // Of equal ones, the first comes first.
      rank += p[c] > p[target] || (p[c] == p[target] && c < target) ? 1 : 0;
    }
    weight.add(w);
    double ofTarget = share(p[target], sum);
    logLoss.add(-w * StrictMath.log(Math.max(LEAST, ofTarget)));
    if (rank < MOST_RANKS) {
      ranks[rank].add(w);
    }
    if (classes == 2) {
      double second = share(p[1], sum);
      squares.add(w * square(second - target));
      bin(second, target, w);
    } else {
      double error = 0;
      for (int c = 0; c < classes; c++) {
        error += square(share(p[c], sum) - (c == target ? 1 : 0));
      }
      squares.add(w * error);
      bin(share(p[best], sum), best == target ? 1 : 0, w);
    }
  }

  private double share(double p, double sum) {
    return sum > 0 ? p / sum : 1.0 / classes;
  }

  private static double square(double x) {
    return x * x;
  }

  private void bin(double p, int observed, double w) {
    int bin = 0;
    while (bin < BINS - 1 && p > (bin + 1) * BIN_WIDTH) {
      bin++;
    }
    binWeights[bin].add(w);
    binPredicted[bin].add(w * p);
    binObserved[bin].add(w * observed);
  }

  void merge(ProbabilityMetrics other) {
    weight.merge(other.weight);
    logLoss.merge(other.logLoss);
    squares.merge(other.squares);
    merge(ranks, other.ranks);
    merge(binWeights, other.binWeights);
    merge(binPredicted, other.binPredicted);
    merge(binObserved, other.binObserved);
  }

  static void merge(ExactSum[] sums, ExactSum[] others) {
    for (int i = 0; i < sums.length; i++) {
      sums[i].merge(others[i]);
    }
  }

  /** Returns the mean of -ln p of the true class, with p of 2^-52 at least; NaN without samples. */
  public double logLoss() {
    return logLoss.value() / weight.value();
  }

  /**
   * Returns the Brier score: with two classes the mean of (p - y)^2 of the second, otherwise the
   * mean of the sum of (p - y)^2 over the classes; NaN without samples.
   */
  public double brierScore() {
    return squares.value() / weight.value();
  }

  /**
   * Returns the share of samples whose class is among the k most probable ones, of equal ones the
   * first; NaN without samples.
   *
   * @param k from 1 to 10
   */
  public double topAccuracy(int k) {
    ExactSum sum = new ExactSum();
    for (int rank = 0; rank < k; rank++) {
      sum.merge(ranks[rank]);
    }
    return sum.value() / weight.value();
  }

  /**
   * Returns the calibration table: with two classes, of the probability of the second class and how
   * often it is the true one; otherwise of the largest probability and how often its class is the
   * true one.
   */
  public List<CalibrationBin> calibration() {
    List<CalibrationBin> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      double w = binWeights[bin].value();
      bins.add(
          new CalibrationBin(
              bin * BIN_WIDTH,
              bin == BINS - 1 ? 1 : (bin + 1) * BIN_WIDTH,
              w,
              binPredicted[bin].value() / w,
              binObserved[bin].value() / w));
    }
    return bins;
  }

  /**
   * Returns the expected calibration error: the mean of |predicted - observed| over the bins of the
   * {@link #calibration} table, by weight; NaN without samples.
   */
  public double calibrationError() {
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      sum += Math.abs(binPredicted[bin].value() - binObserved[bin].value());
    }
    return sum / weight.value();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProbabilityMetrics that
        && weight.equals(that.weight)
        && logLoss.equals(that.logLoss)
        && squares.equals(that.squares)
        && Arrays.equals(ranks, that.ranks)
        && Arrays.equals(binWeights, that.binWeights)
        && Arrays.equals(binPredicted, that.binPredicted)
        && Arrays.equals(binObserved, that.binObserved);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(ranks), Arrays.hashCode(binWeights), weight, logLoss);
  }
}
