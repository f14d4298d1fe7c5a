package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Warnings about the data of a training. */
class DataWarningsTest {
  @TempDir private Path directory;

  private Path table(int rows) {
    Random random = new Random(3);
    StringBuilder text = new StringBuilder("id,x,code,z,y,n\n");
    for (int i = 0; i < rows; i++) {
      boolean yes = random.nextBoolean();
      double x = random.nextGaussian();
      text.append(70_000 + i * 3)
          .append("," + x)
          .append(yes ? ",A" : i % 3 == 0 ? ",B" : ",C")
          .append("," + random.nextInt(5))
          .append(yes ? ",yes" : ",no")
          .append("," + (2 * x - 1))
          .append('\n');
    }
    return TinyJobs.write(directory.resolve("table.csv"), text.toString());
  }

  private List<String> warnings(Path data, String... settings) {
    Path job = TinyJobs.job(data, "train.epochs = 2", "output.existing = replace");
    List<String> line = new ArrayList<>(List.of("train", job.toString(), "--json"));
    line.addAll(List.of(settings));
    CommandResult result = CommandResult.of(line.toArray(String[]::new)).well();
    List<String> warnings = new ArrayList<>();
    result.json().get("warnings").forEach(warning -> warnings.add(warning.asText()));
    assertThat(result.out().lines().filter(text -> text.startsWith("Warning: ")))
        .hasSize(warnings.size());
    return warnings;
  }

  @Test
  void columnsThatTellAClassAndIdentifiersAreNamed() {
    assertThat(warnings(table(3000), "data.label=y"))
        .satisfiesExactly(
            telling -> assertThat(telling).startsWith("Column code tells the label of every"),
            identifier -> assertThat(identifier).startsWith("Column id has another whole number"));
  }

  @Test
  void aColumnThatIsTheNumberIsNamed() {
    assertThat(warnings(table(60), "data.label=n", "data.ignore=[id]"))
        .satisfiesExactly(
            telling -> assertThat(telling).startsWith("Column x tells the label of every"));
  }

  @Test
  void anOrdinaryTableHasNoWarnings() {
    assertThat(warnings(table(300), "data.label=y", "data.ignore=[id,code]")).isEmpty();
  }

  @Test
  void manyCopiesInTheHoldoutSetAreAWarning() {
    StringBuilder text = new StringBuilder("p,q,y\n");
    for (int i = 0; i < 100; i++) {
      text.append("0,0,0\n0,1,1\n1,0,1\n1,1,0\n");
    }
    Path data = TinyJobs.write(directory.resolve("xor.csv"), text.toString());
    assertThat(warnings(data, "data.label=y", "data.holdout.fraction=0.25"))
        .satisfiesExactly(
            twins ->
                assertThat(twins)
                    .contains("hold-out rows equal training rows")
                    .contains("data.split.duplicates = together"));
    assertThat(
            warnings(
                data,
                "data.label=y",
                "data.holdout.fraction=0.25",
                "data.split.duplicates=together"))
        .isEmpty();
  }

  /** Columns of every kind, of which a number never varies and a text is not used. */
  private static String row(int i) {
    return "%d,%s,%s,2026-01-%02d,%s,same,t%d,%s%n"
        .formatted(
            i % 97,
            i % 5 == 0 ? "" : i / 7.0,
            i % 3 == 0 ? "red" : "blue",
            i % 28 + 1,
            i % 2 == 0,
            i,
            i % 4 < 2 ? "yes" : "no");
  }

  private Path rows(String name, int from, int to) {
    StringBuilder text = new StringBuilder("a,b,c,d,e,f,g,y\n");
    for (int i = from; i < to; i++) {
      text.append(row(i));
    }
    return TinyJobs.write(directory.resolve(name), text.toString());
  }

  @Test
  void copiesOfTrainingRowsInASeparateHoldoutFileAreAWarning() {
    Path data = rows("train.csv", 0, 300);

    assertThat(warnings(data, "data.label=y", "data.holdout.path=" + rows("some.csv", 280, 380)))
        .filteredOn(warning -> warning.contains("equal"))
        .containsExactly(
            "20 of the 100 hold-out rows equal training rows, so metrics are optimistic; remove them"
                + " from one of the two.");
    assertThat(warnings(data, "data.label=y", "data.holdout.path=" + data))
        .anyMatch(warning -> warning.startsWith("300 of the 300 hold-out rows equal"));
    assertThat(warnings(data, "data.label=y", "data.holdout.path=" + rows("few.csv", 296, 396)))
        .noneMatch(warning -> warning.contains("equal"));
  }
}
