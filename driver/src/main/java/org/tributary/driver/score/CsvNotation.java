package org.tributary.driver.score;

import java.util.Optional;
import org.tributary.driver.spec.FormatSpec;

/**
 * How rows of CSV are written.
 *
 * @param format with the delimiter, where it is known
 * @param usualDelimiter what separates fields if the format does not tell, and if it separates the
 *     first record; without one, it is detected
 */
public record CsvNotation(FormatSpec.Csv format, Optional<Character> usualDelimiter) {
  /** The default of training. */
  public static final CsvNotation DEFAULT =
      new CsvNotation(FormatSpec.Csv.DEFAULT, Optional.empty());
}
