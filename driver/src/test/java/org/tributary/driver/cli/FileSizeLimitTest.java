package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Outputs that are larger than the process may write to a file: {@code ulimit -f}. */
@Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FileSizeLimitTest {
  /** In units of 512 or 1024 bytes, as the shell has it. */
  private static final String LIMIT = "ulimit -f 400";

  private static final int ROWS = 60_000;

  @TempDir private static Path root;
  private static final Map<String, CommandResult> RAN = new LinkedHashMap<>();

  @BeforeAll
  static void runTheCommands() throws Exception {
    StoredFiles.model(root);
    TinyJobs.halves(root.resolve("halves.csv"));
    List<String> lines = new ArrayList<>(List.of("a,b"));
    for (int i = 0; i < ROWS; i++) {
      lines.add(i % 100 / 100.0 + ",0.5");
    }
    Files.write(root.resolve("many.csv"), lines);
    ShellProcess shell = ShellProcess.in(root);
    assumeTrue(shell.permits(LIMIT), "this machine does not allow limits of processes");
    Map<String, List<String>> commands = commands();
    CommandsMain.write(root.resolve("commands"), List.copyOf(commands.values()));
    CommandResult process =
        shell.run(
            LIMIT + " && exec \"$@\"",
            MainProcess.ofTests(
                CommandsMain.class,
                root.resolve("commands").toString(),
                root.resolve("results").toString()));
    assertThat(process.code()).as(process.err()).isZero();
    List<CommandResult> results = CommandsMain.read(root.resolve("results"));
    commands.keySet().forEach(name -> RAN.put(name, results.get(RAN.size())));
  }

  private static Map<String, List<String>> commands() {
    Map<String, List<String>> commands = new LinkedHashMap<>();
    commands.put("model", TinyJobs.trainOnHalves("large", 60_000));
    commands.put(
        "checkpoint",
        TinyJobs.trainOnHalves(
            "trained",
            // The checkpoint has the numbers of the optimizer, too.
            8_000,
            "train.optimizer.name=adam",
            "checkpoint.path=checkpoints",
            "checkpoint.every=1"));
    commands.put("predict", List.of("predict", "model", "many.csv", "predictions"));
    commands.put("export", List.of("export", "model", "x.onnx"));
    return commands;
  }

  private static void assertRefused(String name, ExitCode code, String... words) {
    CommandResult ran = RAN.get(name);
    assertThat(ran.err())
        .as(name)
        .contains(words)
        .contains("File too large; raise the limit of the size of a file (ulimit -f)")
        .doesNotContain("\tat ", "internal error", "Exception", "free some of it");
    assertThat(ran.code()).as("%s: %s", name, ran.err()).isEqualTo(code.code());
  }

  @Test
  void modelIsRefused() {
    assertRefused("model", ExitCode.MODEL, "Cannot write model to large");
    assertThat(root.resolve("large")).doesNotExist();
  }

  @Test
  void trainingGoesOnWithoutCheckpointsThatAreTooLarge() {
    assertRefused("checkpoint", ExitCode.OK, "Cannot write the checkpoint", "training goes on");
    assertThat(root.resolve("trained/model.json")).exists();
    assertThat(root.resolve("checkpoints")).isEmptyDirectory();
  }

  @Test
  void predictionsAreRefused() {
    assertRefused("predict", ExitCode.DATA, "Cannot write predictions to predictions");
    assertThat(root.resolve("predictions")).doesNotExist();
  }

  @Test
  void whatIsSmallIsWritten() {
    assertThat(RAN.get("export").code()).as(RAN.get("export").err()).isZero();
    assertThat(root.resolve("x.onnx")).exists();
  }
}
