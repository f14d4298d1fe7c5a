package org.tributary.driver.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tributary.core.kernel.Precision;
import org.tributary.core.summation.Transport;
import org.tributary.driver.dataset.LeafRange;
import org.tributary.driver.spec.AggregationSpec;
import org.tributary.driver.spec.AggregationSpec.Merge;
import org.tributary.driver.spec.AggregationSpec.Mode;
import org.tributary.driver.spec.InvalidConfiguration;

/** Which plan is chosen, and why. */
class PlannerTest {
  private static final long GIGABYTE = 1L << 30;

  private static Load load(int parameters, int partitions) {
    int leaves = LeafRange.leavesOf(4L * partitions, 1);
    return new Load(
        parameters,
        Precision.FLOAT32,
        Transport.EXACT,
        LeafRange.aligned(leaves, leaves, partitions, leaves));
  }

  private static Resources threads(int cores) {
    return new Resources(Resources.Place.THREADS, 1, cores, 8 * GIGABYTE, 8 * GIGABYTE, GIGABYTE);
  }

  private static Resources executors(int executors, int cores) {
    return new Resources(
        Resources.Place.EXECUTORS, executors, cores, 4 * GIGABYTE, 4 * GIGABYTE, GIGABYTE);
  }

  private static AggregationSpec plain(Mode mode) {
    return new AggregationSpec(mode, Merge.NONE, Transport.EXACT);
  }

  private static Plan chosen(Mode mode, Load load, Resources resources) {
    return Planner.decide(plain(mode), load, resources).plan();
  }

  @Test
  void sumsOfThreadsGoToTheDriverWithoutAShuffle() {
    for (int partitions : new int[] {1, 2, 16, 64}) {
      assertThat(chosen(new Mode.Auto(), load(1_000_000, partitions), threads(16)))
          .isEqualTo(new Plan.Direct());
    }
  }

  @Test
  void sumsOfThreadsThatTheDriverHasNoRoomForAreSharded() {
    Planner.Decision decision =
        Planner.decide(plain(new Mode.Auto()), load(10_000_000, 200), threads(2));
    assertThat(decision.plan()).isEqualTo(new Plan.Sharded(200));
    assertThat(decision.reason())
        .contains("direct needs 12.8 GB on the driver, which has 966.4 MB");
  }

  @ParameterizedTest
  @CsvSource({
    "100000, 2, direct",
    "100000, 6, direct",
    "100000, 200, sharded over 25 slices",
    "1000000, 64, sharded over 64 slices",
    "10000000, 16, sharded over 16 slices",
    "10000000, 200, sharded over 200 slices",
    "10000000, 1000, sharded over 1000 slices"
  })
  void aClusterGetsWhatIsEstimatedToBeFastest(int parameters, int partitions, String expected) {
    assertThat(chosen(new Mode.Auto(), load(parameters, partitions), executors(16, 64)).sentence())
        .isEqualTo(expected);
  }

  @Test
  void theReasonNamesEveryPlan() {
    assertThat(
            Planner.decide(plain(new Mode.Auto()), load(1_000_000, 64), executors(16, 64)).reason())
        .matches(
            "sharded over 64 slices: estimated \\S+ s; tree of depth 3: estimated \\S+ s;"
                + " direct: estimated 2.05 s");
  }

  @Test
  void aTreeWhoseTasksHaveTooLittleMemoryIsExcluded() {
    Resources small =
        new Resources(Resources.Place.EXECUTORS, 2, 8, GIGABYTE, 4 * GIGABYTE, GIGABYTE);
    assertThat(Planner.decide(plain(new Mode.Auto()), load(10_000_000, 200), small).reason())
        .contains("needs")
        .contains("in a task, which has 67.1 MB");
  }

  @Test
  void sumsOfTasksThatShareAnExecutorAreMergedThere() {
    Planner.Decision decision =
        Planner.decide(AggregationSpec.AUTO, load(10_000_000, 128), executors(16, 128));
    assertThat(decision.plan()).isEqualTo(new Plan.Merged(new Plan.Sharded(16), 16));
    assertThat(decision.reason())
        .matches(
            "merged per executor, then sharded over 16 slices: .*; sharded over 128 slices:"
                + " .*; direct needs .*");
  }

