package org.tributary.driver.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.kernel.Precision;
import org.tributary.core.network.Initialization;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.objective.Penalty;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.dataset.Blocks;
import org.tributary.driver.solver.DistributedObjective;
import org.tributary.driver.solver.TrainingProblem;
import org.tributary.driver.spark.Broadcasts;

/** What is measured, not how long it takes. */
class BenchmarksTest {

  @Test
  void aRateHasOneValueARepetition() {
    GemmBenchmark.Rate rate =
        GemmBenchmark.measure(Precision.FLOAT64, KernelFactory.FLOAT64, 16, 2, 3);
    assertThat(rate.threads()).isEqualTo(2);
    assertThat(rate.gigaflops().values()).hasSize(3).allMatch(value -> value > 0);
  }

  @Test
  void aGradientIsCountedBySamplesAndOperations() {
    SyntheticBlocks shape =
        new SyntheticBlocks(20, BenchmarkNetwork.INPUTS, BenchmarkNetwork.OUTPUTS, 8, 2);
    try (Blocks<float[]> blocks = shape.cached(LocalSpark.context(), KernelFactory.FLOAT32)) {
      GradientBenchmark.Gradient measured =
          GradientBenchmark.measure(
              LocalSpark.context(), blocks, BenchmarkNetwork.W1.topology(), Duration.ZERO, 1);
      assertThat(measured.seconds().values()).hasSize(1);
      assertThat(measured.samplesPerSecond()).isEqualTo(20 / measured.seconds().median());
      assertThat(measured.gigaflops()).isEqualTo(measured.samplesPerSecond() * 229_120 / 1e9);
    }
  }

  @Test
  void thePlainSumIsTheSameGradientButForItsRounding() {
    SyntheticBlocks shape =
        new SyntheticBlocks(40, BenchmarkNetwork.INPUTS, BenchmarkNetwork.OUTPUTS, 4, 3);
    try (Blocks<double[]> blocks = shape.cached(LocalSpark.context(), KernelFactory.FLOAT64)) {
      ParameterLayout layout = new ParameterLayout(BenchmarkNetwork.W1.topology());
      double[] theta = Initialization.AUTO.parameters(layout, 1);
      double[] expected =
          new DistributedObjective<>(
                  new TrainingProblem<>(LocalSpark.context(), blocks, layout, Penalty.NONE))
              .at(theta)
              .gradient();
      // Ten sums of numbers below 1, in another order.
      assertThat(
              OrderBenchmark.plain(
                  LocalSpark.context(),
                  new Broadcasts(LocalSpark.context()),
                  blocks,
                  BenchmarkNetwork.W1.topology(),
                  theta))
          .containsExactly(expected, Offset.offset(1e-14));
    }
  }

  @Test
  void phasesOfARoundAddUpToNoMoreThanTheFasterHalf() {
    RoundBenchmark.Round round = RoundBenchmark.measure(LocalSpark.context(), 2, 1, 5);
    RoundBenchmark.Phases phases = round.phases();
    assertThat(round.parameters()).isEqualTo(RoundBenchmark.PARAMETERS);
    double sum =
        phases.submit() + phases.schedule() + phases.tasks() + phases.merge() + phases.finish();
    double median = round.milliseconds().median();
    double mean =
        round.milliseconds().values().stream()
            .filter(value -> value <= median)
            .mapToDouble(Double::doubleValue)
            .average()
            .orElseThrow();
    // The phases come from a clock of whole milliseconds, rounded down at either end.
    assertThat(sum).isBetween(0.0, mean + 1);
    assertThat(phases.taskRun()).isLessThanOrEqualTo(phases.tasks() + 1);
  }

  @Test
  void growthChangesOneThingAtATime() {
    SyntheticBlocks base =
        new SyntheticBlocks(4, BenchmarkNetwork.INPUTS, BenchmarkNetwork.OUTPUTS, 2, 2);
    AtomicInteger collections = new AtomicInteger();
    List<GrowthBenchmark.Point> points =
        GrowthBenchmark.measure(
            LocalSpark.context(),
            KernelFactory.FLOAT32,
            base,
            Duration.ZERO,
            1,
            collections::incrementAndGet);
    assertThat(points)
        .extracting(
            point ->
                point.axis()
                    + " "
                    + point.gradient().rows()
                    + " "
                    + point.partitions()
                    + " "
                    + point.gradient().topology())
        .containsExactly(
            "ROWS 4 2 784-256-128-10",
            "ROWS 8 2 784-256-128-10",
            "ROWS 16 2 784-256-128-10",
            "ROWS 32 2 784-256-128-10",
            "WIDTH 4 2 784-256-128-10",
            "WIDTH 4 2 784-512-256-10",
            "WIDTH 4 2 784-1024-512-10",
            "PARTITIONS 4 1 784-256-128-10",
            "PARTITIONS 4 2 784-256-128-10",
            "PARTITIONS 4 4 784-256-128-10",
            "PARTITIONS 4 8 784-256-128-10",
            "PARTITIONS 4 16 784-256-128-10");
    assertThat(points).allMatch(point -> point.cachedBytes() > 0 && point.liveBytes() > 0);
    // Twice before the gradients of a point and twice after: what is live is not what is garbage.
    assertThat(collections).hasValue(4 * points.size());
  }
}
