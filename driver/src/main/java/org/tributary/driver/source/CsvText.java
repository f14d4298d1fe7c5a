package org.tributary.driver.source;

import java.io.IOException;
import java.io.Reader;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.FormatSpec.Csv.Multiline;

/**
 * Splits characters into the records of CSV, as {@link CsvScanner} splits bytes. Waits for no
 * character after the line break that ends a record. Mutable, for one thread.
 */
final class CsvText {
  private static final char QUOTE = CsvDialect.QUOTE;
  private static final int NOTHING = -1;

  /** Where the text is in a record. */
  private enum State {
    PLAIN,
    QUOTED,
    /** After a quote that ends the field, unless another one follows. */
    CLOSING,
    ESCAPED
  }

  private final Reader reader;
  private final String delimiters;
  private final char escape;
  private final boolean keepsBreaks;
  private final char[] buffer = new char[1 << 13];
  private int at;
  private int end;
  private boolean endedByReturn;
  private long line = 1;
  private long beginLine;

  /**
   * Reads from a position before a record.
   *
   * @param delimiters what may separate fields
   */
  CsvText(Reader reader, String delimiters, FormatSpec.Csv format) {
    this.reader = reader;
    this.delimiters = delimiters;
    this.escape = format.escape().orElse(QUOTE);
    this.keepsBreaks = format.multiline() != Multiline.NO;
  }

  /** Returns the number of the line that the record begins in, counted from 1. */
  long beginLine() {
    return beginLine;
  }

  /**
   * Reads the next record, without its end; returns whether there is one.
   *
   * @param record overwritten
   * @throws UnreadableText if it is longer than {@link CsvScanner#LONGEST} characters
   */
  boolean next(StringBuilder record) throws IOException {
    record.setLength(0);
    if (endedByReturn && fill() && buffer[at] == '\n') {
      at++;
    }
    endedByReturn = false;
    beginLine = line;
    State state = State.PLAIN;
    int before = NOTHING;
    while (fill()) {
      char c = buffer[at];
      if (state == State.CLOSING && c != QUOTE) {
        state = State.PLAIN;
      }
      boolean lineBreak = c == '\n' || c == '\r';
      at++;
      if (lineBreak && (state == State.PLAIN || !keepsBreaks)) {
        endedByReturn = c == '\r';
        line++;
        return true;
      }
      if (lineBreak && !(c == '\n' && before == '\r')) {
        line++;
      }
      state = after(state, c, before);
      record.append(c);
      before = c;
      if (record.length() > CsvScanner.LONGEST) {
        throw new UnreadableText(
            "a record from line %d on has more than %,d characters (expected rows with a line break at the end of each)"
                .formatted(beginLine, CsvScanner.LONGEST));
      }
    }
    return before != NOTHING;
  }

  private State after(State state, char c, int before) {
    return switch (state) {
      case PLAIN ->
          c == QUOTE && (before == NOTHING || delimiters.indexOf(before) >= 0)
              ? State.QUOTED
              : State.PLAIN;
      case QUOTED -> {
        if (c == escape && escape != QUOTE) {
          yield State.ESCAPED;
        }
        yield c == QUOTE ? State.CLOSING : State.QUOTED;
      }
      case CLOSING, ESCAPED -> State.QUOTED;
    };
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
