package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.tributary.driver.source.NumericRow;
import org.tributary.driver.source.SourceRow;
import org.tributary.driver.source.Table;
import org.tributary.driver.spark.Rdds;

/** The samples of one split with their places, one at a time. */
interface SampleCursor {
  /** Goes to the next row; returns whether there is one. */
  boolean next();

  /** Returns the sample of the row, or its problem; valid until the next row. */
  ReadResult read();

  /** Returns the place of the row with a text about it; without a place where none is known. */
  RowProblem place(String text);

  /**
   * What is made of the samples of a split.
   *
   * @param <T> the result's elements
   */
  interface Use<T> extends Serializable {
    /** Returns the result; the cursor is before the first row. */
    Iterator<T> of(SampleCursor samples);
  }

  /**
   * Reads a table: its numbers alone where the table allows it and every feature is of numbers.
   *
   * @return what is made of the samples of each split
   */
  static <T> JavaRDD<T> read(Table table, SampleReader reader, Use<T> use) {
    return table
        .numbers()
        .filter(scan -> reader.canRead(scan))
        .map(
            scan ->
                scan.rows(reader.numericColumns(), reader.numericWidths(), reader.otherColumn()))
        .map(rows -> Rdds.mapPartitions(rows, split -> use.of(new OfNumbers(split, reader))))
        .orElseGet(() -> readRecords(table, reader, use));
  }

  /** Reads a table with the place of every row. */
  static <T> JavaRDD<T> readRecords(Table table, SampleReader reader, Use<T> use) {
    return Rdds.mapPartitions(table.records(), rows -> use.of(new OfRecords(rows, reader)));
  }

  /** Reads rows of cells. */
  final class OfRecords implements SampleCursor {
    private static final SourceRow NONE = new SourceRow(new Object[0], "", 0);

    private final Iterator<SourceRow> rows;
    private final SampleReader reader;
    private SourceRow row = NONE;

    OfRecords(Iterator<SourceRow> rows, SampleReader reader) {
      this.rows = rows;
      this.reader = reader;
    }

    @Override
    public boolean next() {
      if (!rows.hasNext()) {
        return false;
      }
      row = rows.next();
      return true;
    }

    @Override
    public ReadResult read() {
      return reader.read(row);
    }

    @Override
    public RowProblem place(String text) {
      return new RowProblem(row.file(), row.position(), text);
    }
  }

  /** Reads rows of numbers. */
  final class OfNumbers implements SampleCursor {
    private final Iterator<NumericRow> rows;
    private final SampleReader reader;
    private NumericRow row;

    OfNumbers(Iterator<NumericRow> rows, SampleReader reader) {
      this.rows = rows;
      this.reader = reader;
    }

    @Override
    public boolean next() {
      if (!rows.hasNext()) {
        return false;
      }
      row = rows.next();
      return true;
    }

    @Override
    public ReadResult read() {
      return reader.read(row);
    }

    @Override
    public RowProblem place(String text) {
      return row.row()
          .map(cells -> new RowProblem(cells.file(), cells.position(), text))
          .orElse(RowProblem.UNPLACED);
    }
  }
}
