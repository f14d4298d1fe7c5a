package org.tributary.driver.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tributary.driver.config.Jobs.problems;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequiredIncludesTest {
  @TempDir private Path directory;

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, text);
    return file;
  }

  private Path job(String line) throws IOException {
    return write("job.conf", Jobs.SMALLEST + line + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "include \"nowhere.conf\"",
        "include required(\"nowhere.conf\")",
        "include file(\"nowhere.conf\")",
        "include required(file(\"nowhere.conf\"))",
        "include classpath(\"nowhere.conf\")",
        "include required(classpath(\"nowhere.conf\"))",
        "train { include \"nowhere.conf\" }"
      })
  void everyKindOfIncludeMustBeThere(String include) throws IOException {
    Path file = job(include);
    assertThat(problems(() -> JobReader.read(file, List.of())))
        .singleElement()
        .asString()
        .startsWith("Cannot include nowhere.conf (" + file + ":4): ")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "include url(\"http://localhost:1/a.conf\")",
        "include required(url(\"http://localhost:1/a.conf\"))",
        "include \"http://localhost:1/a.conf\""
      })
  void urlsAreNotFetched(String include) throws IOException {
    Path file = job(include);
    assertThat(problems(() -> JobReader.read(file, List.of())))
        .containsExactly(
            "Cannot include http://localhost:1/a.conf ("
                + file
                + ":4): it is a URL; copy it to a file, and include that");
  }

  @Test
  void filesAndResourcesThatAreThereAreIncluded() throws IOException {
    Path seed = write("seed.conf", "train.seed = 7\n");
    Path epochs = write("epochs.conf", "include \"" + seed.getFileName() + "\"\ntrain.epochs = 9");
    Path file = job("include required(file(\"" + epochs + "\"))");
    assertThat(JobReader.read(file, List.of()).train().seed()).isEqualTo(7);
    assertThat(JobReader.read(file, List.of()).train().epochs()).isEqualTo(9);

    Path onClassPath = job("include classpath(\"org/tributary/driver/config/batch.conf\")");
    assertThat(JobReader.read(onClassPath, List.of()).data().blockRows()).isEqualTo(77);
  }

  @Test
  void nestedIncludeIsNamedWithTheFileThatIncludesIt() throws IOException {
    Path inner = write("inner.conf", "# include \"gone.conf\"\n\ninclude \"gone.conf\"\n");
    Path file = job("include \"inner.conf\"");
    assertThat(problems(() -> JobReader.read(file, List.of())))
        .containsExactly(
            "Cannot include gone.conf (%s:3): there is no file %s"
                .formatted(inner, directory.resolve("gone.conf")));
  }

  @Test
  void directoryAndTextThatIsNotUtf8AreRefused() throws IOException {
    Path file = job("include file(\"" + directory + "\")");
    assertThat(problems(() -> JobReader.read(file, List.of())))
        .containsExactly(
            "Cannot include %s (%s:4): %s is not a file that can be read"
                .formatted(directory, file, directory));

    Path latin = directory.resolve("latin.conf");
    Files.write(latin, "data.weight = \u00e4".getBytes(StandardCharsets.ISO_8859_1));
    Path other = job("include \"latin.conf\"");
    assertThat(problems(() -> JobReader.read(other, List.of())))
        .containsExactly(
            "Cannot include latin.conf (%s:4): %s cannot be read: its text is not UTF-8"
                .formatted(other, latin));
    assertThat(problems(() -> JobReader.read(latin, List.of())))
        .containsExactly("Cannot read " + latin + ": its text is not UTF-8");
  }

  @Test
  void circleOfIncludesIsOneProblem() throws IOException {
    Path file = job("include \"job.conf\"");
    assertThat(problems(() -> JobReader.read(file, List.of())))
        .containsExactly(
            "Cannot include job.conf ("
                + file
                + ":4): includes go more than 50 files deep; do they go round in a circle?");
  }

  @Test
  void textFromElsewhereIncludesFilesByTheirWholePathOnly() throws IOException {
    String name = "hdfs://host/job.conf";
    String relative = Jobs.SMALLEST + "include \"base.conf\"";
    assertThat(problems(() -> JobReader.read(relative, name, List.of())))
        .containsExactly(
            "Cannot include base.conf (hdfs://host/job.conf:4): hdfs://host/job.conf is not a local"
                + " file, so nothing is beside it; include file(...) with a whole path, or write"
                + " the settings into the job");

    Path seed = write("seed.conf", "train.seed = 7\n");
    for (String kind : List.of("include \"%s\"", "include file(\"%s\")")) {
      String whole = Jobs.SMALLEST + kind.formatted(seed);
      assertThat(JobReader.read(whole, name, List.of()).train().seed()).isEqualTo(7);
    }
  }
}
