package org.tributary.bench.peers;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * W7 with Spark alone: {@code SparkPipeline write DIRECTORY ROWS} writes the table, as {@code
 * table.parquet} and {@code table.csv}, and {@code SparkPipeline NAME DIRECTORY REPEAT} measures the
 * seconds from each to a model.
 *
 * <p>The table is that of {@code tributary bench read}.
 */
final class SparkPipeline {
  private static final int FEATURES = 28;
  private static final int FILES = 8;

  private SparkPipeline() {}

  public static void main(String[] args) {
    SparkSession spark =
        SparkSession.builder()
            .master("local[*]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"))
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    if (args[0].equals("write")) {
      Dataset<Row> table = table(spark, Long.parseLong(args[2]));
      table.write().mode("overwrite").parquet(args[1] + "/table.parquet");
      table.write().mode("overwrite").option("header", true).csv(args[1] + "/table.csv");
    } else {
      measure(spark, args[0], args[1], Integer.parseInt(args[2]));
    }
    spark.stop();
  }

  private static Dataset<Row> table(SparkSession spark, long rows) {
    Column[] columns = new Column[FEATURES + 1];
    Column sum = functions.lit(0);
    for (int j = 0; j < FEATURES; j++) {
      Column bits = functions.xxhash64(functions.col("id"), functions.lit(1), functions.lit(j));
      Column steps = functions.pmod(bits, functions.lit(10_000)).minus(5000);
      columns[j] = steps.divide(1000).cast(DataTypes.FloatType).as("x" + j);
      sum = j < 4 ? sum.plus(steps) : sum;
    }
    columns[FEATURES] = sum.gt(0).cast(DataTypes.IntegerType).as("label");
    return spark.range(0, rows, 1, FILES).select(columns);
  }

  private static void measure(SparkSession spark, String name, String directory, int repeat) {
    Map<String, double[]> seconds = new TreeMap<>();
    for (int i = 0; i < repeat; i++) {
      for (String format : new String[] {"Parquet", "CSV"}) {
        long begin = System.nanoTime();
        fit(read(spark, directory, format));
        seconds.computeIfAbsent(format, key -> new double[repeat])[i] = (System.nanoTime() - begin) / 1e9;
      }
    }
    seconds.forEach(
        (format, values) -> Fashion.tell(name, "W7", "s from " + format + " to a model", values));
  }

  private static Dataset<Row> read(SparkSession spark, String directory, String format) {
    if (format.equals("Parquet")) {
      return spark.read().parquet(directory + "/table.parquet");
    }
    StructType schema = new StructType();
    for (int j = 0; j < FEATURES; j++) {
      schema = schema.add("x" + j, DataTypes.DoubleType);
    }
    return spark
        .read()
        .option("header", true)
        .schema(schema.add("label", DataTypes.DoubleType))
        .csv(directory + "/table.csv");
  }

  private static void fit(Dataset<Row> rows) {
    String[] inputs = new String[FEATURES];
    for (int j = 0; j < FEATURES; j++) {
      inputs[j] = "x" + j;
    }
    PipelineStage[] stages = {
      new VectorAssembler().setInputCols(inputs).setOutputCol("assembled"),
      new StandardScaler().setInputCol("assembled").setOutputCol("features").setWithMean(true),
      new MultilayerPerceptronClassifier()
          .setLayers(new int[] {FEATURES, 64, 32, 2})
          .setMaxIter(5)
          .setTol(0)
          .setSeed(1)
    };
    new Pipeline().setStages(stages).fit(rows);
  }
}
