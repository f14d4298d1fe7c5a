package org.tributary.driver.evaluation;

import java.util.List;

/**
 * What was measured of a model, for people: intervals of its metrics, and its columns.
 *
 * @param data the rows, for people
 * @param rows their number
 * @param confidence of the intervals
 * @param intervals the metrics with their bounds
 * @param importanceRows the most rows that the importance was measured on
 * @param importance of the columns, in their order
 */
public record ModelMeasurement(
    String data,
    long rows,
    double confidence,
    List<MetricInterval> intervals,
    long importanceRows,
    List<ColumnImportance> importance) {

  /** Copies the lists. */
  public ModelMeasurement {
    intervals = List.copyOf(intervals);
    importance = List.copyOf(importance);
  }
}
