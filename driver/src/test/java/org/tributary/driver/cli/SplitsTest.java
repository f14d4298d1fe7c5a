package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What divides the rows of a job into sets. */
class SplitsTest {
  @TempDir private Path directory;

  /** Writes 250 copies each of the four rows of exclusive or. */
  private Path exclusiveOr(String name, int copies) {
    StringBuilder text = new StringBuilder("p,q,y\n");
    for (int i = 0; i < copies; i++) {
      text.append("0,0,0\n0,1,1\n1,0,1\n1,1,0\n");
    }
    return TinyJobs.write(directory.resolve(name), text.toString());
  }

  /** Writes 200 rows: a number, a class, the day, one of 20 groups, and the set. */
  private Path table() {
    StringBuilder text = new StringBuilder("x,kind,day,group,part\n");
    for (int i = 0; i < 200; i++) {
      double x = Math.sin(i);
      text.append(x)
          .append(x > 0.6 ? ",high," : ",low,")
          .append("2024-0%d-%02d,".formatted(1 + i / 28, 1 + i % 28))
          .append("g%d,".formatted(i * 7 % 20))
          .append(i % 4 == 0 ? "test" : i % 4 == 1 ? "Validation" : "train")
          .append('\n');
    }
    return TinyJobs.write(directory.resolve("table.csv"), text.toString());
  }

  private JsonNode trained(Path data, String... settings) {
    Path job = TinyJobs.job(data, "train.epochs = 10", "output.existing = replace");
    List<String> line = new ArrayList<>(List.of("train", job.toString(), "--json"));
    line.addAll(Arrays.asList(settings));
    return CommandResult.of(line.toArray(String[]::new)).well().json();
  }

  private CommandResult evaluated(Path data, String rows) {
    return CommandResult.of(
        "evaluate",
        directory.resolve("model").toString(),
        data.toString(),
        "--rows",
        rows,
        "--json");
  }

  private static void requireRows(JsonNode trained, int trainedRows, int validated, int heldOut) {
    assertThat(trained.get("rowsTrained").asInt()).isEqualTo(trainedRows);
    assertThat(trained.get("rowsValidated").asInt()).isEqualTo(validated);
    assertThat(trained.get("rowsHeldOut").asInt()).isEqualTo(heldOut);
  }

  @Test
  void copiesOfARowAreSpreadOverTheSets() {
    Path data = exclusiveOr("xor.csv", 250);
    JsonNode trained =
        trained(data, "data.label=y", "data.holdout.fraction=0.25", "train.epochs=30");
    // Five deviations of a share of 1,000 rows.
    assertThat(trained.get("rowsHeldOut").asDouble()).isCloseTo(250, within(69.0));
    assertThat(trained.get("accuracy").asDouble()).isEqualTo(1);
    JsonNode again = evaluated(data, "held-out").well().json();
    assertThat(again.get("accuracy").asDouble()).isEqualTo(1);
    assertThat(again.get("loss").asDouble())
        .isCloseTo(trained.get("loss").asDouble(), within(1e-9));
  }

  @Test
  void copiesOfARowAreKeptTogetherOnRequest() {
    Path data = exclusiveOr("xor.csv", 50);
    JsonNode trained =
        trained(
            data,
            "data.label=y",
            "data.holdout.fraction=0.25",
            "data.split.duplicates=together",
            "train.seed=1");
    assertThat(trained.get("rowsHeldOut").asInt() % 50).isZero();
  }

  @Test
  void theSetsDoNotDependOnPartitions() {
    Path data = exclusiveOr("xor.csv", 100);
    List<String> results = new ArrayList<>();
    for (String partitions : List.of("1", "3", "8")) {
      JsonNode trained =
          trained(
              data,
              "data.label=y",
              "data.holdout.fraction=0.25",
              "data.validation.fraction=0.2",
              "data.partitions=" + partitions);
      results.add(
          trained.get("rowsHeldOut") + " " + trained.get("rowsValidated") + trained.get("loss"));
    }
    assertThat(results).hasSize(3).containsOnly(results.get(0));
  }

  @Test
  void aColumnNamesTheSets() {
    Path data = table();
    JsonNode trained =
        trained(
            data,
            "data.label=kind",
            "data.split.by=column",
            "data.split.column=part",
            "train.stop.patience=5");
    requireRows(trained, 100, 50, 50);
    JsonNode again = evaluated(data, "held-out").well().json();
    assertThat(again.get("accuracy")).isEqualTo(trained.get("accuracy"));
    assertThat(evaluated(data, "validation").code()).isZero();
    assertThat(CommandResult.of("inspect", directory.resolve("model").toString()).well().out())
        .doesNotContain("part: ");
  }

