package org.tributary.driver.score;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;
import org.tributary.driver.source.DataException;

/**
 * The lines of a stream, each of a limited length, so that a line that never ends does not fill the
 * memory. A line ends with a line feed, a carriage return, or both. Not thread-safe.
 */
final class RowLines {
  /** The most characters of a line. */
  static final int LONGEST = 1 << 26;

  private final Reader reader;
  private final char[] buffer = new char[1 << 13];
  private int at;
  private int end;
  private long number;
  private boolean endedByReturn;

  RowLines(Reader reader) {
    this.reader = reader;
  }

  /** Returns the number of the line that was read last, from 1. */
  long number() {
    return number;
  }

  /**
   * Returns the next line without its end; empty at the end of the stream.
   *
   * @throws DataException if it is longer than {@link #LONGEST}
   */
  Optional<String> next() throws IOException {
    if (endedByReturn && fill() && buffer[at] == '\n') {
      at++;
    }
    endedByReturn = false;
    if (!fill()) {
      return Optional.empty();
    }
    number++;
    StringBuilder line = new StringBuilder();
    while (fill()) {
      int stop = at;
      while (stop < end && buffer[stop] != '\n' && buffer[stop] != '\r') {
        stop++;
      }
      line.append(buffer, at, stop - at);
      if (line.length() > LONGEST) {
        throw new DataException(
            "Cannot read the rows: line %d has more than %,d characters (expected one row a line)"
                .formatted(number, LONGEST));
      }
      at = stop;
      if (stop < end) {
        endedByReturn = buffer[at++] == '\r';
        break;
      }
    }
    return Optional.of(line.toString());
  }

  /** Tells whether there is a character at the position; reads more if necessary. */
  private boolean fill() throws IOException {
    if (at < end) {
      return true;
    }
    at = 0;
    end = Math.max(0, reader.read(buffer, 0, buffer.length));
    return end > 0;
  }
}
