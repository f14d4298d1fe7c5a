package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.core.model.ModelFiles;
import org.tributary.driver.score.FlatModel;

/** The command score in a JVM without Spark, Hadoop and native libraries on its class path. */
class ScoreProcessTest {
  private static final List<String> LIBRARIES =
      List.of(
          "picocli",
          "fastcsv",
          "config",
          "jackson-core",
          "jackson-databind",
          "jackson-annotations",
          "slf4j-api");

  @TempDir private Path directory;
  private Path model;

  @BeforeEach
  void write() throws IOException {
    model = Files.createDirectory(directory.resolve("model"));
    ModelFiles.of(FlatModel.of()).write(file -> Files.newOutputStream(model.resolve(file)));
  }

  private static String classPath() {
    return String.join(
        File.pathSeparator,
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(ScoreProcessTest::isNeeded)
            .toList());
  }

  private static boolean isNeeded(String entry) {
    String name = Path.of(entry).getFileName().toString();
    return name.equals("classes")
        || name.startsWith("tributary-worker-core")
        || LIBRARIES.stream().anyMatch(library -> name.matches(library + "-\\d.*"));
  }

  private CommandResult run(String input, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Dslf4j.internal.verbosity=ERROR", "-cp", classPath()));
    command.add(ScoreMain.class.getName());
    command.add("score");
    command.addAll(List.of(arguments));
    Path errors = directory.resolve("errors");
    Path rows = Files.writeString(directory.resolve("rows"), input);
    Process process =
        new ProcessBuilder(command)
            .redirectInput(rows.toFile())
            .redirectError(errors.toFile())
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new CommandResult(process.waitFor(), output, Files.readString(errors));
  }

  @Test
  void rowsAreScored() throws Exception {
    CommandResult result = run("x,color\n2,red\n", model.toString());
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.out()).isEqualTo("x,color,prediction\n2,red,8.0\n");
  }

  @Test
  void aRowThatCannotBeScoredEndsWithTheCodeOfData() throws Exception {
    CommandResult result = run("x,color\n2,red\ntwo,red\n", model.toString());
    assertThat(result.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(result.err())
        .isEqualTo("Cannot score row 2 (line 3): column x is not a number: \"two\"\n");
    assertThat(result.out()).isEqualTo("x,color,prediction\n2,red,8.0\n");
  }

  @Test
  void aModelThatIsNotThereEndsWithTheCodeOfModels() throws Exception {
    CommandResult missing = run("", directory.resolve("none").toString());
    assertThat(missing.code()).isEqualTo(ExitCode.MODEL.code());
    assertThat(missing.err()).contains("there is no model.json in it").hasLineCount(1);
    CommandResult remote = run("", "hdfs://host/model");
    assertThat(remote.code()).isEqualTo(ExitCode.MODEL.code());
    assertThat(remote.err()).contains("score reads local directories").hasLineCount(1);
  }

  @Test
  void anInvalidCommandLineEndsWithTheCodeOfUsage() throws Exception {
    assertThat(run("", model.toString(), "--delimiter", "ab").code())
        .isEqualTo(ExitCode.USAGE.code());
    assertThat(run("", model.toString(), "--format", "xml").err())
        .contains("xml (expected one of auto, csv, json)");
    assertThat(run("").code()).isEqualTo(ExitCode.USAGE.code());
  }

  @Test
  void theHelpIsThatOfTheWholeCommandLine() throws Exception {
    CommandResult help = run("", "--help");
    assertThat(help.code()).isZero();
    assertThat(help.out())
        .isEqualTo(Main.commandLine(new Main()).getSubcommands().get("score").getUsageMessage());
  }
}
