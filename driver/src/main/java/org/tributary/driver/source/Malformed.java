package org.tributary.driver.source;

import java.io.Serializable;
import java.util.Optional;

/**
 * A cell that stands for a whole record that could not be parsed, and says why.
 *
 * <p>Tasks do not fail for bad content: the row travels on with this as its only cell, and the
 * survey turns it into an error with file and line.
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

  /** Returns why, as what follows "Cannot read line 7 of x.csv: ". */
  public String reason() {
    return reason;
  }

  @Override
  public String toString() {
    return "Malformed[" + reason + "]";
  }
}
