package org.tributary.driver.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.spec.FormatSpec;

/** A scan of numbers reads what the records hold. */
class NumericScanTest {
  @TempDir private Path directory;

  /** What is read of a row: its numbers, its other cell, and the whole row where it is there. */
  private record Read(List<Double> numbers, Object other, List<Object> cells, long position)
      implements Serializable {}

  private static List<Read> scanned(Table table, int[] numbers, int other) {
    return table
        .numbers()
        .orElseThrow()
        .rows(numbers, other)
        .map(
            row -> {
              List<Double> copy = new ArrayList<>();
              for (double number : row.numbers()) {
                copy.add(number);
              }
              return new Read(
                  copy,
                  row.other(),
                  row.row()
                      .map(cells -> new ArrayList<>(Arrays.asList(cells.cells())))
                      .orElse(null),
                  row.row().map(SourceRow::position).orElse(-1L));
            })
        .collect();
  }

  private Table csv(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("rows.csv"), text);
    return Sources.open(
        LocalSpark.session(),
        file.toString(),
        new FormatSpec.Csv(FormatSpec.Csv.Header.PRESENT, ','));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,2,x\n3.5,-4.25,y\n",
        "1,2,x\r\n3.5,-4.25,y\r\n",
        "1,2,x\n\n   \n3,4,y",
        "\"1\",2,x\n3,4,\"a,b\"\n",
        "1e5,2,x\n+3,4,y\n 5 ,6,z\n",
        "1,2\n3,4,y,z\n5,6,w\n",
        ",2,x\n3,,y\n5,6,\n",
        "12345678901234567,2,x\n0.1234567890123456789,4,y\n",
        "NaN,2,x\nInfinity,4,y\n0x10,6,z\n1d,7,w\n",
        "1,2,gr\u00f6\u00dfe\n\u0663,4,y\n",
        "-,2,x\n.,4,y\n-.5,.5,z\n5.,-0,w\n1.2.3,4,v\n",
        "1,2,\"open\n3,4,y\n"
      })
  void csvHasTheNumbersOfItsRecords(String rows) throws IOException {
    Table table = csv("a,b,k\n" + rows);
    List<SourceRow> records = table.records().collect();
    List<Read> scanned = scanned(table, new int[] {1, 0}, 2);
    assertThat(scanned).hasSameSizeAs(records);
    for (int r = 0; r < records.size(); r++) {
      Read read = scanned.get(r);
      Object[] cells = records.get(r).cells();
      assertThat(read.cells()).usingRecursiveFieldByFieldElementComparator().containsExactly(cells);
      assertThat(read.position()).isEqualTo(records.get(r).position());
      for (int i = 0; i < 2; i++) {
        double number = read.numbers().get(i);
        if (!Double.isNaN(number)) {
          assertThat(cells).hasSize(3);
          assertThat(number).isEqualTo(Cells.number(cells[1 - i]));
          assertThat(read.other()).isEqualTo(cells[2]);
        }
      }
    }
  }

  @Test
  void plainCsvNeedsNoRecords() throws IOException {
    Table table = csv("a,b,k\n1,2,x\n-3.5,0.25,y\n");
    assertThat(scanned(table, new int[] {0, 1}, 2))
        .extracting(Read::numbers)
        .containsExactly(List.of(1.0, 2.0), List.of(-3.5, 0.25));
  }

  private static Dataset<Row> typed() {
    StructType schema =
        new StructType()
            .add("b", DataTypes.ByteType)
            .add("s", DataTypes.ShortType)
            .add("i", DataTypes.IntegerType)
            .add("l", DataTypes.LongType)
            .add("f", DataTypes.FloatType)
            .add("d", DataTypes.DoubleType)
            .add("t.x`y", DataTypes.StringType)
            .add("flag", DataTypes.BooleanType);
    return LocalSpark.session()
        .createDataFrame(
            List.of(
                RowFactory.create(
                    (byte) 1, (short) -2, 3, 1L << 60, 0.1f, 0.1, "gr\u00f6\u00dfe", true),
                RowFactory.create(null, null, null, null, null, null, null, null),
                RowFactory.create((byte) -128, (short) 7, -9, -5L, Float.NaN, -0.0, "", false)),
            schema);
  }

  @Test
  void columnsOfADataFrameAreItsNumbers() {
    assertTyped(FrameSource.open(new DataSource.Frame("typed", typed())));
  }

  @Test
  void columnsOfParquetAreItsNumbers() {
    Path path = directory.resolve("typed.parquet");
    typed().coalesce(1).write().mode(SaveMode.Overwrite).parquet(path.toString());
    assertTyped(Sources.open(LocalSpark.session(), path.toString(), new FormatSpec.Parquet()));
  }

  private static void assertTyped(Table table) {
    NumericScan scan = table.numbers().orElseThrow();
    for (int column = 0; column < 6; column++) {
      assertThat(scan.takes(column, 1)).isTrue();
    }
    assertThat(scan.takes(6, 1)).isFalse();
    assertThat(scan.takesOther(6)).isTrue();
    assertThat(scan.takes(7, 1)).isFalse();
    assertThat(scan.takesOther(7)).isFalse();
    List<SourceRow> records = table.records().collect();
    List<Read> scanned = scanned(table, new int[] {5, 0, 1, 4, 3, 2}, 6);
    assertThat(scanned).hasSameSizeAs(records);
    for (int r = 0; r < records.size(); r++) {
      Object[] cells = records.get(r).cells();
      int at = 0;
      for (int column : new int[] {5, 0, 1, 4, 3, 2}) {
        Double expected =
            cells[column] == null ? Double.NaN : ((Number) cells[column]).doubleValue();
        assertThat(scanned.get(r).numbers().get(at++)).isEqualTo(expected);
      }
      assertThat(scanned.get(r).other()).isEqualTo(cells[6]);
    }
  }

  @Test
  void otherCellKeepsItsType() {
    Table table = FrameSource.open(new DataSource.Frame("typed", typed()));
    for (int column = 0; column < 7; column++) {
      assertThat(scanned(table, new int[] {5}, column).get(0).other())
          .isEqualTo(table.records().collect().get(0).cells()[column]);
    }
  }

  @Test
  void namesThatDifferInCaseAloneHaveNoScan() {
    Dataset<Row> rows = typed().select("i", "l").toDF("x", "X");
    assertThat(FrameSource.open(new DataSource.Frame("same", rows)).numbers()).isEmpty();
  }
}
