package org.tributary.driver.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.tributary.core.metrics.ConfusionMatrix;
import org.tributary.core.metrics.MedianScan;
import org.tributary.core.metrics.MetricSums;
import org.tributary.core.metrics.RankCurves;
import org.tributary.core.metrics.RankMetrics;
import org.tributary.core.metrics.RankedRun;
import org.tributary.core.metrics.RankedRunBuilder;
import org.tributary.core.metrics.RegressionMetrics;
import org.tributary.core.metrics.ScoreScan;
import org.tributary.core.metrics.TaskKind;
import org.tributary.core.metrics.ThresholdMetric;
import org.tributary.core.metrics.ThresholdScan;
import org.tributary.driver.evaluation.Passes.Network;
import org.tributary.driver.evaluation.RankWindow.Digit;

/**
 * Ranks the rows of a data set by the network's outputs, exactly and in bounded memory.
 *
 * <p>Each partition sorts its rows into a {@link RankedRun}, an array of numbers; the driver merges
 * the runs and reads them from the highest key to the lowest, so the metrics have the same bits on
 * any partitioning. If there are more rows than fit, they come in windows of keys from several
 * passes: radix histograms of the keys, over 16 bits at a time, tell where to cut.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Ranking<A> {
  /** The heap of the driver for a row of a window: key, weight and number, in both copies. */
  private static final long BYTES_PER_ROW = 64;

  private static final long FEWEST_ROWS = 1 << 18;
  private static final long MOST_ROWS = 1 << 24;

  private final Passes<A> passes;
  private final Network network;
  private final RankKeys keys;
  private final long rows;
  private final long most;

  /**
   * Prepares a ranking.
   *
   * @param network the parameters and the temperature
   * @param rows the number of rows
   * @param most the most rows of a window
   */
  Ranking(Passes<A> passes, Network network, RankKeys keys, long rows, long most) {
    this.passes = passes;
    this.network = network;
    this.keys = keys;
    this.rows = rows;
    this.most = most;
  }

  /** Returns how many rows the driver can hold: an eighth of its heap. */
  static long mostRows() {
    long fitting = Runtime.getRuntime().maxMemory() / 8 / BYTES_PER_ROW;
    return Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, fitting));
  }

  /** Returns the areas under the curves, or the median errors. */
  RankMetrics metrics(MetricSums sums) {
    if (keys.kind() == TaskKind.REGRESSION) {
      double weight = ((RegressionMetrics) sums).weight();
      List<MedianScan> medians =
          IntStream.range(0, keys.count()).mapToObj(j -> new MedianScan(weight)).toList();
      read(j -> medians.get(j).isFound(), medians.stream().map(Ranking::receiver).toList());
      return RankMetrics.ofErrors(medians);
    }
    List<RankCurves> curves =
        IntStream.range(0, keys.count()).mapToObj(c -> new RankCurves()).toList();
    List<ScoreScan> scans = curves.stream().map(ScoreScan::new).toList();
    read(c -> false, scans.stream().map(Ranking::receiver).toList());
    scans.forEach(ScoreScan::end);
    return RankMetrics.ofScores(curves);
  }

  /** Returns the threshold between two classes with the best value of a metric, if it has one. */
  OptionalDouble threshold(ThresholdMetric metric, ConfusionMatrix matrix) {
    ThresholdScan thresholds = new ThresholdScan(metric, matrix.support(0), matrix.support(1));
    ScoreScan scan = new ScoreScan(thresholds);
    read(c -> false, List.of(receiver(scan)));
    scan.end();
    return thresholds.threshold();
  }

  private static Consumer<RankedRun> receiver(MedianScan scan) {
    return scan::accept;
  }

  private static Consumer<RankedRun> receiver(ScoreScan scan) {
    return scan::accept;
  }

  /**
   * Reads all rows of every ranking from the highest key to the lowest.
   *
   * @param ended tells whether a ranking needs no more rows
   * @param receivers one for each ranking
   */
  private void read(Predicate<Integer> ended, List<Consumer<RankedRun>> receivers) {
    if (rows > most) {
      for (int problem = 0; problem < keys.count(); problem++) {
        for (RankWindow window : RankWindow.cut(problem, most, this::histogram)) {
          if (!ended.test(problem)) {
            receivers.get(problem).accept(runs(window).get(0));
          }
        }
      }
      return;
    }
    int together = (int) Math.max(1, Math.min(keys.count(), most / Math.max(1, rows)));
    for (int from = 0; from < keys.count(); from += together) {
      int end = Math.min(keys.count(), from + together);
      List<RankedRun> runs = runs(RankWindow.all(from, end));
      for (int i = 0; i < runs.size(); i++) {
        receivers.get(from + i).accept(runs.get(i));
      }
    }
  }

  /** Returns the merged runs of the rankings of a window. */
  private List<RankedRun> runs(RankWindow window) {
    RankKeys by = keys;
    List<RankedRun[]> parts =
        passes.results(
            network,
            (blocks, pass) -> {
              RankedRunBuilder[] builders = new RankedRunBuilder[window.end() - window.from()];
              Arrays.setAll(builders, i -> new RankedRunBuilder());
              pass.forEach(
                  blocks,
                  (block, loss) ->
                      block.forEach(
                          (r, row) -> {
                            for (int i = 0; i < builders.length; i++) {
                              long key = by.key(block, r, row, window.from() + i);
                              if (window.holds(key)) {
                                builders[i].add(key, block.weight(r));
                              }
                            }
                          }));
              return Arrays.stream(builders).map(RankedRunBuilder::build).toArray(RankedRun[]::new);
            });
    List<RankedRun> merged = new ArrayList<>();
    for (int i = 0; i < window.end() - window.from(); i++) {
      int problem = i;
      merged.add(RankedRun.merged(parts.stream().map(part -> part[problem]).toList()));
    }
    return merged;
  }

  private long[] histogram(int problem, Digit digit) {
    RankKeys by = keys;
    return passes
        .results(
            network,
            (blocks, pass) -> {
              long[] counts = new long[digit.values()];
              pass.forEach(
                  blocks,
                  (block, loss) ->
                      block.forEach(
                          (r, row) -> {
                            int value = digit.of(by.key(block, r, row, problem));
                            if (value >= 0) {
                              counts[value]++;
                            }
                          }));
              return counts;
            })
        .stream()
        .reduce(
            new long[digit.values()],
            (sum, part) -> {
              Arrays.setAll(sum, value -> sum[value] + part[value]);
              return sum;
            });
  }
}
