package org.tributary.driver.source;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.tributary.driver.spark.Rdds;

/**
 * Reads a DataFrame, its columns as {@link ParquetSource} does. In messages, the position of a row
 * is its partition of the DataFrame.
 */
final class FrameSource {
  private FrameSource() {}

  static Table open(DataSource.Frame frame) {
    Dataset<Row> rows = frame.rows();
    String name = frame.name();
    return new Table(
        name,
        rows.schema(),
        () -> records(frame),
        Table.Positions.ROW,
        bytes(frame.unchecked()),
        FrameNumbers.of(frame));
  }

  /** Returns Spark's estimate of the size of a DataFrame. */
  private static long bytes(Dataset<Row> rows) {
    return rows.queryExecution()
        .optimizedPlan()
        .stats()
        .sizeInBytes()
        .bigInteger()
        .min(BigInteger.valueOf(Long.MAX_VALUE))
        .longValue();
  }

  private static JavaRDD<SourceRow> records(DataSource.Frame frame) {
    RowValues.Kind[] kinds = kinds(frame.rows().schema());
    String name = frame.name();
    return Rdds.mapPartitionsWithIndex(
        frame.rows().javaRDD(),
        (partition, rows) -> new Records(rows, kinds, place(name, partition)));
  }

  private static String place(String name, int partition) {
    return name + " partition " + partition;
  }

  /** Returns the conversion of each column. */
  static RowValues.Kind[] kinds(StructType schema) {
    return Arrays.stream(schema.fields())
        .map(field -> RowValues.Kind.of(field.dataType()))
        .toArray(RowValues.Kind[]::new);
  }

  /** Returns the cells of a row's first columns. */
  static Object[] cells(Row row, RowValues.Kind[] kinds) {
    Object[] cells = new Object[kinds.length];
    for (int i = 0; i < kinds.length; i++) {
      cells[i] = RowValues.cell(row.get(i), kinds[i]);
    }
    return cells;
  }

  /** The rows of a partition. */
  private static final class Records implements Iterator<SourceRow> {
    private final Iterator<Row> rows;
    private final RowValues.Kind[] kinds;
    private final String place;
    private long position;

    Records(Iterator<Row> rows, RowValues.Kind[] kinds, String place) {
      this.rows = rows;
      this.kinds = kinds;
      this.place = place;
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public SourceRow next() {
      return new SourceRow(cells(rows.next(), kinds), place, position++);
    }
  }
}
