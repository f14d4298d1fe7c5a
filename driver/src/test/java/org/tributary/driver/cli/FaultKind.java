package org.tributary.driver.cli;

import java.util.Locale;

/** What can be wrong with input; a column of the catalogue of bad input. */
enum FaultKind {
  MALFORMED,
  TRUNCATED,
  OUT_OF_RANGE,
  CONTRADICTORY,
  TOO_LARGE,
  WRONG_TYPE,
  WRONG_ENCODING,
  MISSING,
  NOT_PERMITTED;

  /** Returns the name in the document. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
