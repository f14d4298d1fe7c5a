package org.tributary.bench.peers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Spark's own multi-layer perceptron: {@code SparkMlp NAME DATA MEASURE REPEAT}, a measure of
 * gradient-W1, fit-W1, gradient-W3.
 *
 * <p>A gradient is the job of its treeAggregate, without the broadcast before it: a little in
 * Spark's favour.
 */
final class SparkMlp {
  /** Some seconds of gradients of W1. */
  private static final int WARM_UPS = 4;

  private SparkMlp() {}

  /** Collects the seconds of each gradient. */
  private static final class Gradients extends SparkListener {
    private final List<Double> seconds = new ArrayList<>();
    private int job = -1;
    private long begin;

    @Override
    public synchronized void onJobStart(SparkListenerJobStart event) {
      if (event.stageInfos().exists(stage -> stage.name().startsWith("treeAggregate at LBFGS"))) {
        job = event.jobId();
        begin = event.time();
      }
    }

    @Override
    public synchronized void onJobEnd(SparkListenerJobEnd event) {
      if (event.jobId() == job) {
        seconds.add((event.time() - begin) / 1e3);
      }
    }

    synchronized double[] after(int warmUps) {
      return seconds.stream().skip(warmUps).mapToDouble(Double::doubleValue).toArray();
    }
  }

  public static void main(String[] args) throws IOException {
    String name = args[0];
    String measure = args[2];
    int repeat = Integer.parseInt(args[3]);
    SparkSession spark =
        SparkSession.builder()
            .master("local[*]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"))
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    Gradients gradients = new Gradients();
    spark.sparkContext().addSparkListener(gradients);
    Dataset<Row> training = rows(spark, Fashion.read(args[1], "train")).cache();
    training.count();
    int[] w1 = {Fashion.PIXELS, 64, 64, 10};
    switch (measure) {
      case "gradient-W1" -> fit(training, w1, repeat + WARM_UPS);
      case "gradient-W3" -> fit(training, new int[] {Fashion.PIXELS, 1024, 1024, 10}, repeat + 1);
      case "fit-W1" -> {
        long begin = System.nanoTime();
        MultilayerPerceptronClassificationModel model = fit(training, w1, 100);
        Fashion.tell(name, "W1", "s a fit", (System.nanoTime() - begin) / 1e9);
        double accuracy =
            new MulticlassClassificationEvaluator()
                .setMetricName("accuracy")
                .evaluate(model.transform(rows(spark, Fashion.read(args[1], "t10k"))));
        Fashion.tell(name, "W1", "test accuracy", accuracy);
      }
      default -> throw new IllegalArgumentException("Invalid measure: " + measure);
    }
    spark.stop();
    if (measure.startsWith("gradient-")) {
      Fashion.tell(name, measure.substring(9), "s a gradient", gradients.after(measure.endsWith("W1") ? WARM_UPS : 1));
    }
  }

  private static MultilayerPerceptronClassificationModel fit(
      Dataset<Row> training, int[] layers, int iterations) {
    return new MultilayerPerceptronClassifier()
        .setLayers(layers)
        .setMaxIter(iterations)
        .setTol(0)
        .setSeed(1)
        .fit(training);
  }

  static Dataset<Row> rows(SparkSession spark, Fashion data) {
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < data.classes.length; r++) {
      double[] pixels = new double[Fashion.PIXELS];
      for (int j = 0; j < pixels.length; j++) {
        pixels[j] = data.images[r][j];
      }
      rows.add(RowFactory.create((double) data.classes[r], Vectors.dense(pixels)));
    }
    StructType schema =
        new StructType(
            new StructField[] {
              DataTypes.createStructField("label", DataTypes.DoubleType, false),
              DataTypes.createStructField("features", SQLDataTypes.VectorType(), false)
            });
    return spark.createDataFrame(rows, schema);
  }
}
