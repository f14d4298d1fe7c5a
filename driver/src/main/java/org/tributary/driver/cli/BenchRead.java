package org.tributary.driver.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.driver.bench.ReadBenchmark;
import org.tributary.driver.bench.SyntheticTable;
import org.tributary.driver.cli.BenchTables.FormatReading;
import org.tributary.driver.config.MachineSettings;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.DataSpec.ColumnsSpec;
import org.tributary.driver.spec.FormatSpec;

/**
 * {@code tributary bench read}: measures the reading of a table of the user, or of one made from a
 * seed as Parquet and as CSV.
 *
 * @param spark the session to read with
 * @param settings precision, seed and rows of a block
 * @param partitions to prepare the data for
 * @param repeat number of measurements per median
 */
record BenchRead(SparkSession spark, MachineSettings settings, int partitions, int repeat) {
  private static final long DEFAULT_ROWS = 2_000_000;
  private static final Pattern CSV =
      Pattern.compile(".*\\.csv(\\.gz)?/*", Pattern.CASE_INSENSITIVE);
  private static final Pattern PARQUET =
      Pattern.compile(".*\\.parquet/*", Pattern.CASE_INSENSITIVE);

  /** Adds a problem if the name of a table does not imply its format. */
  static void checkPath(String path, List<String> problems) {
    if (!CSV.matcher(path).matches() && !PARQUET.matcher(path).matches()) {
      problems.add(
          "Invalid --data: %s (expected a name that ends with .csv, .csv.gz or .parquet)"
              .formatted(path));
    }
  }

  /** Measures the table at a path that {@link #checkPath} accepts. */
  List<FormatReading> ofTable(String path, String label) {
    return List.of(PARQUET.matcher(path).matches() ? parquet(path, label) : csv(path, label));
  }

  /**
   * Measures synthetic tables as Parquet and as CSV, in a temporary directory that is deleted
   * afterwards. On a cluster, all executors must share it.
   *
   * @param rows of each table; empty for the default
   */
  List<FormatReading> ofSynthetic(List<Long> rows) {
    List<FormatReading> readings = new ArrayList<>();
    for (long count : rows.isEmpty() ? List.of(DEFAULT_ROWS) : rows) {
      readings.addAll(ofSynthetic(new SyntheticTable(count)));
    }
    return readings;
  }

  private List<FormatReading> ofSynthetic(SyntheticTable table) {
    try {
      Path directory = new Path(Files.createTempDirectory(temporaryName()).toUri());
      FileSystem local = directory.getFileSystem(spark.sparkContext().hadoopConfiguration());
      // For a process that is interrupted.
      local.deleteOnExit(directory);
      try {
        String parquet = new Path(directory, "table.parquet").toString();
        table.writeParquet(spark, parquet);
        String csv = new Path(directory, "table.csv").toString();
        table.writeCsv(spark, csv);
        return List.of(parquet(parquet, SyntheticTable.LABEL), csv(csv, SyntheticTable.LABEL));
      } finally {
        local.delete(directory, true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns how the names of this process's temporary directories begin. */
  static String temporaryName() {
    return "tributary-bench-" + ProcessHandle.current().pid() + "-";
  }

  private FormatReading parquet(String path, String label) {
    return new FormatReading("Parquet", reading(path, new FormatSpec.Parquet(), label));
  }

  private FormatReading csv(String path, String label) {
    return new FormatReading("CSV", reading(path, FormatSpec.Csv.DEFAULT, label));
  }

  private ReadBenchmark.Reading reading(String path, FormatSpec format, String label) {
    DataSpec spec =
        new DataSpec(path, format, new ColumnsSpec(label))
            .withPartitions(partitions)
            .withBlockRows(settings.blockRows());
    KernelFactory<?> kernels = KernelFactory.of(settings.train().precision());
    return ReadBenchmark.measure(spark, spec, kernels, settings.train().seed(), repeat);
  }
}
