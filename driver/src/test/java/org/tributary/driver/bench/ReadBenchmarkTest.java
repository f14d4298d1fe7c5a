package org.tributary.driver.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.DataSpec.ColumnsSpec;
import org.tributary.driver.spec.FormatSpec;

/** What is measured, not how long it takes. */
class ReadBenchmarkTest {
  private static final SyntheticTable TABLE = new SyntheticTable(500);

  @TempDir private Path directory;

  private DataSpec spec(String name, FormatSpec format, String label) {
    return new DataSpec(directory.resolve(name).toString(), format, new ColumnsSpec(label))
        .withPartitions(2)
        .withBlockRows(64);
  }

  private ReadBenchmark.Reading measured(DataSpec spec) {
    return ReadBenchmark.measure(LocalSpark.session(), spec, KernelFactory.FLOAT32, 1, 2);
  }

  @Test
  void bothFormatsAreReadAsOftenAsTheyAreScanned() {
    DataSpec parquet = spec("table.parquet", new FormatSpec.Parquet(), SyntheticTable.LABEL);
    DataSpec csv = spec("table.csv", FormatSpec.Csv.DEFAULT, SyntheticTable.LABEL);
    TABLE.writeParquet(LocalSpark.session(), parquet.path());
    TABLE.writeCsv(LocalSpark.session(), csv.path());
    for (DataSpec spec : List.of(parquet, csv)) {
      ReadBenchmark.Reading reading = measured(spec);
      assertThat(reading.rows()).isEqualTo(500);
      assertThat(reading.inputs()).isEqualTo(28);
      assertThat(reading.scanSeconds().values()).hasSize(2);
      assertThat(reading.readSeconds().values()).hasSize(2);
      assertThat(reading.numberBytes()).isEqualTo(500 * 28 * 4);
      assertThat(reading.cachedBytes()).isGreaterThanOrEqualTo(reading.numberBytes());
    }
  }

  @Test
  void columnsOfTextAreScannedToo() throws IOException {
    DataSpec csv = spec("table.csv", FormatSpec.Csv.DEFAULT, "kind of wine");
    Files.writeString(Path.of(csv.path()), "a.b,kind of wine\n1,red\n2.5,white\n3,red\n");
    assertThat(measured(csv).rows()).isEqualTo(3);
  }

  @Test
  void rowsOfTheSyntheticTableDependOnTheirIndexAlone() {
    List<Row> rows = TABLE.frame(LocalSpark.session()).collectAsList();
    assertThat(rows).hasSize(500);
    assertThat(new SyntheticTable(200).frame(LocalSpark.session()).collectAsList())
        .allMatch(rows::contains);
    assertThat(rows).extracting(row -> row.getInt(SyntheticTable.FEATURES)).containsOnly(0, 1);
  }

  @Test
  void cellsOfTheSyntheticTableHaveThreeDecimalsAtMost() throws IOException {
    Path csv = directory.resolve("table.csv");
    TABLE.writeCsv(LocalSpark.session(), csv.toString());
    try (Stream<Path> files = Files.list(csv)) {
      List<Path> parts = files.filter(file -> file.toString().endsWith(".csv")).toList();
      assertThat(parts).hasSize(SyntheticTable.FILES);
      for (Path part : parts) {
        assertThat(Files.readAllLines(part).subList(1, 10))
            .allMatch(line -> line.matches("(-?\\d\\.\\d{1,3},){28}[01]"));
      }
    }
  }
}
