package org.tributary.driver.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.source.Sources;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.FormatSpec.Csv.Header;
import org.tributary.driver.store.TinyModels;

class PredictionsTest {
  @TempDir private Path directory;

  /** So many columns that Spark goes over their rows without code of its own for them. */
  @Test
  void rowsOfManyColumnsKeepThemAndGetPredictions() throws IOException {
    int others = 2500;
    Path file = directory.resolve("wide.csv");
    String names =
        IntStream.range(0, others).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
    String values =
        IntStream.range(0, others).mapToObj(i -> "v" + i).collect(Collectors.joining(","));
    Files.writeString(file, names + ",x\n" + values + ",3\n" + values + ",4\n");
    List<Row> rows =
        Predictions.of(
                LocalSpark.session(),
                Sources.open(
                    LocalSpark.session(), file.toString(), new FormatSpec.Csv(Header.PRESENT, ',')),
                TinyModels.line(2))
            .collectAsList();
    assertThat(rows).hasSize(2);
    assertThat(rows.get(1).length()).isEqualTo(others + 2);
    assertThat(rows.get(1).getString(others - 1)).isEqualTo("v" + (others - 1));
    assertThat(rows.get(1).getString(others)).isEqualTo("4");
    // Exact: 2 x 4.
    assertThat(rows.get(1).getDouble(others + 1)).isEqualTo(8);
  }
}
