package org.tributary.ml;

import java.io.Serializable;
import java.util.List;
import java.util.UUID;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Summary;
import org.apache.spark.mllib.evaluation.RegressionMetrics;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Spark's metrics of the predictions of a regression, computed when they are asked for, and the
 * history of losses if it summarizes a training.
 */
public final class RegressionTrainingSummary implements Summary, Serializable {
  private static final long serialVersionUID = 1;

  private final Pending<Dataset<Row>> predictions;
  private final String predictionCol;
  private final String labelCol;
  private final String weightCol;
  private final double[] objectiveHistory;
  private final double[] validationHistory;

  private RegressionTrainingSummary(
      Pending<Dataset<Row>> predictions,
      String predictionCol,
      String labelCol,
      String weightCol,
      double[] objectiveHistory,
      double[] validationHistory) {
    this.predictions = predictions;
    this.predictionCol = predictionCol;
    this.labelCol = labelCol;
    this.weightCol = weightCol;
    this.objectiveHistory = objectiveHistory;
    this.validationHistory = validationHistory;
  }

  static RegressionTrainingSummary of(
      MultilayerPerceptronRegressionModel model,
      Dataset<?> rows,
      List<Double> objectiveHistory,
      List<Double> validationHistory) {
    MultilayerPerceptronRegressionModel predicting = model.copy(ParamMap.empty());
    if (predicting.getPredictionCol().isEmpty()) {
      predicting.setPredictionCol("prediction_" + UUID.randomUUID());
    }
    return new RegressionTrainingSummary(
        Pending.of(() -> predicting.transform(rows)),
        predicting.getPredictionCol(),
        model.getLabelCol(),
        model.isSet(model.weightCol()) ? model.getWeightCol() : "",
        Histories.array(objectiveHistory),
        Histories.array(validationHistory));
  }

  /** Returns the rows with the predictions. */
  public Dataset<Row> predictions() {
    return predictions.get();
  }

  /** Returns the column of the predictions. */
  public String predictionCol() {
    return predictionCol;
  }

  /** Returns the column of the labels. */
  public String labelCol() {
    return labelCol;
  }

  /** Returns the column of the weights; empty if all are 1. */
  public String weightCol() {
    return weightCol;
  }

  /** Returns the objective of each iteration; empty if this is not of a training. */
  public double[] objectiveHistory() {
    return objectiveHistory.clone();
  }

  /** Returns the loss on the validation rows after each iteration; empty without such rows. */
  public double[] validationHistory() {
    return validationHistory.clone();
  }

  /** Returns the number of iterations; 0 if this is not of a training. */
  public int totalIterations() {
    return objectiveHistory.length;
  }

  /** Returns the mean of the squares of the errors. */
  public double meanSquaredError() {
    return metrics().meanSquaredError();
  }

  /** Returns the root of the mean of the squares of the errors. */
  public double rootMeanSquaredError() {
    return metrics().rootMeanSquaredError();
  }

  /** Returns the mean of the absolute errors. */
  public double meanAbsoluteError() {
    return metrics().meanAbsoluteError();
  }

  /** Returns the coefficient of determination. */
  public double r2() {
    return metrics().r2();
  }

  /** Returns the variance of the predictions, as Spark defines it. */
  public double explainedVariance() {
    return metrics().explainedVariance();
  }

  private RegressionMetrics metrics() {
    Column weight = weightCol.isEmpty() ? functions.lit(1.0) : functions.col(weightCol);
    return new RegressionMetrics(
        predictions()
            .select(
                functions.col(predictionCol).cast("double"),
                functions.col(labelCol).cast("double"),
                weight.cast("double"))
            .javaRDD()
            .map(
                row -> new scala.Tuple3<Object, Object, Object>(row.get(0), row.get(1), row.get(2)))
            .rdd());
  }
}
