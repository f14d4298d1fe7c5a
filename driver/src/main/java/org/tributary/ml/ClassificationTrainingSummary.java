package org.tributary.ml;

import java.util.List;
import java.util.UUID;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationTrainingSummaryImpl;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tributary.driver.train.EpochEnd;
import org.tributary.driver.train.TrainingResult;

/**
 * The summary of a training: Spark's metrics by label on the rows that were trained on, and the
 * history of losses. Metrics are computed when they are asked for.
 */
public final class ClassificationTrainingSummary
    extends MultilayerPerceptronClassificationTrainingSummaryImpl {
  private static final long serialVersionUID = 1;

  private final double[] validationHistory;

  private ClassificationTrainingSummary(
      Dataset<Row> predictions,
      String predictionCol,
      String labelCol,
      String weightCol,
      double[] objectiveHistory,
      double[] validationHistory) {
    super(predictions, predictionCol, labelCol, weightCol, objectiveHistory);
    this.validationHistory = validationHistory.clone();
  }

  static ClassificationTrainingSummary of(
      MultilayerPerceptronClassificationModel model, Dataset<?> rows, TrainingResult training) {
    List<Double> losses = training.history().stream().map(EpochEnd::loss).toList();
    List<Double> validation =
        training.history().stream()
            .flatMap(end -> end.holdout().stream())
            .map(measured -> measured.loss())
            .toList();
    return of(model, rows, losses, validation);
  }

  static ClassificationTrainingSummary of(
      MultilayerPerceptronClassificationModel model,
      Dataset<?> rows,
      List<Double> objectiveHistory,
      List<Double> validationHistory) {
    MultilayerPerceptronClassificationModel predicting = model.copy(ParamMap.empty());
    if (predicting.getPredictionCol().isEmpty()) {
      predicting.setPredictionCol("prediction_" + UUID.randomUUID());
    }
    String weight = model.isSet(model.weightCol()) ? model.getWeightCol() : "";
    return new ClassificationTrainingSummary(
        predicting.transform(rows),
        predicting.getPredictionCol(),
        model.getLabelCol(),
        weight,
        doubles(objectiveHistory),
        doubles(validationHistory));
  }

  private static double[] doubles(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Returns the number of iterations; there is one loss for each. */
  @Override
  public int totalIterations() {
    return objectiveHistory().length;
  }

  /** Returns the loss on the validation rows after each iteration; empty without such rows. */
  public double[] validationHistory() {
    return validationHistory.clone();
  }
}
