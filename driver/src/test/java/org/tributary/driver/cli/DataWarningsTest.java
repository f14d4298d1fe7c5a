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
}
