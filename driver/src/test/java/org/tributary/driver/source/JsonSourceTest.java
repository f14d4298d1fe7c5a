package org.tributary.driver.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.driver.spec.FormatSpec;

class JsonSourceTest {
  @TempDir private Path dir;

  @Test
  void membersAreColumnsOfTheTypeOfTheirValues() throws IOException {
    Table table =
        open(
            """
            {"i": 1, "d": 1, "b": true, "t": "x", "v": [1, 2.5], "m": 1}

            {"i": -2, "d": 0.5, "b": null, "v": [], "m": "y", "late": {"k": [null]}, "big": 1e400}
            """);

    assertThat(table.schema().names()).containsExactly("i", "d", "b", "t", "v", "m", "late", "big");
    assertThat(table.schema().fields())
        .extracting(StructField::dataType)
        .containsExactly(
            DataTypes.LongType,
            DataTypes.DoubleType,
            DataTypes.BooleanType,
            DataTypes.StringType,
            DataTypes.createArrayType(DataTypes.DoubleType),
            DataTypes.StringType,
            DataTypes.StringType,
            DataTypes.DoubleType);
    List<SourceRow> rows = table.records().collect();
    assertThat(rows.get(0).cells())
        .containsExactly(1L, 1.0, true, "x", Vectors.dense(new double[] {1, 2.5}), "1", null, null);
    assertThat(Arrays.copyOf(rows.get(1).cells(), 7))
        .containsExactly(-2L, 0.5, null, null, Vectors.dense(new double[0]), "y", "{\"k\":[null]}");
    assertThat(table.place(rows.get(1).file(), rows.get(1).position())).endsWith("x.json:3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\": 2", "[1]", "{\"a\": 1} {\"a\": 2}", "{\"a\":1,\"a\":2}", "x"})
  void lineThatIsNoObjectIsMalformedAndTheOthersAreRead(String line) throws IOException {
    Table table = open("{\"a\": 1}\n" + line + "\n{\"a\": 3}\n");

    assertThat(TestFiles.refusal(table)).startsWith("is not ").contains("expected JSON lines");
    assertThat(table.records().count()).isEqualTo(3);
  }

  @Test
  void fileWithoutObjectsSaysSo() throws IOException {
    assertThat(TestFiles.refusal(open("[1, 2]\n"))).startsWith("is not a JSON object");
  }

  private Table open(String text) throws IOException {
    return TestFiles.open(TestFiles.write(dir.resolve("x.json"), text), new FormatSpec.Json());
  }
}
