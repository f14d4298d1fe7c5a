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

  @Test
  void executorsThatAreAddedAndDecommissionedCostNoBits() throws IOException {
    DigitsJob job = new DigitsJob(directory);
    byte[] expected = job.trainedLocally(EPOCHS, WIDE);
    Path checkpoints = directory.resolve("checkpoints");
    Path cluster = Files.createDirectory(directory.resolve("cluster"));
    try (StandaloneCluster spark =
            StandaloneCluster.of(cluster, 2, 1, "-Dspark.decommission.enabled=true");
        Program program =
            job.submit(
                "dynamic",
                List.of(
                    "--master",
                    spark.url(),
                    "--executor-memory",
                    "1200m",
                    "--conf",
                    "spark.executor.cores=1",
                    "--conf",
                    "spark.dynamicAllocation.enabled=true",
                    "--conf",
                    "spark.dynamicAllocation.shuffleTracking.enabled=true",
                    "--conf",
                    "spark.dynamicAllocation.minExecutors=1",
                    "--conf",
                    "spark.dynamicAllocation.initialExecutors=1",
                    "--conf",
                    "spark.dynamicAllocation.maxExecutors=2",
                    "--conf",
                    "spark.dynamicAllocation.schedulerBacklogTimeout=1s",
                    "--conf",
                    "spark.decommission.enabled=true",
                    "--conf",
                    "spark.storage.decommission.enabled=true"),
                "train",
                job.write(EPOCHS).toString(),
                job.model("dynamic"),
                WIDE,
                "data.partitions=4",
                "checkpoint={path=\"%s\",every=1}".formatted(checkpoints))) {
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
}
