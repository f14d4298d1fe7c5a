package org.tributary.driver.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.source.Sources;
import org.tributary.driver.source.Table;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.OutputSpec.Existing;
import org.tributary.driver.store.TinyModels;

/** Predictions in CSV are RFC 4180. */
class CsvOutputTest {
  private static final List<String> TEXTS =
      List.of(
          "say \"hi\"",
          "  ",
          " lead",
          "trail ",
          "\ttab",
          "\"",
          "\"\"",
          "a,b",
          "two\nlines",
          "two\r\nlines",
          "a\rb",
          "\n",
          "back\\slash",
          "\\",
          "\\\"",
          "\\n",
          "",
          "#x",
          "'q'",
          "null",
          "\"a\",b",
          "\u0000",
          "gr\u00f6\u00dfe",
          "\uFEFF",
          "x\"");

  private final SparkSession spark = LocalSpark.session();
  @TempDir private Path directory;

  @Test
  void everyCellReadsBackAsItWas() throws IOException {
    StringBuilder text = new StringBuilder("x,\"a \"\"name\"\", odd\",t\n");
    List<List<Object>> expected = new ArrayList<>();
    for (String each : TEXTS) {
      String quoted = "\"" + each.replace("\"", "\"\"") + "\"";
      text.append("3,").append(quoted).append(',').append(quoted).append('\n');
      expected.add(List.of("3", each, each, "6.0"));
    }
    Path file = Files.writeString(directory.resolve("in.csv"), text.toString());
    Table table = Sources.open(spark, file.toString(), FormatSpec.Csv.DEFAULT);
    Path output = directory.resolve("out");

    new PredictionStore(
            output.toString(),
            PredictionFormat.CSV,
            Existing.REFUSE,
            spark.sparkContext().hadoopConfiguration())
        .write(Predictions.of(spark, table, TinyModels.line(2)), table);

    Table back = Sources.open(spark, output.toString(), FormatSpec.Csv.DEFAULT);
    assertThat(back.schema().names()).containsExactly("x", "a \"name\", odd", "t", "prediction");
    assertThat(back.records().collect().stream().map(row -> Arrays.asList(row.cells())).toList())
        .isEqualTo(expected);
  }
}
