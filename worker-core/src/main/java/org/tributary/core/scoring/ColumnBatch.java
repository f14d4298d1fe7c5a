package org.tributary.core.scoring;

import java.lang.reflect.Array;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named columns of some rows: for each an array or a list with a value a row. The arrays are not
 * copied.
 */
public final class ColumnBatch {
  private final int rows;
  private final Map<String, Object> columns;

  private ColumnBatch(int rows, Map<String, Object> columns) {
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * Wraps columns.
   *
   * @param columns by name: an array, such as {@code double[]}, {@code long[]} or {@code String[]},
   *     or a list; of a vector a {@code double[][]} or a list of arrays
   * @throws IllegalArgumentException if a column is neither, or they are of different lengths
   */
  public static ColumnBatch of(Map<String, ?> columns) {
    Map<String, Object> kept = new LinkedHashMap<>();
    int rows = -1;
    for (Map.Entry<String, ?> column : columns.entrySet()) {
      int length = length(column.getKey(), column.getValue());
      if (rows >= 0 && length != rows) {
        throw new IllegalArgumentException(
            "Invalid batch: column %s has %d rows (expected %d, as the columns before)"
                .formatted(column.getKey(), length, rows));
      }
      rows = length;
      kept.put(column.getKey(), column.getValue());
    }
    return new ColumnBatch(Math.max(0, rows), kept);
  }

  private static int length(String name, Object column) {
    if (column instanceof List<?> list) {
      return list.size();
    }
    if (column != null && column.getClass().isArray()) {
      return Array.getLength(column);
    }
    throw new IllegalArgumentException(
        "Invalid batch: column %s is %s (expected an array or a list with a value a row)"
            .formatted(name, column == null ? "null" : "a " + column.getClass().getName()));
  }

  /** Returns the number of rows. */
  public int rows() {
    return rows;
  }

  boolean has(String name) {
    return columns.containsKey(name);
  }

  /** Returns a value of a column that is there, a missing one as null. */
  Object value(String name, int row) {
    Object column = columns.get(name);
    return column instanceof List<?> list ? list.get(row) : Array.get(column, row);
  }
}
