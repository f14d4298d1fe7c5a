package org.tributary.core.scoring;

import java.util.OptionalInt;

/** A row that a model cannot score, because of what its cells hold. */
public final class RowException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;
  private static final int ALONE = -1;

  private final String reason;
  private final int row;

  private RowException(String message, String reason, int row) {
    super(message);
    this.reason = reason;
    this.row = row;
  }

  /** Creates the exception for a row by itself. */
  RowException(String reason) {
    this("Cannot score the row: " + reason, reason, ALONE);
  }

  /** Returns the exception for a row of several. */
  RowException atRow(int place) {
    return new RowException("Cannot score row %d: %s".formatted(place, reason), reason, place);
  }

  /** Returns what is wrong with the row, without saying which row it is. */
  public String reason() {
    return reason;
  }

  /** Returns the place of the row among those of the call, from 0; empty if it was the only one. */
  public OptionalInt row() {
    return row == ALONE ? OptionalInt.empty() : OptionalInt.of(row);
  }
}
