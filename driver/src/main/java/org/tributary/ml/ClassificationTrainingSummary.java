package org.tributary.ml;

import java.util.List;
import java.util.UUID;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationTrainingSummaryImpl;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

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
        Histories.array(objectiveHistory),
        Histories.array(validationHistory));
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
