package org.tributary.driver.dataset;

import java.io.Serializable;

/** What is wrong with one row, and where it stands. */
final class RowProblem implements ReadResult, Serializable {
  private static final long serialVersionUID = 1;

  /** The problem of a row that a scan of numbers could not read; the records tell what it is. */
  static final RowProblem UNPLACED = new RowProblem("", -1, "is invalid");

  private final String file;
  private final long position;
  private final String column;
  private final String reason;

  /** Describes a row that is wrong as a whole. */
  RowProblem(String file, long position, String reason) {
    this(file, position, "", reason);
  }

  RowProblem(String file, long position, String column, String reason) {
    this.file = file;
    this.position = position;
    this.column = column;
    this.reason = reason;
  }

  /** Returns the column at fault; empty if it is the row as a whole. */
  String column() {
    return column;
  }

  String file() {
    return file;
  }

  long position() {
    return position;
  }

  String reason() {
    return reason;
  }
}
