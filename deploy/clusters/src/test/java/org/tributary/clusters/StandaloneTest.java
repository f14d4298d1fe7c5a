package org.tributary.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Client and cluster mode on a standalone cluster, and what kills leave of a training there. */
class StandaloneTest {
  private static final int EPOCHS = 150;
  private static final int SOME_ROUNDS = 5;
  private static final int SIGTERM = 15;
  private static final int SIGKILL = 9;

  @TempDir private static Path directory;
  private static DigitsJob job;
  private static byte[] expected;

  @BeforeAll
  static void trainAlone() {
    job = new DigitsJob(directory);
    expected = job.trainedLocally(EPOCHS);
  }

  private StandaloneCluster cluster;

  @BeforeEach
  void startCluster() throws IOException {
    cluster = StandaloneCluster.of(Files.createTempDirectory(directory, "cluster"), 2, 2, "");
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  private List<String> client(String... more) {
    return Program.words(
        List.of("--master", cluster.url(), "--conf", "spark.executor.memory=700m"), more);
  }

  private List<String> inCluster(String... more) {
    return client(
        Program.words(
                List.of(
                    "--deploy-mode", "cluster", "--stage", directory.resolve("stage").toString()),
                Program.words(
                        List.of(
                            "--driver-memory",
                            "700m",
                            "--conf",
                            "spark.cores.max=2",
                            "--conf",
                            "spark.executor.cores=1"),
                        more)
                    .toArray(String[]::new))
            .toArray(String[]::new));
  }

  private Path checkpoints(String name) {
    return directory.resolve("checkpoints-" + name);
  }

  private String checkpointPath(String name) {
    return "checkpoint={path=\"%s\",every=1}".formatted(checkpoints(name));
  }

  /** Returns what drivers in the cluster printed. */
  private String driverOutput() {
    StringBuilder text = new StringBuilder();
    for (int worker = 1; worker <= 2; worker++) {
      if (Files.isDirectory(cluster.work(worker))) {
        try (Stream<Path> files = Files.walk(cluster.work(worker), 2)) {
          files
              .filter(file -> file.getParent().getFileName().toString().startsWith("driver-"))
              .filter(file -> file.getFileName().toString().matches("stdout|stderr"))
              .forEach(file -> text.append(Program.text(file)));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return text.toString();
  }

  @Test
  void clientModeTrainsTheSameBitsAndHasTheExitCodesOfTheCommand() {
    String conf = job.write(EPOCHS).toString();
    try (Program program = job.submit("client", client(), "train", conf, job.model("client"))) {
      program.endsWith(0);
    }
    assertThat(job.weights("client")).isEqualTo(expected);
    try (Program program =
        job.submit("refused", client(), "train", conf, job.model("no"), "data.label=nothing")) {
      assertThat(program.endsWith(3).output()).contains("nothing");
    }
    try (Program program =
        job.submit("invalid", client(), "train", conf, job.model("no"), "train.epochs=-1")) {
      assertThat(program.endsWith(2).output()).contains("Invalid train.epochs");
    }
  }

  @Test
  void workerThatIsKilledWithItsExecutorCostsNoBits() {
    String conf = job.write(EPOCHS).toString();
    try (Program program =
        job.submit("lost", client(), "train", conf, job.model("lost"), checkpointPath("lost"))) {
      program.await("a checkpoint", () -> DigitsJob.rounds(checkpoints("lost")) >= SOME_ROUNDS);
      Program worker = cluster.worker(2);
      List<ProcessHandle> executors = worker.process().children().toList();
      Program.signal(worker.process().pid(), SIGKILL);
      executors.forEach(executor -> Program.signal(executor.pid(), SIGKILL));
      program.endsWith(0);
      assertThat(executors).isNotEmpty();
    }
    assertThat(job.weights("lost")).isEqualTo(expected);
  }

  @Test
  void sigtermInClientModeLeavesACheckpointFromWhichTheSameCommandGoesOn() {
    String conf = job.write(EPOCHS).toString();
    String[] command = {"train", conf, job.model("term"), checkpointPath("term")};
    try (Program program = job.submit("term", client(), command)) {
      program.await("a checkpoint", () -> DigitsJob.rounds(checkpoints("term")) >= SOME_ROUNDS);
      Program.signal(program.process().pid(), SIGTERM);
      assertThat(program.endsWith(128 + SIGTERM).output()).contains("Interrupted: the checkpoint");
    }
    assertThat(directory.resolve("term")).doesNotExist();
    try (Program program = job.submit("term-again", client(), command)) {
      assertThat(program.endsWith(0).output()).contains("Resumed after epoch");
    }
    assertThat(job.weights("term")).isEqualTo(expected);
  }

  @Test
  void supervisedDriverThatIsKilledGoesOnFromItsCheckpointWithTheSameBits() {
    String conf = job.write(EPOCHS).toString();
    try (Program program =
        job.submit(
            "supervised",
            inCluster("--supervise"),
            "train",
            conf,
            job.model("supervised"),
            checkpointPath("supervised"))) {
      program.endsWith(0);
    }
    Program master = cluster.master();
    master.await("a checkpoint", () -> DigitsJob.rounds(checkpoints("supervised")) >= SOME_ROUNDS);
    List<ProcessHandle> drivers = cluster.children("DriverWrapper");
    assertThat(drivers).hasSize(1);
    Program.signal(drivers.get(0).pid(), SIGKILL);
    master.await("the end of the second driver", () -> driverOutput().contains("Model: "));
    assertThat(driverOutput()).contains("Resumed after epoch");
    assertThat(job.weights("supervised")).isEqualTo(expected);
  }

  @Test
  void driverInTheClusterThatFailsIsReportedIfSparkSubmitWaits() {
    String conf = job.write(EPOCHS).toString();
    List<String> options = inCluster("--conf", "spark.standalone.submit.waitAppCompletion=true");
    try (Program program =
        job.submit("failed", options, "train", conf, job.model("no"), "data.label=nothing")) {
      program.endsWith(1);
    }
    assertThat(driverOutput()).contains("nothing");
    try (Program program =
        job.submit("wrong", options, "train", conf, job.model("no"), "train.epochs=-1")) {
      assertThat(program.endsWith(2).output()).contains("Invalid train.epochs");
    }
  }
}
