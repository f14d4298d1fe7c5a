package org.tributary.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors that come and go during a training. */
class DynamicAllocationTest {
  private static final int EPOCHS = 30;
  private static final String WIDE = "network.hidden=[1500,1500]";

  @TempDir private Path directory;

  private static void decommission(Program worker) {
    try {
      new ProcessBuilder("kill", "-PWR", Long.toString(worker.process().pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts a training with one executor at least and two at most. */
  private static Program train(
      DigitsJob job, StandaloneCluster spark, Path checkpoints, int partitions, String... more) {
    List<String> options =
        Program.words(
            List.of("--master", spark.url(), "--executor-memory", "1200m"),
            "--conf",
            "spark.executor.cores=1",
            "--conf",
            "spark.dynamicAllocation.enabled=true",
            "--conf",
            "spark.dynamicAllocation.shuffleTracking.enabled=true",
            "--conf",
            "spark.dynamicAllocation.minExecutors=1",
            "--conf",
            "spark.dynamicAllocation.maxExecutors=2");
    for (String each : more) {
      options.addAll(List.of("--conf", each));
    }
    return job.submit(
        "dynamic",
        options,
        "train",
        job.write(EPOCHS).toString(),
        job.model("dynamic"),
        WIDE,
        "data.partitions=" + partitions,
        "checkpoint={path=\"%s\",every=1}".formatted(checkpoints));
  }

  @Test
  void executorsThatAreAddedAndDecommissionedCostNoBits() throws IOException {
    DigitsJob job = new DigitsJob(directory);
    byte[] expected = job.trainedLocally(EPOCHS, WIDE);
    Path checkpoints = directory.resolve("checkpoints");
    Path cluster = Files.createDirectory(directory.resolve("cluster"));
    try (StandaloneCluster spark =
            StandaloneCluster.of(cluster, 2, 1, "-Dspark.decommission.enabled=true");
        Program program =
            train(
                job,
                spark,
                checkpoints,
                4,
                "spark.dynamicAllocation.initialExecutors=1",
                "spark.dynamicAllocation.schedulerBacklogTimeout=1s",
                "spark.decommission.enabled=true",
                "spark.storage.decommission.enabled=true")) {
      program.await("the second executor", () -> spark.executorsLaunched() >= 2);
      long before = DigitsJob.rounds(checkpoints);
      program.await("two more rounds", () -> DigitsJob.rounds(checkpoints) >= before + 2);
      assertThat(spark.children("CoarseGrainedExecutorBackend")).hasSize(2);
      decommission(spark.worker(2));
      program.await(
          "the end of its executor",
          () -> spark.children("CoarseGrainedExecutorBackend").size() == 1);
      assertThat(program.process().isAlive()).isTrue();
      program.endsWith(0);
    }
    assertThat(job.weights("dynamic")).isEqualTo(expected);
  }

  @Test
  void executorThatIsIdleIsRemovedAndCostsNoBits() throws IOException {
    DigitsJob job = new DigitsJob(directory);
    byte[] expected = job.trainedLocally(EPOCHS, WIDE);
    Path checkpoints = directory.resolve("checkpoints");
    Path cluster = Files.createDirectory(directory.resolve("cluster"));
    try (StandaloneCluster spark = StandaloneCluster.of(cluster, 2, 1, "");
        Program program =
            train(
                job,
                spark,
                checkpoints,
                // The tasks of a round need one executor.
                1,
                "spark.dynamicAllocation.initialExecutors=2",
                "spark.scheduler.minRegisteredResourcesRatio=1.0",
                "spark.dynamicAllocation.executorIdleTimeout=1s",
                "spark.dynamicAllocation.cachedExecutorIdleTimeout=1s",
                "spark.dynamicAllocation.shuffleTracking.timeout=1s")) {
      program.await(
          "two executors", () -> spark.children("CoarseGrainedExecutorBackend").size() == 2);
      program.await(
          "the end of one", () -> spark.children("CoarseGrainedExecutorBackend").size() == 1);
      long before = DigitsJob.rounds(checkpoints);
      program.await("two more rounds", () -> DigitsJob.rounds(checkpoints) >= before + 2);
      program.endsWith(0);
    }
    assertThat(job.weights("dynamic")).isEqualTo(expected);
  }
}
