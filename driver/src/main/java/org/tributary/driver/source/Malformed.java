package org.tributary.driver.source;

import java.io.Serializable;
import java.util.Optional;

/**
 * A cell that represents a record that could not be parsed, with the reason.
 *
 * <p>Tasks do not fail because of invalid content: the row has this as its only cell, and the
 * validation reports it with file and line.
 */
public final class Malformed implements Serializable {
  private static final long serialVersionUID = 1;

  private final String reason;

  Malformed(String reason) {
    this.reason = reason;
  }

  /** Returns the problem of a row, if it could not be parsed. */
  public static Optional<Malformed> in(SourceRow row) {
    Object[] cells = row.cells();
    return cells.length == 1 && cells[0] instanceof Malformed malformed
        ? Optional.of(malformed)
        : Optional.empty();
  }

  /** Returns the cells of a record that could not be parsed. */
  static Object[] cells(String reason) {
    return new Object[] {new Malformed(reason)};
  }

  /** Returns the cells of a record with more or fewer fields than there are columns. */
  static Object[] width(int fields, int expected) {
    return cells(
        "has %d field%s (expected %d)".formatted(fields, fields == 1 ? "" : "s", expected));
  }

  /** Returns the reason, to complete "Cannot read line 7 of x.csv: ". */
  public String reason() {
    return reason;
  }

  @Override
  public String toString() {
    return "Malformed[" + reason + "]";
  }
}
