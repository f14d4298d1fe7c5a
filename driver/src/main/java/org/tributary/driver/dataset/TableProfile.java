package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.tributary.driver.source.Malformed;
import org.tributary.driver.source.SourceRow;
import org.tributary.driver.source.Table;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spark.Rdds;

/** The profiles of some columns of a table, from one pass over its rows. */
final class TableProfile implements Serializable {
  private static final long serialVersionUID = 1;

  private final int[] columns;
  private final ArrayList<ColumnProfile> profiles = new ArrayList<>();
  private boolean anyRow;

  private TableProfile(int[] columns, int limit) {
    this.columns = columns;
    for (int i = 0; i < columns.length; i++) {
      profiles.add(new ColumnProfile(limit));
    }
  }

  /**
   * Reads a table.
   *
   * @param columns places of the columns
   * @param limit how many names of each are counted
   */
  static TableProfile of(Table table, int[] columns, int limit) {
    int width = table.schema().length();
    JavaRDD<TableProfile> parts =
        Rdds.mapPartitions(
            table.records(), rows -> List.of(of(rows, columns, width, limit)).iterator());
    return JobName.during(
        parts.context(),
        "the kinds of the columns of " + table.path(),
        () -> Rdds.reduce(parts, TableProfile::merge));
  }

  /** Reads the first rows of a table; none if there is no column to look at. */
  static TableProfile ofFirstRows(Table table, int[] columns, int rows, int limit) {
    int width = table.schema().length();
    if (columns.length == 0) {
      return new TableProfile(columns, limit);
    }
    if (columns.length == 1 && table.numbers().filter(s -> s.takesOther(columns[0])).isPresent()) {
      return ofFirstCells(table, columns[0], rows, limit);
    }
    List<SourceRow> first =
        JobName.during(
            table.records().context(),
            "the first rows of " + table.path(),
            () -> Rdds.take(Rdds.map(table.records(), row -> chosen(row, columns)), rows));
    return of(first.iterator(), columns, width, limit);
  }

  /** Reads the first cells of one column without the others. */
  private static TableProfile ofFirstCells(Table table, int column, int rows, int limit) {
    JavaRDD<Object> cells =
        Rdds.map(table.numbers().orElseThrow().rows(new int[0], column), row -> row.other());
    TableProfile profile = new TableProfile(new int[] {column}, limit);
    JobName.during(
            cells.context(), "the first rows of " + table.path(), () -> Rdds.take(cells, rows))
        .forEach(profile.profiles.get(0)::add);
    return profile;
  }

  /** Returns a row without the cells of other columns. */
  private static SourceRow chosen(SourceRow row, int[] columns) {
    Object[] cells = new Object[row.cells().length];
    for (int column : columns) {
      if (column < cells.length) {
        cells[column] = row.cells()[column];
      }
    }
    if (Malformed.in(row).isPresent()) {
      cells[0] = row.cells()[0];
    }
    return new SourceRow(cells, row.file(), row.position());
  }

  private static TableProfile of(Iterator<SourceRow> rows, int[] columns, int width, int limit) {
    TableProfile profile = new TableProfile(columns, limit);
    while (rows.hasNext()) {
      SourceRow row = rows.next();
      // Other rows are invalid, which the validation reports.
      if (row.cells().length == width && Malformed.in(row).isEmpty()) {
        profile.anyRow = true;
        for (int i = 0; i < columns.length; i++) {
          profile.profiles.get(i).add(row.cells()[columns[i]]);
        }
      }
    }
    return profile;
  }

  private TableProfile merge(TableProfile other) {
    anyRow |= other.anyRow;
    for (int i = 0; i < profiles.size(); i++) {
      profiles.get(i).merge(other.profiles.get(i));
    }
    return this;
  }

  /** Tells whether any row has as many cells as the header, and is not malformed. */
  boolean hasRows() {
    return anyRow;
  }

  /** Returns the profile of a column. */
  ColumnProfile of(int column) {
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] == column) {
        return profiles.get(i);
      }
    }
    throw new IllegalArgumentException("No profile of column " + column);
  }
}
