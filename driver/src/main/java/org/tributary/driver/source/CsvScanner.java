package org.tributary.driver.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.io.Text;

/**
 * Splits bytes into the records of CSV: a record ends at LF, CRLF or CR, but not within a quoted
 * field.
 *
 * <p>A field is quoted if a quote is its first character; it ends at a quote that is neither
 * doubled nor escaped. Mutable, for one thread.
 */
final class CsvScanner implements Closeable {
  private static final int BUFFER = 1 << 16;

  /** A longer record is none: it exceeds a row of as many features as fit a block. */
  static final int LONGEST = 1 << 26;

  private static final int NOTHING = 256;
  private static final byte QUOTE = '"';
  private static final int[] MARK = {0xEF, 0xBB, 0xBF};

  /** Whether a line break within a quoted field ends a record. */
  enum Breaks {
    /** It is part of the field. */
    KEPT,
    /** It ends the record, and leaves its last field open. */
    END
  }

  /** Where the scanner is in a record. */
  private enum State {
    PLAIN,
    QUOTED,
    /** After a quote that ends the field, unless another one follows. */
    CLOSING,
    ESCAPED
  }

  /** What the bytes of a record mean. */
  private static final class Grammar {
    private final boolean[] delimiters = new boolean[256];
    private final byte escape;

    Grammar(byte[] delimiters, byte escape) {
      this.escape = escape;
      for (byte delimiter : delimiters) {
        this.delimiters[delimiter & 0xFF] = true;
      }
    }

    /** Returns the state after a byte, which follows another one or {@link #NOTHING}. */
    State after(State state, byte b, int previous) {
      return switch (state) {
        case PLAIN -> b == QUOTE && isFieldStart(previous) ? State.QUOTED : State.PLAIN;
        case QUOTED -> {
          if (b == escape && escape != QUOTE) {
            yield State.ESCAPED;
          }
          yield b == QUOTE ? State.CLOSING : State.QUOTED;
        }
        case CLOSING, ESCAPED -> State.QUOTED;
      };
    }

    private boolean isFieldStart(int previous) {
      return previous == NOTHING || delimiters[previous & 0xFF];
    }
  }

  private final InputStream in;
  private final Grammar grammar;
  private final Breaks breaks;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int limit;
  private long base;
  private long line = 1;
  private long begin;
  private long beginLine;
  private boolean spansLines;

  /**
   * Reads from a stream, which is closed with this scanner.
   *
   * @param position offset of the stream in its file
   * @param delimiters the last byte of each text that may separate fields
   * @param escape what escapes a quote, in ASCII; a quote for a second quote
   */
  CsvScanner(InputStream in, long position, byte[] delimiters, char escape, Breaks breaks)
      throws IOException {
    this.in = in;
    this.base = position;
    this.grammar = new Grammar(delimiters, (byte) escape);
    this.breaks = breaks;
    if (position == 0) {
      skipMark();
    }
  }

  /** Returns whether a record, of one line, ends within a quoted field. */
  static boolean endsOpen(Text record, CsvDialect dialect) {
    byte[] bytes = record.getBytes();
    int length = record.getLength();
    int at = 0;
    while (at < length && bytes[at] != QUOTE) {
      at++;
    }
    if (at == length) {
      return false;
    }
    Grammar grammar = new Grammar(CsvInputFormat.lastBytes(dialect), (byte) dialect.escape());
    State state = State.PLAIN;
    for (; at < length; at++) {
      if (state == State.CLOSING && bytes[at] != QUOTE) {
        state = State.PLAIN;
      }
      state = grammar.after(state, bytes[at], at == 0 ? NOTHING : bytes[at - 1]);
    }
    return isOpen(state);
  }

  private static boolean isOpen(State state) {
    return state == State.QUOTED || state == State.ESCAPED;
  }

  /** Returns the offset of the record. */
  long begin() {
    return begin;
  }

  /** Returns the number of the line that the record begins in, counted from 1. */
  long beginLine() {
    return beginLine;
  }

  /** Returns whether a line break is within the record. */
  boolean spansLines() {
    return spansLines;
  }

  /** Returns the offset after what has been read. */
  long position() {
    return base + at;
  }

  /** Passes over the rest of a line. */
  void skipLine() throws IOException {
    while (at < limit || fill()) {
      byte b = buffer[at];
      if (b == '\n' || b == '\r') {
        passBreak();
        return;
      }
      at++;
    }
  }

  /**
   * Reads the next record, without its end; returns whether there is one.
   *
   * @throws UnreadableText if it is longer than {@link #LONGEST} bytes
   */
  boolean next(Text record) throws IOException {
    record.clear();
    begin = position();
    beginLine = line;
    spansLines = false;
    State state = State.PLAIN;
    int before = NOTHING;
    int from = at;
    while (true) {
      if (state == State.PLAIN) {
        at = plainEnd(at);
      }
      if (at == limit) {
        if (at > from) {
          record.append(buffer, from, at - from);
          before = buffer[at - 1];
        }
        if (state == State.PLAIN && record.getLength() > LONGEST) {
          throw tooLong();
        }
        boolean tooLong = state != State.PLAIN && record.getLength() > LONGEST;
        if (tooLong || !fill()) {
          return position() > begin;
        }
        from = at;
        continue;
      }
      byte b = buffer[at];
      boolean lineBreak = b == '\n' || b == '\r';
      if (state == State.CLOSING && b != QUOTE) {
        state = State.PLAIN;
      } else if (lineBreak && (state == State.PLAIN || breaks == Breaks.END)) {
        record.append(buffer, from, at - from);
        passBreak();
        return true;
      } else {
        int previous = at > from ? buffer[at - 1] : before;
        if (lineBreak) {
          spansLines = true;
          line += b == '\n' && previous == '\r' ? 0 : 1;
        }
        state = grammar.after(state, b, previous);
        at++;
      }
    }
  }

  /** Returns what to tell of a line that does not end: it may be one that expands without end. */
  static UnreadableText tooLong() {
    return new UnreadableText(
        "a line from here on has more than %,d bytes (expected rows with a line break at the end of each)"
            .formatted(LONGEST));
  }

  /** Returns the index of the first line break or quote. */
  private int plainEnd(int from) {
    int i = from;
    while (i < limit) {
      byte b = buffer[i];
      if (b <= QUOTE && (b == '\n' || b == '\r' || b == QUOTE)) {
        break;
      }
      i++;
    }
    return i;
  }

  private void passBreak() throws IOException {
    byte b = buffer[at++];
    line++;
    if (b == '\r' && (at < limit || fill()) && buffer[at] == '\n') {
      at++;
    }
  }

  private void skipMark() throws IOException {
    if (fill() && limit >= MARK.length) {
      boolean mark = true;
      for (int i = 0; i < MARK.length; i++) {
        mark &= (buffer[i] & 0xFF) == MARK[i];
      }
      at = mark ? MARK.length : 0;
    }
  }

  private boolean fill() throws IOException {
    base += limit;
    at = 0;
    limit = 0;
    // A stream may return nothing before its end.
    while (limit == 0) {
      int count = in.read(buffer, 0, buffer.length);
      if (count < 0) {
        return false;
      }
      limit = count;
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