  @Test
  void nothingIsMergedWhereItDoesNotPay() {
    // Small sums, one partition an executor, threads of one process, executors without room.
    Resources full =
        new Resources(Resources.Place.EXECUTORS, 2, 16, GIGABYTE, 8 * GIGABYTE, 4 * GIGABYTE);
    assertThat(Planner.decide(AggregationSpec.AUTO, load(10_000, 16), executors(4, 16)).plan())
        .isEqualTo(new Plan.Direct());
    assertThat(Planner.decide(AggregationSpec.AUTO, load(10_000_000, 16), executors(16, 64)).plan())
        .isInstanceOf(Plan.Sharded.class);
    assertThat(Planner.decide(AggregationSpec.AUTO, load(1_000_000, 16), threads(16)).plan())
        .isEqualTo(new Plan.Direct());
    assertThat(Planner.decide(AggregationSpec.AUTO, load(10_000_000, 16), full).plan())
        .isNotInstanceOf(Plan.Merged.class);
  }

  @Test
  void mergingIsForcedWithEveryMode() {
    Load load = load(1000, 8);
    for (Mode mode : new Mode[] {new Mode.Direct(), new Mode.Tree(2), new Mode.Sharded(3)}) {
      Plan plain = chosen(mode, load, executors(2, 2));
      AggregationSpec spec = new AggregationSpec(mode, Merge.EXECUTOR, Transport.EXACT);
      assertThat(Planner.decide(spec, load, executors(2, 2)).plan())
          .isEqualTo(new Plan.Merged(plain, 2));
    }
  }

  @Test
  void whatIsForcedIsDone() {
    Load load = load(1000, 8);
    assertThat(chosen(new Mode.Direct(), load, executors(2, 2))).isEqualTo(new Plan.Direct());
    assertThat(chosen(new Mode.Tree(5), load, threads(2))).isEqualTo(new Plan.Tree(5));
    assertThat(chosen(new Mode.Sharded(7), load, threads(2))).isEqualTo(new Plan.Sharded(7));
    assertThat(chosen(new Mode.Sharded(0), load, threads(2))).isEqualTo(new Plan.Sharded(1));
    assertThat(chosen(new Mode.Sharded(0), load(1_000_000, 8), threads(2)))
        .isEqualTo(new Plan.Sharded(8));
    assertThat(chosen(new Mode.Sharded(5000), load, threads(2))).isEqualTo(new Plan.Sharded(1000));
  }

  @Test
  void whatSparkWouldAbortIsRefusedBefore() {
    assertThatThrownBy(
            () -> Planner.decide(plain(new Mode.Direct()), load(10_000_000, 200), executors(2, 2)))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining(
            "Cannot aggregate directly: 200 partitions send 8.0 GB or more to the driver, and"
                + " spark.driver.maxResultSize is 1.1 GB; raise it, or set train.aggregation.mode"
                + " to auto");
    assertThatThrownBy(
            () -> Planner.decide(AggregationSpec.AUTO, load(300_000_000, 2), executors(2, 2)))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("Cannot aggregate sums of 1.2 GB to the driver")
        .hasMessageEndingWith("; raise it");
  }

  @Test
  void trafficIsThatOfTheFormulas() {
    // 1.5 subtrees a partition: 5 leaves each, and two of three at odd places.
    Load load =
        new Load(1000, Precision.FLOAT32, Transport.EXACT, LeafRange.aligned(320, 320, 64, 5));
    assertThat(load.subtrees()).isEqualTo(96);
    assertThat(new Plan.Direct().traffic(load)).isEqualTo(new Traffic(96 * 4000, 0, 1));
    // Runs of 32 leaves: ten tasks, and ten sums for the last.
    assertThat(new Plan.Tree(2).traffic(load)).isEqualTo(new Traffic(4000, 10 * 4000, 3));
    assertThat(new Plan.Sharded(96).traffic(load)).isEqualTo(new Traffic(4000, 96 * 4 * 11, 2));
    // 20 subtrees of 8 executors: the 40 leaves of each are two or three.
    assertThat(new Plan.Merged(new Plan.Sharded(10), 8).traffic(load))
        .isEqualTo(new Traffic(4000, 20 * 400, 3));
  }
}
