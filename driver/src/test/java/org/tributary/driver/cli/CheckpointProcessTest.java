package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.core.model.Model;

/** Processes that are ended by signals and started again. */
class CheckpointProcessTest {
  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;
  private static final int SIGKILL = 9;
  private static final int MOST_EPOCHS = 60;

  @TempDir private static Path whole;

  /** The weights of a run without interruption, wherever its files are. */
  private static double[] expected;

  @TempDir private Path directory;
  private Path job;

  @BeforeAll
  static void trainWithoutInterruption() throws Exception {
    expected = trained(whole, job(whole), "whole");
  }

  @BeforeEach
  void writeJob() {
    job = job(directory);
  }

  private static Path job(Path directory) {
    return TinyJobs.job(
        TinyJobs.halves(directory.resolve("halves.csv")),
        "data { label = kind, holdout.fraction = 0.25 }",
        "train { epochs = %d, optimizer.name = adam, dropout = 0.2 }".formatted(MOST_EPOCHS),
        "train.strategy { name = mini-batch, batch = 16 }",
        "checkpoint { path = \"%s\", every = 1 }".formatted(directory.resolve("checkpoints")));
  }

  private Process start(String... arguments) throws IOException {
    return start(directory, job, arguments);
  }

  private static Process start(Path directory, Path job, String... arguments) throws IOException {
    List<String> train = new ArrayList<>(List.of("train", job.toString()));
    train.addAll(Arrays.asList(arguments));
    List<String> command = new ArrayList<>(withInterrupt());
    command.addAll(MainProcess.command(List.of(), train.toArray(String[]::new)));
    return new ProcessBuilder(command).redirectError(directory.resolve("err").toFile()).start();
  }

  /** Returns what lets a process receive SIGINT, which a build in the background ignores. */
  private static List<String> withInterrupt() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines.anyMatch(line -> line.matches("SigIgn:\\s*[0-9a-f]*[2367abef]"))
          ? List.of("env", "--default-signal=INT")
          : List.of();
    }
  }

  /**
   * Reads lines of the learning curve until one is of an epoch; then signals, and reads the rest.
   */
  private int signalled(Process process, int signal, int epoch) throws Exception {
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (epochOf(line) >= epoch) {
          new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
          break;
        }
      }
      out.lines().forEach(line -> {});
    }
    return process.waitFor();
  }

  /** Returns the epoch of a line of the learning curve; 0 for any other line. */
  private static int epochOf(String line) {
    String first = line.strip().split(" ", -1)[0];
    return line.startsWith(" ") && first.matches("\\d{1,9}") ? Integer.parseInt(first) : 0;
  }

  private List<String> checkpoints() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("checkpoints"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Trains to the end and returns the weights. */
  private double[] trained(String model, String... more) throws Exception {
    return trained(directory, job, model, more);
  }

  private static double[] trained(Path directory, Path job, String model, String... more)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of("output.model=" + directory.resolve(model)));
    arguments.addAll(Arrays.asList(more));
    Process process = start(directory, job, arguments.toArray(String[]::new));
    try (BufferedReader out = process.inputReader()) {
      out.lines().forEach(line -> {});
    }
    assertThat(process.waitFor()).as(Files.readString(directory.resolve("err"))).isZero();
    return Model.read(directory.resolve(model)).theta();
  }

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void signalsEndWithALastCheckpointAndTheirCode() throws Exception {
    for (int signal : List.of(SIGTERM, SIGINT)) {
      // Only the signal makes it write one.
      Process process = start("checkpoint.every=1000000", "train.epochs=1000000", "--fresh");
      assertThat(signalled(process, signal, 1)).isEqualTo(128 + signal);
      assertThat(Files.readString(directory.resolve("err")))
          .matches(
              "Interrupted: the checkpoint of (round \\d+ in )?epoch \\d+ is in \\S+; the same command"
                  + " goes on from it\\R");
      assertThat(checkpoints()).hasSize(2).noneMatch(name -> name.startsWith("lease"));
    }
    assertThat(directory.resolve("model")).doesNotExist();
    assertThat(trained("fresh", "--fresh")).containsExactly(expected);
  }

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void runThatIsKilledAtRandomMomentsEndsWithTheSameBits() throws Exception {
    killed(3, 11);
  }

  @Test
  @EnabledIfSystemProperty(named = "test.soak", matches = "true")
  @Timeout(value = 3, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void fiftyKillsLeaveTheSameBits() throws Exception {
    for (int seed = 0; seed < 10; seed++) {
      killed(5, seed);
    }
  }

  /**
   * Kills a run some times in its first half, each after some epochs more, and compares the weights
   * at the end.
   */
  private void killed(int times, int seed) throws Exception {
    Random random = new Random(seed);
    String[] fresh = {"--fresh"};
    int epoch = 1;
    for (int kill = 0; kill < times; kill++) {
      epoch += random.nextInt(MOST_EPOCHS / 2 / (times + 1));
      String partitions = "data.partitions=" + (1 + random.nextInt(4));
      List<String> arguments = new ArrayList<>(List.of(partitions));
      arguments.addAll(kill == 0 ? Arrays.asList(fresh) : List.of());
      Process process = start(arguments.toArray(String[]::new));
      assertThat(signalled(process, SIGKILL, epoch)).isEqualTo(128 + SIGKILL);
    }
    assertThat(trained("resumed-" + seed)).containsExactly(expected);
    assertThat(checkpoints())
        .allMatch(name -> name.matches("checkpoint-\\d{12}(\\.json|-[0-9a-f]{8})"));
  }
}
