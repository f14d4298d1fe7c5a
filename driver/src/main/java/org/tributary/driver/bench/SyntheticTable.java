package org.tributary.driver.bench;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * A table of numbers made from a seed, as files to read: the workload W7.
 *
 * <p>28 columns of float, uniform from -5 to 5 with three decimals, and a label of 0 or 1, which is
 * 1 if the first four columns have a positive sum. Every row depends on its index alone.
 *
 * @param rows number of rows, at least 1
 */
public record SyntheticTable(long rows) {
  /** The name of the label column. */
  public static final String LABEL = "label";

  /** Number of columns besides the label. */
  public static final int FEATURES = 28;

  /** Number of files, so that a few cores read in parallel. */
  public static final int FILES = 8;

  private static final int SEED = 1;
  private static final int STEPS = 10_000;
  private static final int STEPS_PER_UNIT = 1000;
  private static final int FEATURES_OF_LABEL = 4;

  /** Refuses an empty table. */
  public SyntheticTable {
    if (rows < 1) {
      throw new IllegalArgumentException(
          "Invalid table: %d rows (expected 1 or more)".formatted(rows));
    }
  }

  /** Writes the table as Parquet into a new directory. */
  public void writeParquet(SparkSession spark, String directory) {
    frame(spark).write().parquet(directory);
  }

  /** Writes the table as CSV, with a header in each file, into a new directory. */
  public void writeCsv(SparkSession spark, String directory) {
    frame(spark).write().option("header", true).csv(directory);
  }

  Dataset<Row> frame(SparkSession spark) {
    List<Column> columns = new ArrayList<>();
    Column sum = functions.lit(0);
    for (int j = 0; j < FEATURES; j++) {
      Column steps = steps(j);
      columns.add(steps.divide(STEPS_PER_UNIT).cast(DataTypes.FloatType).as("x" + j));
      if (j < FEATURES_OF_LABEL) {
        sum = sum.plus(steps);
      }
    }
    columns.add(sum.gt(0).cast(DataTypes.IntegerType).as(LABEL));
    return spark.range(0, rows, 1, FILES).select(columns.toArray(Column[]::new));
  }

  /** Returns a column in thousandths. */
  private static Column steps(int feature) {
    Column bits =
        functions.xxhash64(functions.col("id"), functions.lit(SEED), functions.lit(feature));
    return functions.pmod(bits, functions.lit(STEPS)).minus(STEPS / 2);
  }
}
