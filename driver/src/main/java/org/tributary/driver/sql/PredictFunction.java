package org.tributary.driver.sql;

import java.io.Serializable;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.tributary.core.scoring.Prediction;
import org.tributary.core.scoring.PredictionColumns;
import org.tributary.core.scoring.RowException;
import org.tributary.core.scoring.Scorer;
import org.tributary.driver.source.Cells;
import org.tributary.driver.source.DataException;
import scala.runtime.AbstractFunction1;

/** From a row with the columns of a model to a row with its prediction; runs in tasks. */
final class PredictFunction extends AbstractFunction1<Row, Row> implements Serializable {
  private static final long serialVersionUID = 1;

  private final LoadedModel model;
  private final StructType fields;
  private transient volatile Scorer scorer;

  PredictFunction(LoadedModel model, StructType fields) {
    this.model = model;
    this.fields = fields;
  }

  @Override
  public Row apply(Row row) {
    Scorer found = scorer;
    if (found == null) {
      found = model.scorer();
      scorer = found;
    }
    Map<String, Object> cells = new HashMap<>();
    for (int i = 0; i < fields.length(); i++) {
      StructField field = fields.fields()[i];
      cells.put(field.name(), value(Cells.of(row.get(i), field.dataType())));
    }
    try {
      return row(found.columns(), found.predict(cells));
    } catch (RowException e) {
      throw new DataException(
          "Cannot predict a row with %s: %s".formatted(TributaryExtensions.FUNCTION, e.reason()));
    }
  }

  /** Returns a cell as worker-core takes it, without types of Spark and SQL. */
  private static Object value(Object cell) {
    if (cell instanceof Date date) {
      return date.toLocalDate();
    }
    if (cell instanceof Timestamp time) {
      return time.toInstant();
    }
    int width = Cells.width(cell);
    boolean plain = cell instanceof Number || cell instanceof String || cell instanceof Boolean;
    if (cell == null || plain || width == Cells.NO_WIDTH) {
      return cell;
    }
    double[] numbers = new double[width];
    Cells.numbers(cell, numbers, 0);
    return numbers;
  }

  private static Row row(PredictionColumns columns, Prediction prediction) {
    if (columns.areClasses()) {
      Map<String, Double> probabilities = new LinkedHashMap<>();
      double[] p = prediction.probabilities();
      for (int k = 0; k < p.length; k++) {
        probabilities.put(columns.classes().get(k), p[k]);
      }
      return RowFactory.create(prediction.className(), probabilities);
    }
    return RowFactory.create(prediction.byColumn().values().toArray());
  }
}
