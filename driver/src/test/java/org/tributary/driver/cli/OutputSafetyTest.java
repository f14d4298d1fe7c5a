package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands never delete or change their input or files that Tributary did not write. */
class OutputSafetyTest {
  @TempDir private Path directory;
  private Path data;
  private Path job;
  private Path model;

  @TempDir private static Path shared;
  private static Path trained;

  @BeforeAll
  static void trainAModel() {
    Path rows = TinyJobs.halves(shared.resolve("halves.csv"));
    CommandResult.of("train", job(rows).toString()).well();
    trained = rows.resolveSibling("model");
  }

  private static Path job(Path rows) {
    return TinyJobs.job(rows, "data.label = kind", "train.epochs = 2", "network.activation = relu");
  }

  @BeforeEach
  void copyTheModel() throws IOException {
    data = TinyJobs.halves(Files.createDirectory(directory.resolve("in")).resolve("halves.csv"));
    job = job(data);
    model = Files.createDirectory(data.resolveSibling("model"));
    try (Stream<Path> files = Files.list(trained)) {
      for (Path file : files.toList()) {
        Files.copy(file, model.resolve(file.getFileName()));
      }
    }
    Files.createDirectory(directory.resolve("precious"));
    Files.writeString(directory.resolve("precious/notes.txt"), "years of work");
    Files.writeString(directory.resolve("model.json"), "{}");
  }

  private CommandResult predict(Path rows, Path output) {
    return CommandResult.of(
        "predict", model.toString(), rows.toString(), output.toString(), "--existing", "replace");
  }

  /** Returns the files below the directory with their content; checksums are Hadoop's. */
  private Map<Path, String> files() throws IOException {
    Map<Path, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        if (!path.toString().endsWith(".crc")) {
          files.put(path, Files.readString(path, StandardCharsets.ISO_8859_1));
        }
      }
    }
    return files;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "in/halves.csv",
        "in",
        ".",
        "in/model",
        "in/model/predictions",
        "in/model/deeper/predictions",
        "in/../in",
        "precious",
        "precious/notes.txt"
      })
  void predictionsReplaceNothingButPredictions(String output) throws IOException {
    Map<Path, String> before = files();
    CommandResult ran = predict(data, directory.resolve(output));
    assertThat(ran.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(ran.err())
        .startsWith("Cannot write predictions to " + directory.resolve(output) + ": ")
        .hasLineCount(1);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void predictionsReplaceNoInputBehindALinkOrAGlob() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("in"));
    Map<Path, String> before = files();
    assertThat(predict(data, link).err()).contains("is in it; name another directory");
    assertThat(predict(directory.resolve("in/*.csv"), directory.resolve("in")).err())
        .contains("is in it; name another directory");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void predictionsThatAreTheInputAreNotReplaced() throws IOException {
    Path predictions = directory.resolve("predictions");
    predict(data, predictions).well();
    Map<Path, String> before = files();
    CommandResult ran = predict(predictions, predictions);
    assertThat(ran.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(ran.err()).contains("it is the data; name another directory");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void predictionsBesideAFileOfTheUserAreNotReplaced() throws IOException {
    Path predictions = directory.resolve("predictions");
    predict(data, predictions).well();
    Files.writeString(predictions.resolve("checked.txt"), "by hand");
    Map<Path, String> before = files();
    assertThat(predict(data, predictions).err()).contains("holds checked.txt, which Tributary did");
    assertThat(files()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,2", "1,2,yes,4", "1,x,yes", "1,Infinity,yes"})
  void aRowThatCannotBeReadLeavesTheEarlierPredictions(String row) throws IOException {
    assertWrongRowIsNamed(row);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e300,2,yes", "1,-1e305,yes"})
  void aRowThatCannotBePredictedLeavesTheEarlierPredictions(String row) throws IOException {
    assertWrongRowIsNamed(row);
  }

  private void assertWrongRowIsNamed(String row) throws IOException {
    Path predictions = directory.resolve("predictions");
    predict(data, predictions).well();
    Path wrong = directory.resolve("wrong.csv");
    Files.writeString(wrong, "a,b,kind\n1,2,yes\n" + row + "\n3,4,no\n");
    Map<Path, String> before = files();
    CommandResult ran = predict(wrong, predictions);
    assertThat(ran.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(ran.err()).contains(wrong + ":3: ").hasLineCount(1);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void predictionsReplacePredictions() throws IOException {
    Path predictions = directory.resolve("predictions");
    predict(data, predictions).well();
    Map<Path, String> before = files();
    predict(data, predictions).well();
    assertThat(files().size()).isEqualTo(before.size());
    assertThat(directory.resolve("predictions/_SUCCESS")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"in", ".", "in/halves.csv", "in/job.conf", "precious"})
  void aModelReplacesNothingButAModel(String output) throws IOException {
    Map<Path, String> before = files();
    CommandResult ran =
        CommandResult.of(
            "train",
            job.toString(),
            "output.existing=replace",
            "output.model=" + directory.resolve(output));
    assertThat(ran.code()).isEqualTo(ExitCode.MODEL.code());
    assertThat(ran.err())
        .startsWith("Cannot write model to " + directory.resolve(output) + ": ")
        .hasLineCount(1);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aModelBesideFilesOfTheUserIsNotReplaced() throws IOException {
    Files.writeString(model.resolve("notes.txt"), "years of work");
    Map<Path, String> before = files();
    CommandResult ran = CommandResult.of("train", job.toString(), "output.existing=replace");
    assertThat(ran.code()).isEqualTo(ExitCode.MODEL.code());
    assertThat(ran.err()).contains("holds notes.txt, which Tributary did not write");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aModelThatWasEditedIsNotUsed() throws IOException {
    Path description = model.resolve("model.json");
    String json = Files.readString(description);
    Files.writeString(description, json.replaceFirst("\"seed\": 1", "\"seed\": 2"));
    Files.delete(model.resolve(".model.json.crc"));
    for (String command : new String[] {"evaluate", "inspect"}) {
      CommandResult ran =
          command.equals("inspect")
              ? CommandResult.of(command, model.toString())
              : CommandResult.of(command, model.toString(), data.toString());
      assertThat(ran.code()).isEqualTo(ExitCode.MODEL.code());
      assertThat(ran.err()).contains("model.json: the file was changed after it was written");
    }
  }
}
