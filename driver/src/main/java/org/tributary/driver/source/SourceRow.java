package org.tributary.driver.source;

import java.io.Serializable;

/**
 * One row of a source with its position.
 *
 * <p>A cell is a {@code String} (from text), a {@code Number} or {@code Boolean} (typed columns), a
 * {@code org.apache.spark.ml.linalg.Vector}, a {@code float[]} (a column of several numbers), or
 * null where a typed column holds none. A typed column that is not a feature may contain other
 * Spark values. A record that could not be parsed has one cell, a {@link Malformed}.
 */
public final class SourceRow implements Serializable {
  private static final long serialVersionUID = 1;

  private final Object[] cells;
  private final String file;
  private final long position;
  private final String text;

  /** Wraps the cells of a format that is not text; see the other constructor. */
  public SourceRow(Object[] cells, String file, long position) {
    this(cells, file, position, "");
  }

  /**
   * Wraps the cells without a copy.
   *
   * @param cells one a column of the table
   * @param file the file read from
   * @param position where in the file, in the unit of {@link Table#positions()}
   * @param text the record as it stands in the file; empty if its format is not text
   */
  public SourceRow(Object[] cells, String file, long position, String text) {
    this.cells = cells;
    this.file = file;
    this.position = position;
    this.text = text;
  }

  /** Returns the cells, one a column of the table: the array itself. */
  public Object[] cells() {
    return cells;
  }

  /** Returns the file read from. */
  public String file() {
    return file;
  }

  /** Returns the record as it stands in the file; empty if its format is not text. */
  public String text() {
    return text;
  }

  /** Returns where in the file, in the unit of {@link Table#positions()}. */
  public long position() {
    return position;
  }
}
