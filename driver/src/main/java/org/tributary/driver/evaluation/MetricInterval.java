package org.tributary.driver.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tributary.core.metrics.Metric;
import org.tributary.core.metrics.MetricSums;
import org.tributary.core.metrics.RankMetrics;

/**
 * A metric with bounds by the bootstrap: groups of rows are drawn with replacement, and the bounds
 * are quantiles of the metric over the draws (Efron and Tibshirani, An Introduction to the
 * Bootstrap, 1993).
 *
 * @param metric the metric
 * @param value its value over all rows
 * @param lower the bound that half of the draws outside the interval are below
 * @param upper the bound that the other half are above
 */
public record MetricInterval(Metric metric, double value, double lower, double upper) {
  private static final String PURPOSE = "bootstrap";

  /**
   * Returns the intervals of the metrics that follow from sums over the rows.
   *
   * @param confidence the share of the draws within an interval
   * @param resamples number of draws
   * @param seed of the draws
   */
  public static List<MetricInterval> of(
      GroupedEvaluation evaluation, double confidence, int resamples, long seed) {
    MetricSums all = evaluation.sums();
    List<Metric> metrics =
        Metric.of(all.taskKind(), all.outputs()).stream()
            .filter(metric -> !metric.needsRanks() && Double.isFinite(value(metric, all)))
            .toList();
    double[][] drawn =
        IntStream.range(0, resamples)
            .parallel()
            .mapToObj(
                b -> {
                  MetricSums sums = evaluation.sums(evaluation.draw(seed, PURPOSE, b));
                  return metrics.stream().mapToDouble(metric -> value(metric, sums)).toArray();
                })
            .toArray(double[][]::new);
    int tail = (int) Math.floor((1 - confidence) / 2 * resamples);
    List<MetricInterval> intervals = new ArrayList<>();
    for (int i = 0; i < metrics.size(); i++) {
      int at = i;
      double[] sorted = Arrays.stream(drawn).mapToDouble(each -> each[at]).sorted().toArray();
      intervals.add(
          new MetricInterval(
              metrics.get(i),
              value(metrics.get(i), all),
              sorted[tail],
              sorted[resamples - 1 - tail]));
    }
    return intervals;
  }

  private static double value(Metric metric, MetricSums sums) {
    return metric.value(Double.NaN, sums, RankMetrics.NONE);
  }
}
