package org.tributary.driver.score;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.tributary.driver.source.DataException;

/** A stream of rows. */
interface Rows {
  /** Returns the columns that every row has; none if each row names its own. */
  List<String> header();

  /**
   * Returns the next row; empty at the end.
   *
   * @throws DataException if it cannot be read
   * @throws IOException if the input cannot be read
   */
  Optional<InputRow> next() throws IOException;
}
