package org.tributary.driver.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.spec.FormatSpec;

/** A scan of numbers reads the vectors and arrays that the records hold. */
class NumericVectorsTest {
  private static final int WIDTH = 3;
  private static final int LABEL = 5;

  @TempDir private Path directory;

  private static Row row(Vector vector, List<Double> d, List<Float> f, List<Integer> i) {
    return RowFactory.create(
        vector,
        d == null ? null : d.toArray(),
        f == null ? null : f.toArray(),
        i == null ? null : i.toArray(),
        2.5,
        "k");
  }

  private static Dataset<Row> rows() {
    StructType schema =
        new StructType()
            .add("v", SQLDataTypes.VectorType())
            .add("d", DataTypes.createArrayType(DataTypes.DoubleType))
            .add("f", DataTypes.createArrayType(DataTypes.FloatType))
            .add("i", DataTypes.createArrayType(DataTypes.IntegerType))
            .add("x", DataTypes.DoubleType)
            .add("label", DataTypes.StringType);
    return LocalSpark.session()
        .createDataFrame(
            List.of(
                row(
                    Vectors.dense(1, -0.0, 0.1),
                    List.of(1.5, 2.5, 1e300),
                    List.of(0.1f, 2f, 3f),
                    List.of(-1, 2, 3)),
                row(
                    Vectors.sparse(3, new int[] {2}, new double[] {7}),
                    Arrays.asList(1.5, null, 2.0),
                    Arrays.asList(null, 0.5f, 1f),
                    Arrays.asList(1, 2, null)),
                row(
                    Vectors.dense(Double.NaN, 1, Double.NEGATIVE_INFINITY),
                    List.of(1.0),
                    List.of(1f, 2f),
                    List.of()),
                row(Vectors.dense(1, 2), null, null, null),
                row(Vectors.sparse(4, new int[] {3}, new double[] {1}), null, null, null),
                row(null, null, null, null)),
            schema);
  }

  private static List<double[]> scanned(Table table) {
    return table
        .numbers()
        .orElseThrow()
        .rows(new int[] {2, 0, 4, 3, 1}, new int[] {WIDTH, WIDTH, 1, WIDTH, WIDTH}, LABEL)
        .map(row -> row.numbers().clone())
        .collect();
  }

  private static void assertSame(Table table) {
    List<SourceRow> records = table.records().collect();
    List<double[]> scanned = scanned(table);
    assertThat(scanned).hasSameSizeAs(records);
    for (int r = 0; r < scanned.size(); r++) {
      int at = 0;
      for (int column : new int[] {2, 0, 4, 3, 1}) {
        Object cell = records.get(r).cells()[column];
        int width = column == 4 ? 1 : WIDTH;
        double[] found = Arrays.copyOfRange(scanned.get(r), at, at + width);
        at += width;
        if (cell != null && Cells.width(cell) == width) {
          double[] expected = new double[width];
          Cells.numbers(cell, expected, 0);
          assertThat(found).as("row %d, column %d", r, column).isEqualTo(expected);
        } else {
          assertThat(found).as("row %d, column %d", r, column).containsOnly(1 / 0.0);
        }
      }
    }
  }

  @Test
  void vectorsAndArraysOfADataFrameAreItsNumbers() {
    assertSame(FrameSource.open(new DataSource.Frame("vectors", rows())));
  }

  @Test
  void vectorsAndArraysOfParquetAreItsNumbers() {
    Path path = directory.resolve("vectors.parquet");
    rows().coalesce(1).write().parquet(path.toString());
    assertSame(Sources.open(LocalSpark.session(), path.toString(), new FormatSpec.Parquet()));
  }

  @Test
  void structsThatAreNoVectorsHaveNoNumbers() {
    Dataset<Row> broken =
        LocalSpark.session()
            .sql(
                "select named_struct('type', cast(t as tinyint), 'size', 3, 'indices',"
                    + " array(1, i), 'values', array(cast(1 as double), cast(2 as double))) v"
                    + " from values (0, 2), (0, 1), (0, 3), (0, -1), (7, 2), (null, 2), (1, 2)"
                    + " as (t, i)");
    List<double[]> scanned =
        FrameSource.open(new DataSource.Frame("broken", broken))
            .numbers()
            .orElseThrow()
            .rows(new int[] {0}, new int[] {WIDTH}, NumericScan.NO_OTHER)
            .map(row -> row.numbers().clone())
            .collect();
    assertThat(scanned.get(0)).containsExactly(0, 1, 2);
    assertThat(scanned.subList(1, 7)).allSatisfy(row -> assertThat(row).containsOnly(1 / 0.0));
  }

  @Test
  void firstRowTellsHowManyNumbersItsCellsHold() {
    NumericScan scan =
        FrameSource.open(new DataSource.Frame("vectors", rows())).numbers().orElseThrow();
    assertThat(scan.firstWidths(new int[] {4, 0, 3}).orElseThrow()).containsExactly(1, 3, 3);
    NumericScan none =
        FrameSource.open(new DataSource.Frame("none", rows().filter("x = 0")))
            .numbers()
            .orElseThrow();
    assertThat(none.firstWidths(new int[] {0})).isEmpty();
    DataSource.Frame nulls = new DataSource.Frame("nulls", rows().filter("v is null"));
    assertThat(nulls.first().widths().orElseThrow())
        .containsExactly(
            FirstRow.NULL, FirstRow.NULL, FirstRow.NULL, FirstRow.NULL, 1, /* label */ 1);
  }

  @Test
  void firstRowThatWasReadIsNotReadAgain() {
    LongAccumulator read = LocalSpark.context().sc().longAccumulator();
    Dataset<Row> rows =
        LocalSpark.session()
            .createDataFrame(
                rows().select("v", "x").javaRDD().map(row -> counted(row, read)),
                rows().select("v", "x").schema());
    DataSource.Frame frame = new DataSource.Frame("counted", rows);
    NumericScan scan = FrameSource.open(frame).numbers().orElseThrow();
    int[] widths = frame.first().widths().orElseThrow();
    long once = read.value();
    assertThat(once).isPositive();
    assertThat(scan.firstWidths(new int[] {1, 0}).orElseThrow())
        .containsExactly(widths[1], widths[0]);
    assertThat(frame.first().widths().orElseThrow()).isEqualTo(widths);
    assertThat(read.value()).isEqualTo(once);
  }

  private static Row counted(Row row, LongAccumulator read) {
    read.add(1);
    return row;
  }

  @Test
  void cellsThatHoldNoNumbersAreNotScanned() {
    NumericScan scan =
        FrameSource.open(new DataSource.Frame("vectors", rows())).numbers().orElseThrow();
    assertThat(scan.takes(0, WIDTH)).isTrue();
    assertThat(scan.takes(0, 1)).isTrue();
    assertThat(scan.takes(4, WIDTH)).isFalse();
    assertThat(scan.takes(LABEL, 1)).isFalse();
  }
}
