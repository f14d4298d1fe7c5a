package org.tributary.driver.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.tributary.core.metrics.Direction;
import org.tributary.core.metrics.Metric;
import org.tributary.core.metrics.MetricSums;
import org.tributary.core.metrics.RankMetrics;
import org.tributary.core.metrics.TaskKind;

/**
 * Compares the metrics of two models on the same rows, by a paired bootstrap: groups of rows are
 * drawn with replacement, the same ones for both models (Efron and Tibshirani, An Introduction to
 * the Bootstrap, 1993).
 *
 * @param rows number of rows
 * @param differences the comparison of each metric
 * @param onlyCandidate rows whose class only the candidate predicts
 * @param onlyCurrent rows whose class only the current model predicts
 * @param mcnemar the one-sided p-value of the exact test of McNemar, that the candidate is right
 *     more often; empty if the rows have weights, or there are no classes
 */
public record PairedComparison(
    long rows,
    List<Difference> differences,
    long onlyCandidate,
    long onlyCurrent,
    OptionalDouble mcnemar) {
  /** The number of groups of rows. */
  public static final int GROUPS = 200;

  private static final String PURPOSE = "paired bootstrap";

  /**
   * The comparison of a metric.
   *
   * @param metric the metric
   * @param current its value for the current model
   * @param candidate its value for the candidate
   * @param improvement how much better the candidate is, in the direction of the metric
   * @param lower the bound that the improvement exceeds with the confidence that was asked for
   * @param upper the bound that it does not exceed with that confidence
   */
  public record Difference(
      Metric metric,
      double current,
      double candidate,
      double improvement,
      double lower,
      double upper) {}

  /** Copies the list. */
  public PairedComparison {
    differences = List.copyOf(differences);
  }

  /**
   * Compares two evaluations of the same rows.
   *
   * @param metrics the metrics, which need no ranks and not the loss
   * @param confidence of each bound
   * @param resamples number of resamples
   * @param seed of the resamples
   */
  public static PairedComparison of(
      GroupedEvaluation current,
      GroupedEvaluation candidate,
      List<Metric> metrics,
      double confidence,
      int resamples,
      long seed) {
    MetricSums before = current.sums();
    MetricSums after = candidate.sums();
    double[][] sampled =
        IntStream.range(0, resamples)
            .parallel()
            .mapToObj(
                b -> {
                  int[] times = current.draw(seed, PURPOSE, b);
                  MetricSums x = current.sums(times);
                  MetricSums y = candidate.sums(times);
                  return metrics.stream()
                      .mapToDouble(
                          metric -> improvement(metric, value(metric, x), value(metric, y)))
                      .toArray();
                })
            .toArray(double[][]::new);
    List<Difference> differences = new ArrayList<>();
    for (int i = 0; i < metrics.size(); i++) {
      int at = i;
      Metric metric = metrics.get(i);
      double[] sorted = Arrays.stream(sampled).mapToDouble(each -> each[at]).sorted().toArray();
      double was = value(metric, before);
      double is = value(metric, after);
      int tail = (int) Math.floor((1 - confidence) * resamples);
      differences.add(
          new Difference(
              metric,
              was,
              is,
              improvement(metric, was, is),
              sorted[tail],
              sorted[resamples - 1 - tail]));
    }
    boolean tested = before.taskKind() == TaskKind.CLASSIFICATION && !current.isWeighted();
    long onlyCandidate = tested ? candidate.rightAlone(current) : 0;
    long onlyCurrent = tested ? current.rightAlone(candidate) : 0;
    return new PairedComparison(
        current.rows(),
        differences,
        onlyCandidate,
        onlyCurrent,
        tested ? OptionalDouble.of(mcnemar(onlyCandidate, onlyCurrent)) : OptionalDouble.empty());
  }

  private static double value(Metric metric, MetricSums sums) {
    return metric.value(Double.NaN, sums, RankMetrics.NONE);
  }

  /** Returns the improvement; the least if one of the values is none. */
  private static double improvement(Metric metric, double was, double is) {
    double improvement = metric.direction() == Direction.HIGHER ? is - was : was - is;
    return Double.isNaN(improvement) ? Double.NEGATIVE_INFINITY : improvement;
  }

  /**
   * Returns the probability of at least so many rows that only the candidate has right, if each row
   * that only one of two equally good models has right is as likely the one's as the other's.
   */
  static double mcnemar(long onlyCandidate, long onlyCurrent) {
    int n = Math.toIntExact(onlyCandidate + onlyCurrent);
    return onlyCandidate == 0
        ? 1
        : new BinomialDistribution(null, n, 0.5)
            .cumulativeProbability(Math.toIntExact(onlyCurrent));
  }

  /** Returns the comparisons by the keys of the metrics. */
  public Map<String, Difference> byKey() {
    Map<String, Difference> all = new LinkedHashMap<>();
    differences.forEach(each -> all.put(each.metric().key(), each));
    return all;
  }
}
