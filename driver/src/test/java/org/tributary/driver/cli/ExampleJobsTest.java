package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The jobs of {@code conf}, on the data that is shipped with them. */
class ExampleJobsTest {
  private static final Path CONF = Path.of("../conf");

  /** A figure of the hold-out set with bounds that a job reaches over many splits. */
  private record Goal(String metric, double least, double most) {}

  private static final Map<String, Goal> GOALS =
      Map.of(
          "digits", new Goal("accuracy", 0.96, 1),
          "penguins", new Goal("r2", 0.75, 1),
          "developers", new Goal("rocAuc", 0.6, 1),
          "artworks", new Goal("accuracy", 0.62, 1),
          "hires", new Goal("poissonDeviance", 0, 1.2));

  @TempDir private Path directory;

  static List<String> jobs() throws IOException {
    try (Stream<Path> files = Files.list(CONF)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".conf"))
          .map(name -> name.substring(0, name.length() - ".conf".length()))
          .sorted()
          .toList();
    }
  }

  @Test
  void everyJobHasAGoal() throws IOException {
    assertThat(jobs()).containsExactlyInAnyOrderElementsOf(GOALS.keySet());
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void aJobTrainsOnItsData(String name) throws IOException {
    String file = CONF.resolve(name + ".conf").toString();
    String data =
        Files.readAllLines(Path.of(file)).stream()
            .map(String::trim)
            .filter(line -> line.startsWith("path = conf/"))
            .map(line -> line.substring("path = ".length()))
            .findFirst()
            .orElseThrow();
    String rows = Path.of("..", data).toAbsolutePath().toString();
    String model = directory.resolve("model").toString();
    JsonNode trained =
        CommandResult.of("train", file, "data.path=" + rows, "output.model=" + model, "--json")
            .well()
            .json();
    Goal goal = GOALS.get(name);
    assertThat(trained.get(goal.metric()).asDouble()).isBetween(goal.least(), goal.most());
    assertThat(trained.get("warnings")).isEmpty();
    JsonNode again =
        CommandResult.of("evaluate", model, rows, "--rows", "held-out", "--json").well().json();
    assertThat(again.get(goal.metric())).isEqualTo(trained.get(goal.metric()));
  }
}
