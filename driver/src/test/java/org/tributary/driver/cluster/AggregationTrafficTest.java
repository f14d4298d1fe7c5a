package org.tributary.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.summation.Transport;
import org.tributary.driver.bench.AggregationBenchmark;
import org.tributary.driver.bench.AggregationBenchmark.Measured;
import org.tributary.driver.bench.AggregationBenchmark.Rounds;
import org.tributary.driver.bench.AggregationMethod;
import org.tributary.driver.spec.AggregationSpec;
import org.tributary.driver.spec.AggregationSpec.Merge;
import org.tributary.driver.spec.AggregationSpec.Mode;

/** What Spark counts on executors is what the formulas say. */
@Tag("cluster")
@EnabledOnOs(OS.LINUX)
class AggregationTrafficTest {
  private static final int PARAMETERS = 50_000;

  /** The maximum size in bytes of Spark's metadata of a task, in addition to its result. */
  private static final int MESSAGE = 4000;

  private static ExecutorCluster cluster;

  @BeforeAll
  static void start() {
    // Random numbers hardly compress, but how little is not what is tested.
    cluster = ExecutorCluster.start(Map.of("spark.shuffle.compress", "false"));
    assertThat(cluster.executors()).hasSize(2);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  static Stream<AggregationSpec> specs() {
    return Stream.of(
        new AggregationSpec(new Mode.Direct(), Merge.NONE, Transport.EXACT),
        new AggregationSpec(new Mode.Tree(1), Merge.NONE, Transport.EXACT),
        new AggregationSpec(new Mode.Tree(2), Merge.NONE, Transport.EXACT),
        new AggregationSpec(new Mode.Tree(3), Merge.NONE, Transport.EXACT),
        new AggregationSpec(new Mode.Sharded(7), Merge.NONE, Transport.EXACT),
        new AggregationSpec(new Mode.Sharded(20), Merge.NONE, Transport.EXACT),
        new AggregationSpec(new Mode.Direct(), Merge.EXECUTOR, Transport.EXACT),
        new AggregationSpec(new Mode.Sharded(4), Merge.EXECUTOR, Transport.EXACT));
  }

  @ParameterizedTest
  @MethodSource("specs")
  void trafficIsThatOfTheFormulas(AggregationSpec spec) {
    for (int partitions : new int[] {8, 27}) {
      Rounds rounds =
          AggregationBenchmark.measure(
              cluster.context(),
              KernelFactory.FLOAT32,
              AggregationMethod.DIRECT,
              spec,
              PARAMETERS,
              partitions,
              1);
      Measured measured = (Measured) rounds.outcome();
      int tasks = measured.stages() * Math.max(partitions, 20);
      assertThat(measured.stages()).isEqualTo(rounds.expected().stages());
      assertThat(measured.driverBytes())
          .isBetween(
              rounds.expected().driverBytes(),
              rounds.expected().driverBytes() + (long) MESSAGE * tasks);
      // A slice of 10 kB has a header of 300 bytes or so.
      assertThat(measured.busiestTaskBytes())
          .isCloseTo(rounds.expected().busiestTaskBytes(), Percentage.withPercentage(5));
    }
  }
}
