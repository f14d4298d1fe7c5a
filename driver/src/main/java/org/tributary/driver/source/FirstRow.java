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

/** How many numbers the cells of the first row of a DataFrame hold. */
public final class FirstRow {
  /** The width of a cell that is null. */
  public static final int NULL = 0;

  private FirstRow() {}

  /**
   * Reads the first row as Spark holds it, by the plan that all rows are read by.
   *
   * @param name what the job calls the DataFrame
   * @return the width of the cell of each column: {@link #NULL} for null, {@link Cells#NO_WIDTH}
   *     for what is no number; empty if there are no rows
   */
  public static Optional<int[]> widths(Dataset<Row> rows, String name) {
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
