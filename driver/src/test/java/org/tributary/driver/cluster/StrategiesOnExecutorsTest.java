package org.tributary.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tributary.core.summation.Transport;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.dataset.TestData;
import org.tributary.driver.spec.AggregationSpec;
import org.tributary.driver.spec.AggregationSpec.Merge;
import org.tributary.driver.spec.AggregationSpec.Mode;
import org.tributary.driver.spec.TrainSpec;
import org.tributary.driver.train.EpochEnd;
import org.tributary.driver.train.TrainingListener;
import org.tributary.driver.train.TrainingResult;
import org.tributary.driver.train.TrainingState;

/** Every strategy on executors that are JVMs of their own, against two partitions on threads. */
@Tag("cluster")
@EnabledOnOs(OS.LINUX)
class StrategiesOnExecutorsTest {
  private static final int PARTITIONS = FailingBlocks.PARTITIONS;

  @TempDir private static Path directory;
  private static Path csv;
  private static Map<Strategy, double[]> onThreads;

  @BeforeAll
  static void trainOnThreads() {
    csv = TestData.weightedClasses(directory, Strategy.ROWS);
    onThreads = new EnumMap<>(Strategy.class);
    for (Strategy strategy : Strategy.values()) {
      onThreads.put(strategy, strategy.over(csv, 2).on(LocalSpark.session()).theta());
    }
  }

  /** One executor, which takes every task in turn. */
  @Nested
  class OnOneExecutor {
    private static ExecutorCluster cluster;

    @BeforeAll
    static void start() {
      cluster = ExecutorCluster.start(Map.of("spark.cores.max", "1"));
      assertThat(cluster.executors()).hasSize(1);
    }

    @AfterAll
    static void stop() {
      cluster.close();
    }

    @ParameterizedTest
    @EnumSource
    void thetaHasTheSameBits(Strategy strategy) {
      assertThat(strategy.over(csv, 3).on(cluster.session()).theta())
          .containsExactly(onThreads.get(strategy));
    }

    @ParameterizedTest
    @EnumSource
    void thetaHasTheSameBitsWhereTheDriverTakesTheBlocks(Strategy strategy) {
      TrainingRun run = strategy.over(csv, 3);
      TrainSpec onDriver = run.job().train().withRounds(TrainSpec.Rounds.DRIVER);
      assertThat(run.with(onDriver).on(cluster.session()).theta())
          .containsExactly(onThreads.get(strategy));
    }
  }

  /** Two executors on what Spark takes for two hosts, in every trouble that there is. */
  @Nested
  class OnTwoHosts {
    private static ExecutorCluster cluster;

    @BeforeAll
    static void start() {
      cluster = ExecutorCluster.startOnTwoHosts(directory, FailingBlocks.SPECULATION);
    }

    @AfterAll
    static void stop() {
      cluster.close();
    }

    @Test
    void retriedAndSpeculativeTasksChangeNoBit() throws TimeoutException {
      TaskEndCounter taskEnds = TaskEndCounter.of(cluster.session());
      TrainingRun run = Strategy.FULL_BATCH.over(csv, PARTITIONS);
      AggregationSpec sharded =
          new AggregationSpec(new Mode.Sharded(0), Merge.NONE, Transport.EXACT);

      double[] theta =
          run.with(run.job().train().withAggregation(sharded))
              .over(blocks -> blocks.mapPartitions(FailingBlocks::new))
              .on(cluster.session())
              .theta();

      assertThat(theta).containsExactly(onThreads.get(Strategy.FULL_BATCH));
      cluster.session().sparkContext().listenerBus().waitUntilEmpty(TimeUnit.MINUTES.toMillis(5));
      assertThat(taskEnds.failed()).isGreaterThanOrEqualTo(12);
      assertThat(taskEnds.speculated()).isPositive();
    }

    /** For the full batch, {@link ExecutorTrainingTest} shows it. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FULL_BATCH")
    void thetaHasTheSameBitsThoughTasksFailAndHangAndAnExecutorDies(Strategy strategy)
        throws TimeoutException {
      TaskEndCounter taskEnds = TaskEndCounter.of(cluster.session());
      Path order = directory.resolve("order");
      String file = order.toString();

      TrainingResult result =
          strategy
              .over(csv, PARTITIONS)
              .over(
                  blocks ->
                      blocks
                          .mapPartitions(FailingBlocks::new)
                          .mapPartitions(rows -> new ExecutorKillingBlocks(rows, file)))
              .withListener(new Orders(order))
              .on(cluster.session());

      assertThat(result.theta()).containsExactly(onThreads.get(strategy));
      cluster.session().sparkContext().listenerBus().waitUntilEmpty(TimeUnit.MINUTES.toMillis(5));
      // A task of each round fails, of which there are about fifteen; those of a lost one may not.
      assertThat(taskEnds.failed()).isGreaterThanOrEqualTo(10);
      assertThat(taskEnds.speculated()).isPositive();
      assertThat(order).doesNotExist();
      assertThat(taskEnds.lostExecutors()).isEqualTo(1);
    }
  }

  /** Lets an executor die in the round after the first epoch. */
  private record Orders(Path order) implements TrainingListener {
    @Override
    public void epochEnded(EpochEnd end, Supplier<TrainingState> state) {
      if (end.epoch() == 1) {
        try {
          Files.createFile(order);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
