package org.tributary.driver.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.data.Block;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.metrics.MetricSums;
import org.tributary.core.metrics.RankMetrics;
import org.tributary.core.metrics.RankedRun;
import org.tributary.core.model.Decision;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.Initialization;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.dataset.Blocks;
import org.tributary.driver.dataset.DatasetPreparer;
import org.tributary.driver.dataset.PreparedData;
import org.tributary.driver.dataset.TestData;
import org.tributary.driver.evaluation.RankWindow.Digit;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.DataSpec.ColumnsSpec;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.spec.PreparationSpec;

/** Ranks in windows of any size against one sort of all rows. */
class RankingTest {
  @TempDir private Path directory;

  /** Three classes, or numbers, of weighted rows. */
  private enum Task {
    CLASSES(OutputLoss.SOFTMAX_CROSS_ENTROPY, "kind", 3),
    NUMBERS(OutputLoss.IDENTITY_SQUARED_ERROR, "a", 1);

    private final OutputLoss output;
    private final String label;
    private final int outputs;

    Task(OutputLoss output, String label, int outputs) {
      this.output = output;
      this.label = label;
      this.outputs = outputs;
    }

    Topology topology() {
      return new Topology(2, List.of(new HiddenLayer(6, Activation.TANH)), outputs, output);
    }

    PreparedData<double[]> prepared(Path path, int partitions) {
      return DatasetPreparer.prepare(
          LocalSpark.session(),
          new DataSpec(
              path.toString(),
              new FormatSpec.Csv(FormatSpec.Csv.Header.PRESENT, ','),
              new ColumnsSpec(List.of(label), Optional.of("w"), List.of("b", "c"), List.of()),
              new HoldoutSpec.None(),
              PreparationSpec.DEFAULT,
              partitions,
              8),
          output,
          KernelFactory.FLOAT64,
          11);
    }
  }

  private static RankMetrics metrics(PreparedData<double[]> data, Task task, long most) {
    Blocks<double[]> blocks = data.training();
    double[] theta = Initialization.XAVIER.parameters(new ParameterLayout(task.topology()), 5);
    Passes<double[]> passes =
        new Passes<>(
            LocalSpark.context(),
            blocks.rdd(),
            new ForwardPass.Maker<>(
                blocks.kernels(),
                blocks.maxRows(),
                task.topology(),
                data.outcome() instanceof Outcome.Numbers numbers ? numbers.scales() : List.of()),
            Optional.empty());
    MetricSums sums =
        new Evaluator<>(
                LocalSpark.context(), blocks, task.topology(), data.outcome(), Optional.empty())
            .at(theta)
            .sums();
    long rows = blocks.rdd().map(Block::rows).reduce(Integer::sum);
    return new Ranking<>(
            passes,
            new Passes.Network(theta, 1),
            RankKeys.of(data.outcome(), task.topology()),
            rows,
            most)
        .metrics(sums);
  }

  private static List<Double> values(Task task, RankMetrics metrics) {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < metrics.problems(); i++) {
      values.add(task == Task.NUMBERS ? metrics.medianAbsoluteError(i) : metrics.rocAuc(i));
    }
    return values;
  }

  @ParameterizedTest
  @EnumSource(Task.class)
  void ranksHaveTheSameBitsInWindowsOfAnySizeAndOnAnyPartitions(Task task) {
    Path path = TestData.weightedClasses(directory, 331);
    List<List<Double>> found = new ArrayList<>();
    try (PreparedData<double[]> data = task.prepared(path, 3)) {
      for (long most : new long[] {100, 331, 700, 1 << 20}) {
        found.add(values(task, metrics(data, task, most)));
      }
    }
    for (int partitions : new int[] {1, 7, 16}) {
      try (PreparedData<double[]> data = task.prepared(path, partitions)) {
        found.add(values(task, metrics(data, task, 1 << 20)));
      }
    }
    assertThat(found).containsOnly(found.get(0));
    assertThat(found.get(0)).doesNotContain(Double.NaN);
  }

  private static long[] keys(long seed, int count) {
    Random random = new Random(seed);
    // Most scores are near 0 and 1, and some are equal.
    return LongStream.range(0, count)
        .map(
            i -> {
              double x = random.nextInt(4) == 0 ? 1 : Math.pow(random.nextDouble(), 40);
              return RankedRun.ofScore(random.nextBoolean() ? x : 1 - x, random.nextBoolean());
            })
        .toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 50, 999, 5000})
  void windowsHoldEachKeyOnceFromTheHighestToTheLowest(int most) {
    long[] keys = keys(most, 2000);
    BiFunction<Integer, Digit, long[]> count =
        (problem, digit) -> {
          long[] counts = new long[digit.values()];
          for (long key : keys) {
            if (digit.of(key) >= 0) {
              counts[digit.of(key)]++;
            }
          }
          return counts;
        };
    List<RankWindow> windows = RankWindow.cut(0, most, count);
    for (int i = 1; i < windows.size(); i++) {
      assertThat(windows.get(i).high()).isLessThan(windows.get(i - 1).low());
    }
    for (long key : keys) {
      assertThat(windows.stream().filter(window -> window.holds(key))).hasSize(1);
    }
    for (RankWindow window : windows) {
      LongStream held = LongStream.of(keys).filter(window::holds);
      // More only of one key.
      assertThat(held.toArray())
          .satisfies(
              inside ->
                  assertThat(inside.length <= most || LongStream.of(inside).distinct().count() == 1)
                      .isTrue());
    }
  }

  @Test
  void aPerfectRankingHasAnAreaOfOne() {
    StringBuilder text = new StringBuilder("a,b,c,w,kind\n");
    for (int i = 0; i < 40; i++) {
      text.append("%d,%d,%d,1,%s%n".formatted(i, i, i % 2, i < 20 ? "low" : "up"));
    }
    Path path = TestData.write(directory.resolve("rows.csv"), text.toString());
    Topology topology = new Topology(2, List.of(), 1, OutputLoss.SIGMOID_CROSS_ENTROPY);
    try (PreparedData<double[]> data =
        DatasetPreparer.prepare(
            LocalSpark.session(),
            new DataSpec(
                path.toString(),
                new FormatSpec.Csv(FormatSpec.Csv.Header.PRESENT, ','),
                new ColumnsSpec(List.of("kind"), Optional.of("w"), List.of("b", "c"), List.of()),
                new HoldoutSpec.None(),
                PreparationSpec.DEFAULT,
                2,
                8),
            OutputLoss.SIGMOID_CROSS_ENTROPY,
            KernelFactory.FLOAT64,
            11)) {
      Evaluator<double[]> evaluator =
          new Evaluator<>(
              LocalSpark.context(), data.training(), topology, data.outcome(), Optional.empty());
      RankMetrics up =
          evaluator.at(new double[] {0, 1, 0}, Decision.NONE, Evaluator.Depth.RANKS).ranks();
      assertThat(up.rocAuc()).isEqualTo(1);
      assertThat(up.prAuc()).isEqualTo(1);
      RankMetrics down =
          evaluator.at(new double[] {0, -1, 0}, Decision.NONE, Evaluator.Depth.RANKS).ranks();
      assertThat(down.rocAuc()).isZero();
      RankMetrics none =
          evaluator.at(new double[] {0, 0, 0}, Decision.NONE, Evaluator.Depth.RANKS).ranks();
      assertThat(none.rocAuc()).isEqualTo(0.5);
      assertThat(none.prAuc()).isCloseTo(0.5, within(0.0));
    }
  }
}
