package org.tributary.bench.peers;

import java.io.IOException;
import java.util.Random;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A fit of an estimator for Spark ML, of Spark's class or of one that extends it: {@code Estimators
 * NAME CLASS DATA ITERATIONS [PRECISION]}; Spark's class has no precision.
 *
 * <p>784-64-64-10, sigmoid, L-BFGS, initial weights that are the same for every class, and as many
 * rows as fill whole blocks on two partitions.
 */
final class Estimators {
  private static final int ROWS = 2 * 234 * 128;
  private static final int[] LAYERS = {Fashion.PIXELS, 64, 64, 10};

  private Estimators() {}

  public static void main(String[] args) throws ReflectiveOperationException, IOException {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"))
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    Dataset<Row> training =
        SparkMlp.rows(spark, Fashion.read(args[2], "train")).limit(ROWS).repartition(2).cache();
    training.count();
    MultilayerPerceptronClassifier estimator =
        (MultilayerPerceptronClassifier) Class.forName(args[1]).getConstructor().newInstance();
    estimator
        .setLayers(LAYERS)
        .setInitialWeights(initialWeights())
        .setMaxIter(Integer.parseInt(args[3]))
        .setTol(0);
    if (args.length > 4) {
      estimator.set(estimator.getParam("precision"), args[4]);
    }
    long begin = System.nanoTime();
    MultilayerPerceptronClassificationModel model = estimator.fit(training);
    Fashion.tell(args[0], "W1", "s a fit", (System.nanoTime() - begin) / 1e9);
    Fashion.tell(args[0], "W1", "training loss", metric("logLoss", model.transform(training)));
    Dataset<Row> test = SparkMlp.rows(spark, Fashion.read(args[2], "t10k"));
    Fashion.tell(args[0], "W1", "test accuracy", metric("accuracy", model.transform(test)));
    spark.stop();
  }

  private static double metric(String name, Dataset<Row> predictions) {
    return new MulticlassClassificationEvaluator().setMetricName(name).evaluate(predictions);
  }

  /** Returns the weights that Spark's class begins with: uniform, of deviation 1 / sqrt(inputs). */
  private static Vector initialWeights() {
    Random random = new Random(1);
    int size = 0;
    for (int l = 1; l < LAYERS.length; l++) {
      size += (LAYERS[l - 1] + 1) * LAYERS[l];
    }
    double[] weights = new double[size];
    int at = 0;
    for (int l = 1; l < LAYERS.length; l++) {
      for (int i = 0; i < (LAYERS[l - 1] + 1) * LAYERS[l]; i++) {
        weights[at++] = (random.nextDouble() * 4.8 - 2.4) / Math.sqrt(LAYERS[l - 1]);
      }
    }
    return Vectors.dense(weights);
  }
}
