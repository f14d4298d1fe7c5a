package org.tributary.driver.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.FormatSpec.Spark;
import org.tributary.driver.spec.FormatSpec.Spark.Location;

class SparkSourceTest {
  private final SparkSession spark = LocalSpark.session();
  @TempDir private Path dir;

  @Test
  void sourceIsReadByNameAndOptions() throws IOException {
    Path file = TestFiles.write(dir.resolve("x.txt"), "1;2\n3;4\n");
    Spark csv = new Spark("csv", Map.of("sep", ";", "inferSchema", "true"), Location.PATHS);

    assertThat(TestFiles.cells(TestFiles.open(file, csv)))
        .containsExactly(List.of(1, 2), List.of(3, 4));
  }

  @Test
  void sourceThatIsNoneIsNamedWithTheRemedy() {
    Spark none = new Spark("no.such", Map.of(), Location.OPTIONS);

    assertThatThrownBy(() -> Sources.open(spark, "t", none))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Cannot read t: no Spark source no.such")
        .hasMessageContaining("TRIBUTARY_JARS");
  }

  @Test
  void optionThatIsWrongIsReportedInOneLine() {
    Spark jdbc = new Spark("jdbc", Map.of("url", "jdbc:none:x", "dbtable", "t"), Location.OPTIONS);

    assertThatThrownBy(() -> Sources.open(spark, "t", jdbc))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Cannot read t with the Spark source jdbc: ")
        .message()
        .hasLineCount(1);
  }

  @Test
  void versionOfADeltaTableIsThatOfItsLogAndStays() throws IOException {
    for (String name : List.of("00000000000000000009.json", "00000000000000000010.json", "x.crc")) {
      TestFiles.write(dir.resolve("_delta_log").resolve(name), "{}");
    }
    DataSource.Files delta =
        new DataSource.Files(List.of(dir.toString()), new Spark("delta", Map.of(), Location.PATHS));

    Sources.Versioned versioned = Sources.versioned(spark, delta);

    assertThat(versioned.version()).hasValue("version 10");
    assertThat(((DataSource.Files) versioned.source()).format())
        .isEqualTo(new Spark("delta", Map.of("versionAsOf", "10"), Location.PATHS));
    assertThat(Sources.versioned(spark, versioned.source()).version()).hasValue("versionAsOf 10");
  }

  @Test
  void orcIsReadWithItsPartitionsAndTheRowsOfEachFile() {
    spark
        .sql("select id, 'x' y, id % 2 part from range(10)")
        .coalesce(1)
        .write()
        .partitionBy("part")
        .orc(dir + "/t.orc");

    Table table = Sources.open(spark, dir + "/t.orc", new FormatSpec.Orc());

    assertThat(table.schema().names()).containsExactly("id", "y", "part");
    List<SourceRow> rows = table.records().collect();
    assertThat(rows).hasSize(10);
    assertThat(rows)
        .allSatisfy(
            row -> assertThat(row.position()).isEqualTo(((Long) row.cells()[0]).longValue() / 2));
  }

  @Test
  void fileThatIsNotOrcIsRefused() throws IOException {
    Path file = TestFiles.write(dir.resolve("x.orc"), "ORC and no more");

    assertThatThrownBy(() -> TestFiles.open(file, new FormatSpec.Orc()))
        .isInstanceOf(DataException.class)
        .hasMessage("Cannot read file:%s: not a whole file of ORC", file);
  }
}
