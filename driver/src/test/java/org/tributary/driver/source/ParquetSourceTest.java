package org.tributary.driver.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.spec.FormatSpec.Parquet;

class ParquetSourceTest {
  private static final String VECTOR =
      "struct<type:tinyint,size:int,indices:array<int>,values:array<double>>";

  private final SparkSession spark = LocalSpark.session();
  @TempDir private Path dir;

  @Test
  void scalarsAreCellsAsTheyAre() {
    Object[] cells =
        onlyRecord(
            spark.sql(
                "select 1 i, 2L l, 0.5d d, cast(0.25 as float) f, cast(1.50 as decimal(5,2)) n,"
                    + " true b, 'x' s, cast(null as double) m"));

    assertThat(cells).containsExactly(1, 2L, 0.5, 0.25f, new BigDecimal("1.50"), true, "x", null);
  }

  @Test
  void arraysOfNumbersAreCellsOfSeveralNumbers() {
    Object[] cells =
        onlyRecord(
            spark.sql(
                "select array(cast(1 as float), cast(2 as float)) f, array(0.1d, 0.2d) d,"
                    + " array(3, 4) i"));

    assertThat(cells)
        .containsExactly(
            new float[] {1, 2},
            Vectors.dense(new double[] {0.1, 0.2}),
            Vectors.dense(new double[] {3, 4}));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tinyint",
        "smallint",
        "int",
        "bigint",
        "float",
        "double",
        "decimal(5,2)",
        "decimal(38,0)",
        "boolean"
      })
  void everyNumericTypeIsReadAloneAndInArrays(String type) {
    Table table =
        open(
            spark.sql(
                ("select cast(1 as %1$s) x, cast(array(1, 0) as array<%1$s>) xs,"
                        + " cast(array(1, null) as array<%1$s>) holes, 'k' y")
                    .formatted(type)));
    Object[] cells = table.records().collect().get(0).cells();

    assertThat(Cells.number(cells[0])).isEqualTo(1);
    assertThat(Cells.width(cells[1])).isEqualTo(2);
    double[] numbers = new double[2];
    Cells.numbers(cells[1], numbers, 0);
    assertThat(numbers).containsExactly(1, 0);
    assertThat(Cells.problem(cells[1])).isEmpty();
    assertThat(Cells.problem(cells[2])).hasValue("is not finite: element 1 is NaN");
    assertThat(table.numbers().orElseThrow().takes(0, 1)).isEqualTo(!type.equals("boolean"));
  }

  @Test
  void decimalsAreTheSameNumbersInAScanAndInRecords() {
    Table table =
        open(
            spark.sql(
                "select cast(x as decimal(38, 20)) x from values ('0.1'), ('-3.00000000000000000001'),"
                    + " (null), ('12345678901234567.9') as t(x)"));

    assertThat(
            table
                .numbers()
                .orElseThrow()
                .rows(new int[] {0}, NumericScan.NO_OTHER)
                .map(row -> row.numbers()[0])
                .collect())
        .containsExactlyInAnyOrderElementsOf(
            table.records().map(row -> Cells.number(row.cells()[0])).collect());
  }

  @Test
  void storedVectorsAreVectors() {
    Object[] cells =
        onlyRecord(
            spark.sql(
                ("select cast(named_struct('type', 1, 'size', null, 'indices', null,"
                        + " 'values', array(1.0, 2.0)) as %1$s) dense,"
                        + " cast(named_struct('type', 0, 'size', 5, 'indices', array(0, 3),"
                        + " 'values', array(1.0, 2.0)) as %1$s) sparse, cast(null as %1$s) missing")
                    .formatted(VECTOR)));

    assertThat(cells)
        .containsExactly(
            Vectors.dense(new double[] {1, 2}),
            Vectors.sparse(5, new int[] {0, 3}, new double[] {1, 2}),
            null);
  }

  /** The file was written by Spark ML 4.1.0, which is not on the class path here. */
  @Test
  void vectorsOfSparkMlAreReadWithoutIt() throws URISyntaxException {
    Path file = Path.of(getClass().getResource("/data/vectors.parquet").toURI());

    Table table = TestFiles.open(file, new Parquet());

    assertThat(TestFiles.cells(table))
        .containsExactly(
            List.of(Vectors.dense(new double[] {1, 2})),
            List.of(Vectors.sparse(3, new int[] {1}, new double[] {5})));
  }

  @Test
  void structsThatAreNoVectorsAreKept() {
    Object[] cells =
        onlyRecord(
            spark.sql(
                "select cast(named_struct('type', 0, 'size', 2, 'indices', array(5),"
                    + " 'values', array(1.0)) as %s) beyond, named_struct('type', 1) other"
                        .formatted(VECTOR)));

    assertThat(cells).allSatisfy(cell -> assertThat(cell).isInstanceOf(Row.class));
    assertThat(Cells.width(cells[0])).isEqualTo(Cells.NO_WIDTH);
  }

  @Test
  void everyRecordGoesOutAsItCameIn() {
    Dataset<Row> data =
        spark.sql(
            ("select 1 `an int`, 'x' `a.b`, date'2026-01-02' date, map('k', 1) map,"
                    + " array(1L, null) longs, array(0.5d, null) holes,"
                    + " named_struct('x', 1) struct, array(cast(1 as float)) floats,"
                    + " array(1.5d) doubles, array(7) ints, cast(null as int) none,"
                    + " array(9007199254740993L, -1L) exact, array(1.25, 3.5) decimals,"
                    + " array(cast(1 as tinyint)) bytes, array(cast(1 as smallint), null) shorts,"
                    + " array(true, null) flags, array(cast(1 as float), null) floatHoles,"
                    + " cast(named_struct('type', 1, 'size', null, 'indices', null,"
                    + " 'values', array(1.0, 2.0)) as %1$s) dense,"
                    + " cast(named_struct('type', 0, 'size', 5, 'indices', array(0, 3),"
                    + " 'values', array(1.0, 2.0)) as %1$s) sparse")
                .formatted(VECTOR));
    Table table = open(data);

    List<Row> rows =
        table.records().collect().stream()
            .map(
                record ->
                    RowFactory.create(
                        IntStream.range(0, record.cells().length)
                            .mapToObj(
                                i ->
                                    Cells.toRow(
                                        record.cells()[i], table.schema().fields()[i].dataType()))
                            .toArray()))
            .toList();
    Dataset<Row> copy = spark.createDataFrame(rows, table.schema());

    assertThat(copy.toJSON().collectAsList()).isEqualTo(data.toJSON().collectAsList());
    assertThat(copy.schema().names()).isEqualTo(data.schema().names());
  }

  @Test
  void positionsCountTheRowsOfEachFile() {
    Table table = open(spark.range(0, 100, 1, 2).toDF("n"));

    List<SourceRow> rows = table.records().collect();

    assertThat(table.positions()).isEqualTo(Table.Positions.ROW);
    assertThat(rows).hasSize(100);
    assertThat(rows)
        .allSatisfy(
            row -> assertThat(row.position()).isEqualTo(((Long) row.cells()[0]).longValue() % 50));
    assertThat(rows.stream().map(SourceRow::file).distinct().toList())
        .hasSize(2)
        .allSatisfy(file -> assertThat(file).startsWith("file:/").endsWith(".parquet"));
  }

  @Test
  void columnsAreThoseOfAllFilesTogether() {
    spark.sql("select 1 a").write().parquet(dir + "/data/part=1");
    spark.sql("select 2 a, 'x' b").write().parquet(dir + "/data/part=2");

    Table table = Sources.open(spark, dir + "/data", new Parquet());

    assertThat(table.schema().names()).containsExactly("a", "b", "part");
    assertThat(table.records().collect().stream().map(row -> Arrays.asList(row.cells())).toList())
        .containsExactlyInAnyOrder(Arrays.asList(1, null, 1), Arrays.asList(2, "x", 2));
  }

  @Test
  void filesThatDisagreeAboutATypeAreRefused() {
    spark.sql("select 1 a").write().parquet(dir + "/data");
    spark.sql("select 'x' a").write().mode("append").parquet(dir + "/data");

    assertRefused(dir + "/data", "Cannot read %s/data: column a is ".formatted(dir));
  }

  @ParameterizedTest
  @ValueSource(strings = {"run[1]", "run{1,2}", "run?", "run*", "a\\b"})
  void pathThatExistsIsReadAndNotWhatItMatchesAsAGlob(String name) {
    spark.sql("select 1 a").write().parquet(dir + "/run1.parquet");
    spark.sql("select 2 a").write().parquet(dir + "/" + name + ".parquet");

    Table table = Sources.open(spark, dir + "/" + name + ".parquet", new Parquet());

    assertThat(TestFiles.cells(table)).containsExactly(List.of(2));
  }

  @Test
  void fileThatIsNotParquetIsRefused() throws IOException {
    for (String text : List.of("", "PAR", "PAR1 and no more", "a,b\n1,2\n")) {
      Path file = TestFiles.write(dir.resolve("x.parquet"), text);

      assertRefused(
          file.toString(), "Cannot read file:%s: not a whole file of Parquet".formatted(file));
      assertRefused(
          dir.toString(), "Cannot read file:%s: not a whole file of Parquet".formatted(file));
    }
  }

  @Test
  void directoryWithoutFilesIsRefused() throws IOException {
    Files.createDirectory(dir.resolve("empty"));

    assertRefused(dir + "/empty", "Cannot read %s/empty: no files of Parquet in it".formatted(dir));
  }

  @Test
  void absentFileIsRefused() {
    assertThatThrownBy(() -> Sources.open(spark, dir + "/absent", new Parquet()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no such file or directory (looked for file:");
  }

  private void assertRefused(String path, String message) {
    assertThatThrownBy(() -> Sources.open(spark, path, new Parquet()))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(message);
  }

  private Object[] onlyRecord(Dataset<Row> data) {
    List<SourceRow> rows = open(data).records().collect();
    assertThat(rows).hasSize(1);
    return rows.get(0).cells();
  }

  private Table open(Dataset<Row> data) {
    data.write().parquet(dir + "/data");
    return Sources.open(spark, dir + "/data", new Parquet());
  }
}
