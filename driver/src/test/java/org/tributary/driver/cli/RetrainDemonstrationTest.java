package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration of {@code docs/retraining.md}: six months of a table that drifts. */
class RetrainDemonstrationTest {
  private static final Path DEMO = Path.of("..", "deploy", "demo");

  @TempDir private Path directory;

  @Test
  void sixMonthsHaveTheOutcomesOfTheDocument() throws IOException, InterruptedException {
    months();
    List<Integer> codes = new ArrayList<>();
    for (int month = 1; month <= 6; month++) {
      codes.add(retrain("2026-0" + month).code());
    }
    assertThat(codes).containsExactly(0, 0, 7, 8, 0, 0);

    JsonNode models = CommandResult.of("models", registry(), "--json").well().json();
    assertThat(models.path("current").asInt()).isEqualTo(5);
    assertThat(models.path("versions").findValuesAsText("state"))
        .containsExactly("earlier", "earlier", "candidate", "earlier", "current");
    assertThat(Files.readString(Path.of(registry(), "runs", "2026-04", "report.md")))
        .contains("refused the data", "column income has drifted");

    CommandResult again = retrain("2026-03");
    assertThat(again.code()).isEqualTo(7);
    assertThat(again.json().path("repeated").asBoolean()).isTrue();
    assertThat(again.out()).contains("Run 2026-03 was done", "Kept version 2");
  }

  private String registry() {
    return directory.resolve("registry").toString();
  }

  private CommandResult retrain(String run) {
    return CommandResult.of(
        "retrain",
        DEMO.resolve("retrain.conf").toString(),
        "data.path=" + directory.resolve(run + ".csv"),
        "retrain.registry=" + registry(),
        "retrain.run=" + run,
        "--json");
  }

  private void months() throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(), DEMO.resolve("Months.java").toString(), directory.toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
  }
}
