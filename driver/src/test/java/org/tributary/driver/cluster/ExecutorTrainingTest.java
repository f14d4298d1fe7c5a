package org.tributary.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.dataset.TestData;
import org.tributary.driver.train.EpochEnd;
import org.tributary.driver.train.TrainingListener;
import org.tributary.driver.train.TrainingResult;
import org.tributary.driver.train.TrainingState;

/** Training on executors that are JVMs of their own, against training on two threads. */
@Tag("cluster")
class ExecutorTrainingTest {
  private static final int PARTITIONS = 6;

  @TempDir private static Path directory;
  private static Path csv;
  private static Map<String, TrainingResult> onThreads;
  private static ExecutorCluster cluster;

  @BeforeAll
  static void start() {
    csv = TestData.weightedClasses(directory, 331);
    onThreads = new LinkedHashMap<>();
    for (String optimizer : List.of("lbfgs", "adam")) {
      onThreads.put(optimizer, TrainingRun.of(csv, optimizer, 2).on(LocalSpark.session()));
    }
    cluster = ExecutorCluster.start(Map.of());
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void executorsAreTwoProcessesOfTheirOwn() {
    assertThat(cluster.executors()).hasSize(2).doesNotContain(ProcessHandle.current());
  }

  @ParameterizedTest
  @CsvSource({
    "lbfgs, auto, auto",
    "adam, direct, none",
    "lbfgs, tree, none",
    "adam, sharded, none",
    "lbfgs, direct, executor",
    "adam, sharded, executor"
  })
  void thetaHasTheSameBitsAsOnThreads(String optimizer, String mode, String merge) {
    TrainingResult result =
        TrainingRun.of(csv, optimizer, PARTITIONS, mode, merge).on(cluster.session());

    assertThat(result.theta()).containsExactly(onThreads.get(optimizer).theta());
    assertThat(result.last().orElseThrow().loss())
        .isEqualTo(onThreads.get(optimizer).last().orElseThrow().loss());
  }

  @ParameterizedTest
  @CsvSource({"direct, none", "tree, none", "sharded, none", "sharded, executor"})
  void killedExecutorChangesNoBit(String mode, String merge) {
    String optimizer = "lbfgs";
    Killer killer = new Killer();

    TrainingResult result =
        TrainingRun.of(csv, optimizer, PARTITIONS, mode, merge)
            .withListener(killer)
            .on(cluster.session());

    assertThat(killer.killed).hasSize(1).noneMatch(ProcessHandle::isAlive);
    assertThat(result.history()).hasSize(onThreads.get(optimizer).history().size());
    assertThat(result.theta()).containsExactly(onThreads.get(optimizer).theta());
  }

  /** Kills an executor, and with it the blocks that it caches, after the fourth epoch. */
  private static final class Killer implements TrainingListener {
    private final List<ProcessHandle> killed = new ArrayList<>();

    @Override
    public void epochEnded(EpochEnd end, Supplier<TrainingState> state) {
      if (end.epoch() == 4) {
        ProcessHandle victim = cluster.executors().get(0);
        CompletableFuture<ProcessHandle> exit = victim.onExit();
        assertThat(victim.destroyForcibly()).isTrue();
        killed.add(exit.join());
      }
    }
  }
}
