package org.tributary.driver.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tributary.core.data.Outcome;
import org.tributary.core.metrics.CalibrationBin;
import org.tributary.core.metrics.ClassificationMetrics;
import org.tributary.core.metrics.ConfusionMatrix;
import org.tributary.core.metrics.MultiLabelMetrics;
import org.tributary.core.metrics.RankMetrics;
import org.tributary.core.metrics.RegressionMetrics;
import org.tributary.driver.evaluation.Evaluation;

/** Adds an evaluation to a line of JSON: every metric, and the tables of its classes or outputs. */
final class JsonReport {
  /** The most classes of which the whole confusion matrix is written. */
  private static final int MOST_CLASSES = 100;

  private JsonReport() {}

  /** Adds the metrics by their keys, and then the tables. */
  static void add(JsonLine line, Evaluation evaluation, Outcome outcome) {
    evaluation.metrics().forEach(line::with);
    if (evaluation.sums() instanceof ClassificationMetrics classes) {
      List<String> names = ((Outcome.Classes) outcome).names();
      line.with("classes", ofClasses(classes.matrix(), names, evaluation.ranks()));
      if (names.size() <= MOST_CLASSES) {
        line.with("confusionMatrix", matrix(classes.matrix()));
      }
      line.with(
          "calibration",
          classes.probabilities().calibration().stream().map(JsonReport::bin).toList());
    } else if (evaluation.sums() instanceof MultiLabelMetrics labels) {
      line.with("labels", ofLabels(labels, outcome.columns(), evaluation.ranks()));
    } else {
      RegressionMetrics numbers = (RegressionMetrics) evaluation.sums();
      line.with("outputs", ofNumbers(numbers, outcome.columns(), evaluation.ranks()));
    }
  }

  private static List<Map<String, Object>> ofClasses(
      ConfusionMatrix matrix, List<String> names, RankMetrics ranks) {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (int c = 0; c < names.size(); c++) {
      JsonLine line =
          new JsonLine()
              .with("name", names.get(c))
              .with("support", matrix.support(c))
              .with("precision", matrix.precision(c))
              .with("recall", matrix.recall(c))
              .with("f1", matrix.f1(c));
      // Two classes have one ranking, of the second.
      if (ranks.problems() == names.size()) {
        line.with("rocAuc", ranks.rocAuc(c)).with("prAuc", ranks.prAuc(c));
      }
      lines.add(line.fields());
    }
    return lines;
  }

  private static List<Map<String, Object>> ofLabels(
      MultiLabelMetrics metrics, List<String> columns, RankMetrics ranks) {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (int j = 0; j < columns.size(); j++) {
      JsonLine line =
          new JsonLine()
              .with("name", columns.get(j))
              .with("support", metrics.support(j))
              .with("precision", metrics.precision(j))
              .with("recall", metrics.recall(j))
              .with("f1", metrics.f1(j));
      if (ranks.isPresent()) {
        line.with("rocAuc", ranks.rocAuc(j)).with("prAuc", ranks.prAuc(j));
      }
      lines.add(line.fields());
    }
    return lines;
  }

  private static List<Map<String, Object>> ofNumbers(
      RegressionMetrics metrics, List<String> columns, RankMetrics ranks) {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (int j = 0; j < columns.size(); j++) {
      JsonLine line =
          new JsonLine()
              .with("name", columns.get(j))
              .with("r2", metrics.r2(j))
              .with("rmse", metrics.rmse(j))
              .with("mae", metrics.mae(j));
      if (ranks.isPresent()) {
        line.with("medianAbsoluteError", ranks.medianAbsoluteError(j));
      }
      lines.add(
          line.with("mape", metrics.mape(j))
              .with("poissonDeviance", metrics.poissonDeviance(j))
              .fields());
    }
    return lines;
  }

  private static List<List<Double>> matrix(ConfusionMatrix matrix) {
    return IntStream.range(0, matrix.classes())
        .mapToObj(
            t -> IntStream.range(0, matrix.classes()).mapToObj(p -> matrix.weight(t, p)).toList())
        .toList();
  }

  private static Map<String, Object> bin(CalibrationBin bin) {
    return new JsonLine()
        .with("from", bin.from())
        .with("to", bin.to())
        .with("weight", bin.weight())
        .with("predicted", bin.predicted())
        .with("observed", bin.observed())
        .fields();
  }
}
