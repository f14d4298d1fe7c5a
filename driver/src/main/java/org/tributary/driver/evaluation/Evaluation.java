package org.tributary.driver.evaluation;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tributary.core.metrics.ConfusionMatrix;
import org.tributary.core.metrics.MultiLabelMetrics;
import org.tributary.core.metrics.RegressionMetrics;

/** A measurement of the network on some rows. */
public sealed interface Evaluation extends Serializable {

  /** Returns the mean loss a row, by weight, without penalty. */
  double loss();

  /** Returns the one figure to watch, by its name in {@link #measures()}; higher is better. */
  String scoreName();

  /** Returns every figure by its name, the score first. */
  Map<String, Double> measures();

  /** Returns the one figure to watch; higher is better. */
  default double score() {
    return measures().get(scoreName());
  }

  /** One class out of several. */
  record Classification(double loss, ConfusionMatrix matrix) implements Evaluation {
    @Override
    public String scoreName() {
      return "accuracy";
    }

    @Override
    public Map<String, Double> measures() {
      Map<String, Double> measures = new LinkedHashMap<>();
      measures.put("accuracy", matrix.accuracy());
      measures.put("errorRate", matrix.errorRate());
      measures.put("macroPrecision", matrix.macroPrecision());
      measures.put("macroRecall", matrix.macroRecall());
      measures.put("macroF1", matrix.macroF1());
      measures.put("loss", loss);
      return measures;
    }
  }

  /** Several yes-or-no labels. */
  record MultiLabel(double loss, MultiLabelMetrics metrics) implements Evaluation {
    @Override
    public String scoreName() {
      return "microF1";
    }

    @Override
    public Map<String, Double> measures() {
      Map<String, Double> measures = new LinkedHashMap<>();
      measures.put("microF1", metrics.microF1());
      measures.put("macroF1", metrics.macroF1());
      measures.put("subsetAccuracy", metrics.subsetAccuracy());
      measures.put("hammingLoss", metrics.hammingLoss());
      measures.put("loss", loss);
      return measures;
    }
  }

  /** Numbers; the measures of several outputs are means over them. */
  record Regression(double loss, RegressionMetrics metrics) implements Evaluation {
    @Override
    public String scoreName() {
      return "r2";
    }

    @Override
    public Map<String, Double> measures() {
      double r2 = 0;
      double rmse = 0;
      double mae = 0;
      int k = metrics.outputs();
      for (int j = 0; j < k; j++) {
        r2 += metrics.r2(j) / k;
        rmse += metrics.rmse(j) / k;
        mae += metrics.mae(j) / k;
      }
      Map<String, Double> measures = new LinkedHashMap<>();
      measures.put("r2", r2);
      measures.put("rmse", rmse);
      measures.put("mae", mae);
      measures.put("loss", loss);
      return measures;
    }
  }
}
