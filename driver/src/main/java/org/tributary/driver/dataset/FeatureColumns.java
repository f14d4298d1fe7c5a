package org.tributary.driver.dataset;

import java.util.List;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.Table;
import org.tributary.driver.spec.DataSpec.ColumnsSpec;

/** The columns of a table that the features of a training are chosen from. */
public final class FeatureColumns {
  private FeatureColumns() {}

  /**
   * Returns the names of the columns, in their order: those named, or every column without another
   * part.
   *
   * @throws DataException if a column that is named is not there, or has two parts
   */
  public static List<String> of(Table table, ColumnsSpec columns) {
    return List.copyOf(new ColumnPlaces(table, columns).candidates().keySet());
  }
}
