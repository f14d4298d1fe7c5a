package org.tributary.driver.prediction;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.tributary.core.preparation.Encoding;
import org.tributary.core.preparation.Feature;
import org.tributary.core.preparation.Preparation;
import org.tributary.driver.source.Cells;
import org.tributary.driver.source.DataException;

/** Turns the feature columns of rows into the encoded cells that a model takes, row by row. */
public final class FeatureEncoder implements Serializable {
  private static final long serialVersionUID = 1;

  private final List<Feature> features;
  private final boolean[] takesMissing;
  private final DataType[] types;
  private final int cells;

  /**
   * Creates an encoder of the features of a preparation.
   *
   * @param types the types of the columns, in the order of the features
   */
  public FeatureEncoder(Preparation preparation, DataType[] types) {
    this.features = preparation.layout().features();
    this.takesMissing = preparation.takesMissing();
    this.types = types.clone();
    this.cells = preparation.layout().cells();
  }

  /**
   * Returns the encoded cells of a row.
   *
   * @param row the values of the features, in their order
   * @throws DataException if a value is not what its column holds
   */
  public double[] encode(Row row) {
    double[] encoded = new double[cells];
    int at = 0;
    for (int i = 0; i < features.size(); i++) {
      Feature feature = features.get(i);
      Object cell = Cells.ofRow(row.get(i), types[i]);
      if (feature.encoding() != Encoding.Plain.NUMBER) {
        encoded[at] = Cells.encoded(cell, feature.encoding());
        if (Double.isNaN(encoded[at]) && !(takesMissing[at] && Cells.isMissing(cell))) {
          throw unfit(feature, cell);
        }
        at++;
        continue;
      }
      int width = Cells.width(cell);
      if (width == Cells.NO_WIDTH || (width != feature.width() && cell == null)) {
        throw unfit(feature, cell);
      }
      if (width != feature.width()) {
        throw new DataException(
            "Cannot predict: column %s holds %d numbers (expected %d, as in training)"
                .formatted(feature.name(), width, feature.width()));
      }
      int end = Cells.numbers(cell, encoded, at);
      for (; at < end; at++) {
        boolean missing = Double.isNaN(encoded[at]) && (width > 1 || Cells.isMissing(cell));
        if (!Double.isFinite(encoded[at]) && !(missing && takesMissing[at])) {
          throw unfit(feature, cell);
        }
      }
    }
    return encoded;
  }

  private static DataException unfit(Feature feature, Object cell) {
    String found = Cells.isMissing(cell) ? "is missing" : "is " + Cells.abridged(cell);
    return new DataException(
        "Cannot predict: column %s %s (expected a %s, as in training)"
            .formatted(
                feature.name(),
                feature.encoding() == Encoding.Plain.NUMBER
                    ? Cells.problem(cell).orElse(found)
                    : found,
                feature.encoding().id()));
  }
}
