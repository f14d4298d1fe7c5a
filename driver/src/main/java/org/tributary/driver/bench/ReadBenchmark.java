package org.tributary.driver.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.driver.dataset.DatasetPreparer;
import org.tributary.driver.dataset.PreparedData;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.FormatSpec;

/**
 * Measures reading, from opening the files to cached blocks, alternating with Spark's own scan of
 * the same files, which sums every column: the limit of reading.
 *
 * <p>The scan has the schema in advance, with doubles for the numbers of a CSV file. What is not a
 * number is hashed instead of summed.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class ReadBenchmark<A> {
  private final SparkSession spark;
  private final DataSpec spec;
  private final KernelFactory<A> kernels;
  private final long seed;

  private ReadBenchmark(SparkSession spark, DataSpec spec, KernelFactory<A> kernels, long seed) {
    this.spark = spark;
    this.spec = spec;
    this.kernels = kernels;
    this.seed = seed;
  }

  /**
   * The cost of reading a table.
   *
   * @param rows number of rows
   * @param inputs number of inputs that a row has
   * @param scanSeconds of Spark's scan
   * @param readSeconds from opening the files to cached blocks
   * @param cachedBytes of all blocks, in memory and on disk
   * @param numberBytes of all inputs, as numbers of the blocks' precision
   */
  public record Reading(
      long rows,
      int inputs,
      Timings scanSeconds,
      Timings readSeconds,
      long cachedBytes,
      long numberBytes) {
    /** Returns the rows read a second, by the median. */
    public double rowsPerSecond() {
      return rows / readSeconds.median();
    }

    /** Returns how many times as long as the scan reading takes, by the medians. */
    public double timesTheScan() {
      return readSeconds.median() / scanSeconds.median();
    }
  }

  /** One measured reading. */
  private record Read(double seconds, long rows, int inputs, long cachedBytes) {}

  /**
   * Measures, after one unmeasured turn.
   *
   * @param spec files of CSV or Parquet, with a label column of classes
   * @param kernels of the precision to read in
   * @param seed decides the order of the rows
   * @param repeat measured turns, at least 1
   */
  public static <A> Reading measure(
      SparkSession spark, DataSpec spec, KernelFactory<A> kernels, long seed, int repeat) {
    return new ReadBenchmark<>(spark, spec, kernels, seed).measure(repeat);
  }

  private Reading measure(int repeat) {
    // First, because it reports files that are missing or invalid to the user.
    read();
    Supplier<Dataset<Row>> files = files();
    scan(files);
    List<Double> scanSeconds = new ArrayList<>();
    List<Read> reads = new ArrayList<>();
    for (int i = 0; i < repeat; i++) {
      // Frees the shuffle files and blocks of the turn before, outside of the time of this one.
      System.gc();
      scanSeconds.add(Stopwatch.time(0, 1, () -> scan(files)).wall().median());
      System.gc();
      reads.add(read());
    }
    Read last = reads.get(reads.size() - 1);
    long numberBytes = last.rows() * last.inputs() * kernels.create().precision().bytes();
    return new Reading(
        last.rows(),
        last.inputs(),
        new Timings(scanSeconds),
        new Timings(reads.stream().map(Read::seconds).toList()),
        last.cachedBytes(),
        numberBytes);
  }

  private Read read() {
    long begin = System.nanoTime();
    try (PreparedData<A> data =
        DatasetPreparer.prepare(spark, spec, OutputLoss.SOFTMAX_CROSS_ENTROPY, kernels, seed)) {
      double seconds = (System.nanoTime() - begin) / 1e9;
      return new Read(
          seconds,
          data.training().rows(),
          data.preparation().inputs(),
          CachedBytes.of(data.training().rdd().id()));
    }
  }

  private static void scan(Supplier<Dataset<Row>> files) {
    Dataset<Row> rows = files.get();
    rows.select(
            Arrays.stream(rows.schema().fields()).map(ReadBenchmark::sum).toArray(Column[]::new))
        .collectAsList();
  }

  private static Column sum(StructField field) {
    Column column = functions.col("`" + field.name().replace("`", "``") + "`");
    return functions.sum(field.dataType() instanceof NumericType ? column : functions.hash(column));
  }

  /** Returns what opens the files with Spark, with the schema of a CSV file in advance. */
  private Supplier<Dataset<Row>> files() {
    if (spec.format() instanceof FormatSpec.Csv csv) {
      StructType schema = columns(csv);
      return () -> csvReader(csv).schema(schema).csv(spec.path());
    }
    return () -> spark.read().option("mergeSchema", true).parquet(spec.path());
  }

  private DataFrameReader csvReader(FormatSpec.Csv format) {
    return spark
        .read()
        .option("header", format.header() == FormatSpec.Csv.Header.PRESENT)
        .option("delimiter", String.valueOf(format.delimiter().orElse(',')));
  }

  /** Returns the columns that Spark finds in a CSV file, with doubles for all numbers. */
  private StructType columns(FormatSpec.Csv format) {
    StructField[] found =
        csvReader(format).option("inferSchema", true).csv(spec.path()).schema().fields();
    return new StructType(
        Arrays.stream(found)
            .map(
                field ->
                    field.dataType() instanceof NumericType
                        ? DataTypes.createStructField(field.name(), DataTypes.DoubleType, true)
                        : field)
            .toArray(StructField[]::new));
  }
}
