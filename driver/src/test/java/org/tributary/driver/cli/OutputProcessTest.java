package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.core.model.Model;

/** Outputs under conditions that need a separate process: a full disk, an umask. */
@Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OutputProcessTest {
  @TempDir private Path directory;
  private Path data;
  private Path job;

  @BeforeEach
  void writeJob() {
    data = TinyJobs.halves(directory.resolve("halves.csv"));
    job = TinyJobs.job(data, "data.label = kind", "train.epochs = 2");
  }

  /** Runs a script of the shell to which a command is handed as its arguments. */
  private CommandResult shell(List<String> shell, String script, List<String> command)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(shell);
    words.addAll(List.of("sh", "-c", script, "sh"));
    words.addAll(command);
    Path out = directory.resolve("out.txt");
    Path err = directory.resolve("err.txt");
    Process process =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new CommandResult(process.waitFor(), Files.readString(out), Files.readString(err));
  }

  /** A file system of two pages in a separate mount namespace, too small for a model. */
  private static final List<String> NAMESPACE = List.of("unshare", "--mount", "--map-root-user");

  private static final String SMALL_DISK = "mkdir disk && mount -t tmpfs -o size=8k tmpfs disk && ";

  private void assumeThatDisksCanBeMounted() throws IOException, InterruptedException {
    boolean can;
    try {
      can = shell(NAMESPACE, SMALL_DISK + "umount disk && rmdir disk", List.of()).code() == 0;
    } catch (IOException e) {
      can = false;
    }
    assumeTrue(can, "this machine does not allow mounting a tmpfs in a namespace");
  }

  @Test
  void aFullDiskLosesNoModel() throws Exception {
    assumeThatDisksCanBeMounted();
    Path scratch = Files.createDirectory(directory.resolve("scratch"));
    CommandResult ran =
        shell(
            NAMESPACE,
            SMALL_DISK + "\"$@\"; code=$?; ls -A disk >left.txt; exit $code",
            MainProcess.command(
                List.of("-Djava.io.tmpdir=" + scratch),
                "train",
                job.toString(),
                "output.model=" + directory.resolve("disk/model")));
    assertThat(ran.code()).isEqualTo(ExitCode.MODEL.code());
    assertThat(ran.err().lines()).hasSize(2);
    assertThat(ran.err())
        .startsWith("Cannot write model to " + directory.resolve("disk/model") + ": ")
        .contains("No space left on device", "disk (tmpfs)", "0.0 MiB free")
        .contains("The trained model is saved in " + scratch + "/tributary-model-");
    assertThat(directory.resolve("left.txt")).isEmptyFile();
    try (Stream<Path> files = Files.list(scratch)) {
      Path saved =
          files.filter(file -> file.toString().contains("tributary-model-")).findFirst().get();
      assertThat(Model.read(saved).topology().inputs()).isEqualTo(2);
    }
  }

  @Test
  void aFullDiskLeavesNoHalfPredictions() throws Exception {
    assumeThatDisksCanBeMounted();
    CommandResult.of("train", job.toString()).well();
    CommandResult ran =
        shell(
            NAMESPACE,
            SMALL_DISK + "\"$@\"; code=$?; ls -A disk >left.txt; exit $code",
            MainProcess.command(
                List.of(),
                "predict",
                directory.resolve("model").toString(),
                data.toString(),
                directory.resolve("disk/predictions").toString()));
    assertThat(ran.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(ran.err())
        .startsWith("Cannot write predictions to " + directory.resolve("disk/predictions") + ": ")
        .contains("No space left on device", "disk (tmpfs)")
        .hasLineCount(1);
    assertThat(directory.resolve("left.txt")).isEmptyFile();
  }

  @Test
  void theUmaskHoldsForEveryFile() throws Exception {
    String model = directory.resolve("new/model").toString();
    String predictions = directory.resolve("other/predictions").toString();
    String script = "umask 077; exec \"$@\"";
    shell(
            List.of(),
            script,
            MainProcess.command(List.of(), "train", job.toString(), "output.model=" + model))
        .well();
    shell(
            List.of(),
            script,
            MainProcess.command(List.of(), "predict", model, data.toString(), predictions))
        .well();
    for (String output : List.of("new", "other")) {
      try (Stream<Path> written = Files.walk(directory.resolve(output))) {
        assertThat(written)
            .hasSizeGreaterThan(3)
            .allSatisfy(
                path ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as(path.toString())
                        .endsWith("------"));
      }
    }
  }
}