  @Test
  void aThirdValueInTheColumnOfTheSetsIsAnErrorOfItsRow() {
    Path data = directory.resolve("sets.csv");
    TinyJobs.write(data, "x,y,part\n1,2,train\n2,4,test\n3,6,tset\n");
    Path job = TinyJobs.job(data, "data.label = y", "data.split { by = column, column = part }");
    CommandResult result = CommandResult.of("train", job.toString());
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err())
        .contains("sets.csv:4: column part")
        .contains("is \"tset\" (expected train, validation or test)");
    assertThat(directory.resolve("model")).doesNotExist();
  }

  @Test
  void theLatestRowsAreHeldOut() {
    Path data = table();
    JsonNode trained =
        trained(
            data,
            "data.label=kind",
            "data.ignore=[part]",
            "data.split.by=time",
            "data.split.column=day",
            "data.holdout.fraction=0.2",
            "data.validation.fraction=0.25");
    requireRows(trained, 120, 40, 40);
    // The last 40 of the rows in the file.
    StringBuilder last = new StringBuilder("x,kind,day,group,part\n");
    for (int i = 160; i < 200; i++) {
      double x = Math.sin(i);
      last.append(x)
          .append(x > 0.6 ? ",high," : ",low,")
          .append(",g%d,".formatted(i * 7 % 20))
          .append("\n");
    }
    Path tail = TinyJobs.write(directory.resolve("tail.csv"), last.toString());
    JsonNode all = evaluated(tail, "all").well().json();
    assertThat(all.get("accuracy")).isEqualTo(trained.get("accuracy"));
    assertThat(all.get("loss").asDouble()).isCloseTo(trained.get("loss").asDouble(), within(1e-6));
  }

  @Test
  void rowsOfAGroupStayTogether() {
    Path data = table();
    JsonNode trained =
        trained(
            data,
            "data.label=kind",
            "data.split.by=group",
            "data.split.column=group",
            "data.holdout.fraction=0.3");
    // 20 groups of 10 rows.
    assertThat(trained.get("rowsHeldOut").asInt() % 10).isZero();
    assertThat(trained.get("rowsHeldOut").asInt()).isPositive();
  }

  @Test
  void classesHaveTheirSharesExactly() {
    Path data = table();
    JsonNode trained =
        trained(data, "data.label=part", "data.split.by=class", "data.holdout.fraction=0.2");
    requireRows(trained, 160, 0, 40);
    assertThat(evaluated(data, "held-out").well().out())
        .containsPattern("test .* 10\\n")
        .containsPattern("train .* 20\\n");
  }

  @Test
  void classesAreNeededForTheirShares() {
    Path job =
        TinyJobs.job(
            table(), "data.label = x", "data.split.by = class", "data.holdout.fraction = 0.2");
    CommandResult result = CommandResult.of("train", job.toString());
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("Invalid data.split.by: class, but the labels of");
  }

  @Test
  void aMissingTimeIsAnErrorOfItsRow() {
    Path data = directory.resolve("times.csv");
    TinyJobs.write(data, "x,y,t\n1,2,5\n2,4,\n3,6,7\n");
    Path job =
        TinyJobs.job(
            data,
            "data.label = y",
            "data.holdout.fraction = 0.3",
            "data.split { by = time, column = t }");
    CommandResult result = CommandResult.of("train", job.toString());
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("times.csv:3: column t is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data.split.by=group data.holdout.fraction=0.2 | Missing data.split.column",
        "data.split.by=time data.split.column=day | no rows are divided",
        "data.split.column=day data.holdout.fraction=0.2 | reads no column",
        "data.split.by=column data.split.column=part data.holdout.fraction=0.2 | decides on all sets",
        "data.split.by=group data.split.column=g data.holdout.fraction=0.2"
            + " data.split.duplicates=together | goes by the column alone",
        "data.split.by=groups data.holdout.fraction=0.2 | one of row, class, group, time, column"
      })
  void settingsThatDoNotGoTogetherAreRefused(String settings, String message) {
    Path job = TinyJobs.job(table(), "data.label = kind");
    List<String> line = new ArrayList<>(List.of("train", job.toString()));
    line.addAll(Arrays.asList(settings.split(" ", -1)));
    CommandResult result = CommandResult.of(line.toArray(String[]::new));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains(message);
  }

  @Test
  void sparseRowsAreSpreadToo() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      text.append(i % 2 == 0 ? "1 1:1 1500:2\n" : "0 2:1 1999:1\n");
    }
    Path data = TinyJobs.write(directory.resolve("rows.libsvm"), text.toString());
    JsonNode trained = trained(data, "data.holdout.fraction=0.25");
    // Five deviations of a share of 400 rows.
    assertThat(trained.get("rowsHeldOut").asDouble()).isCloseTo(100, within(44.0));
    assertThat(trained.get("accuracy").asDouble()).isEqualTo(1);
    assertThat(evaluated(data, "held-out").well().json().get("accuracy").asDouble()).isEqualTo(1);
  }
}
