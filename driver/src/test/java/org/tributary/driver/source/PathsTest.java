package org.tributary.driver.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.spec.FormatSpec;

/** Lists of paths, partitioned directories, and the choice of columns. */
class PathsTest {
  private final SparkSession spark = LocalSpark.session();
  @TempDir private Path dir;

  @Test
  void filesOfSeveralPathsAreReadOnce() throws IOException {
    TestFiles.write(dir.resolve("1.csv"), "a\n1\n");
    TestFiles.write(dir.resolve("2.csv"), "a\n2\n");
    TestFiles.write(dir.resolve("more/3.csv"), "a\n3\n");

    Table table = csv(dir + "/2.csv", dir + "/[12].csv", dir + "/more");

    assertThat(TestFiles.cells(table)).containsExactly(List.of("1"), List.of("2"), List.of("3"));
    assertThatThrownBy(() -> csv(dir + "/1.csv", dir + "/absent.csv"))
        .hasMessageStartingWith("Cannot read %s/absent.csv: no such file", dir);
  }

  @Test
  void directoriesNameColumnsOfTextFiles() throws IOException {
    TestFiles.write(dir.resolve("t/year=2025/m=1/x.csv"), "a,b\n1,x\n");
    TestFiles.write(dir.resolve("t/year=2026/m=a%3Ab/x.csv"), "a,b\n2,y\n3\n");

    Table table = csv(dir + "/t");

    assertThat(table.schema().names()).containsExactly("a", "b", "year", "m");
    List<SourceRow> rows = table.records().collect();
    assertThat(rows.get(0).cells()).containsExactly("1", "x", "2025", "1");
    assertThat(rows.get(1).cells()).containsExactly("2", "y", "2026", "a:b");
    assertThat(Malformed.in(rows.get(2)))
        .map(Malformed::reason)
        .hasValue("has 1 field (expected 2)");
    assertThat(
            table
                .numbers()
                .orElseThrow()
                .rows(new int[] {0, 2}, 3)
                .map(row -> row.numbers()[1] + " " + row.other())
                .take(2))
        .containsExactly("2025.0 1", "2026.0 a:b");
    assertThat(csv(dir + "/t/year=2025").schema().names()).containsExactly("a", "b", "m");
    assertThat(csv(dir + "/t/year=202*").schema().names()).containsExactly("a", "b", "year", "m");
  }

  @Test
  void directoriesOfDifferentColumnsAreRefused() throws IOException {
    TestFiles.write(dir.resolve("t/year=2025/x.csv"), "a\n1\n");
    TestFiles.write(dir.resolve("t/x.csv"), "a\n1\n");

    assertThatThrownBy(() -> csv(dir + "/t"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("name the columns [year]");
  }

  @Test
  void partitionedTablesOfParquetAreReadTogether() {
    spark.sql("select 1 a").write().parquet(dir + "/s/k=1");
    spark.sql("select 2 a, 'x' b").write().parquet(dir + "/t/k=2");

    Table table =
        Sources.open(
            spark, new DataSource.Files(List.of(dir + "/s", dir + "/t"), new FormatSpec.Parquet()));

    assertThat(
            table.records().collect().stream()
                .map(
                    row ->
                        table.schema().fieldIndex("k")
                            + ":"
                            + row.cells()[table.schema().fieldIndex("a")]
                            + row.cells()[table.schema().fieldIndex("k")])
                .toList())
        .containsExactlyInAnyOrder("1:11", "1:22");
  }

  @Test
  void columnsAreSelectedByNameRangeAndPattern() throws IOException {
    TestFiles.write(dir.resolve("x.csv"), "id,x1,x2,y,x10,a..b,z*\n1,2,3,4,5,6,7\n");
    Table table = csv(dir + "/x.csv");

    assertThat(select(table, "x*")).containsExactly("x1", "x2", "x10");
    assertThat(select(table, "x?", "id")).containsExactly("x1", "x2", "id");
    assertThat(select(table, "id..x10")).containsExactly("id", "x1", "x2", "x10");
    assertThat(select(table, "x2", "x*")).containsExactly("x2", "x1", "x10");
    assertThat(select(table, "a..b", "z*")).containsExactly("a..b", "z*");
    for (String none : List.of("w*", "x1..w", "w", "y?", "Y")) {
      assertThatThrownBy(() -> select(table, none))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(": no column " + none + ", named by data.features (columns: id, ");
    }
    assertThatThrownBy(() -> select(table, "x10..x1"))
        .hasMessageEndingWith(
            "in the range x10..x1 of data.features, the first column is after the last");
  }

  private static List<String> select(Table table, String... selectors) {
    return ColumnSelection.of(table, Arrays.asList(selectors), "data.features", Set.of("y"));
  }

  private Table csv(String... paths) {
    return Sources.open(spark, new DataSource.Files(List.of(paths), FormatSpec.Csv.DEFAULT));
  }
}
