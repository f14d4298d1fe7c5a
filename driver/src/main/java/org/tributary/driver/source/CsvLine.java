package org.tributary.driver.source;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.util.Arrays;

/**
 * Parses lines of CSV (RFC 4180), each by itself: a quoted field cannot span lines.
 *
 * <p>A blank line has no record. Mutable, for one thread.
 */
final class CsvLine implements TextRecords.Parser {
  private static final char QUOTE = '"';

  private final char delimiter;
  private final CsvReader.CsvReaderBuilder reader;
  private final Fields fields;

  CsvLine(char delimiter, int expectedWidth) {
    this.delimiter = delimiter;
    this.reader = CsvReader.builder().fieldSeparator(delimiter).quoteCharacter(QUOTE);
    this.fields = new Fields(expectedWidth);
  }

  @Override
  public Object[] cells(String line) {
    if (line.isBlank() && line.indexOf(delimiter) < 0) {
      return NOTHING;
    }
    try {
      return line.indexOf(QUOTE) < 0
          ? reader.ofSingleCsvRecord(fields, line)
          : quoted(reader.ofSingleCsvRecord(fields, line + delimiter));
    } catch (CsvParseException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return Malformed.cells(cause.getMessage());
    }
  }

  // The reader closes an open quote at the end of its text. With a delimiter there, a closed record
  // ends with an empty field, and an open quote swallows the delimiter.
  private static Object[] quoted(Object[] cells) {
    int last = cells.length - 1;
    return cells[last].equals("")
        ? Arrays.copyOf(cells, last)
        : Malformed.cells("a quoted field does not end on its line");
  }

  /** Collects the fields of a record. */
  private static final class Fields extends AbstractBaseCsvCallbackHandler<Object[]> {
    private static final String[] SINGLE = new String[128];

    static {
      for (char c = 0; c < SINGLE.length; c++) {
        SINGLE[c] = String.valueOf(c);
      }
    }

    private Object[] cells;
    private int count;

    Fields(int expectedWidth) {
      cells = new Object[Math.max(1, expectedWidth)];
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
      count = 0;
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
      if (index == cells.length) {
        cells = Arrays.copyOf(cells, 2 * index);
      }
      cells[index] =
          switch (length) {
            case 0 -> "";
            case 1 ->
                buffer[offset] < SINGLE.length
                    ? SINGLE[buffer[offset]]
                    : String.valueOf(buffer[offset]);
            default -> new String(buffer, offset, length);
          };
      count = index + 1;
    }

    @Override
    protected Object[] buildRecord() {
      return Arrays.copyOf(cells, count);
    }
  }
}
