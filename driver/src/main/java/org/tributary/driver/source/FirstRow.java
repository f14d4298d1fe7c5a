package org.tributary.driver.source;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spark.Rdds;

/** How many numbers the cells of the first row of a DataFrame hold. It is read once, if at all. */
public final class FirstRow {
  /** The width of a cell that is null. */
  public static final int NULL = 0;

  private final Dataset<Row> rows;
  private final String name;
  private boolean read;
  private Optional<int[]> widths = Optional.empty();

  /**
   * Describes the first row.
   *
   * @param name what the job calls the DataFrame
   */
  FirstRow(Dataset<Row> rows, String name) {
    this.rows = rows;
    this.name = name;
  }

  /** Tells whether the row was read, so that its widths cost nothing more. */
  synchronized boolean isRead() {
    return read;
  }

  /**
   * Returns the width of the cell of each column: {@link #NULL} for null, {@link Cells#NO_WIDTH}
   * for what is no number; empty if there are no rows.
   */
  public synchronized Optional<int[]> widths() {
    if (!read) {
      widths = read();
      read = true;
    }
    return widths.map(int[]::clone);
  }

  /** Reads the row as Spark holds it, by the plan that all rows are read by. */
  private Optional<int[]> read() {
    DataType[] types =
        Arrays.stream(rows.schema().fields()).map(StructField::dataType).toArray(DataType[]::new);
    List<int[]> first =
        JobName.during(
            rows.sparkSession().sparkContext(),
            "the first row of " + name,
            () ->
                Rdds.take(
                    Rdds.map(
                        rows.queryExecution().toRdd().toJavaRDD(),
                        row -> NumberCells.widths(row, types)),
                    1));
    return first.stream().findFirst();
  }
}
