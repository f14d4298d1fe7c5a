package org.tributary.driver.source;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.util.Arrays;
import org.tributary.driver.spec.FormatSpec.Csv.Decimal;

/**
 * Parses records of CSV, as {@link CsvScanner} finds them.
 *
 * <p>A blank line has no record. Mutable, for one thread.
 */
final class CsvLine implements TextRecords.Parser {
  private static final char QUOTE = CsvDialect.QUOTE;
  private static final int FEW_FIELDS = 16;

  private final char delimiter;
  private final char escape;
  private final Decimal decimal;
  private final CsvReader.CsvReaderBuilder reader;
  private final Fields fields;

  /** Parses records of some width; of much wider ones, only the width is found. */
  CsvLine(CsvDialect dialect, int expectedWidth) {
    this(dialect, expectedWidth, 2L * expectedWidth + FEW_FIELDS);
  }

  /** Returns a parser of records of any width. */
  static CsvLine ofAnyWidth(CsvDialect dialect) {
    return new CsvLine(dialect, FEW_FIELDS, Integer.MAX_VALUE);
  }

  private CsvLine(CsvDialect dialect, int expectedWidth, long mostFields) {
    this.delimiter = dialect.delimiter();
    this.escape = dialect.escape();
    this.decimal = dialect.decimal();
    this.reader = CsvReader.builder().fieldSeparator(delimiter).quoteCharacter(QUOTE);
    this.fields = new Fields(expectedWidth, mostFields);
  }

  @Override
  public Object[] cells(String line) {
    if (line.isBlank() && line.indexOf(delimiter) < 0) {
      return NOTHING;
    }
    Object[] cells = fields(line);
    return decimal == Decimal.COMMA ? DecimalComma.cells(cells) : cells;
  }

  private Object[] fields(String line) {
    boolean quotes = line.indexOf(QUOTE) >= 0;
    if (quotes && escape != QUOTE) {
      return EscapedFields.of(line, delimiter, escape);
    }
    try {
      return quotes
          ? quoted(reader.ofSingleCsvRecord(fields, line + delimiter))
          : reader.ofSingleCsvRecord(fields, line);
    } catch (CsvParseException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return Malformed.cells(cause.getMessage());
    }
  }

  // The reader closes an open quote at the end of its text. With a delimiter there, a closed record
  // ends with an empty field, and an open quote swallows the delimiter.
  private static Object[] quoted(Object[] cells) {
    int last = cells.length - 1;
    if (cells[last] instanceof Malformed) {
      return cells;
    }
    return cells[last].equals("")
        ? Arrays.copyOf(cells, last)
        : Malformed.cells("a quoted field does not end");
  }

  /** Collects the fields of a record. */
  private static final class Fields extends AbstractBaseCsvCallbackHandler<Object[]> {
    private static final String[] SINGLE = new String[128];

    static {
      for (char c = 0; c < SINGLE.length; c++) {
        SINGLE[c] = String.valueOf(c);
      }
    }

    private final int expectedWidth;
    private final long most;
    private Object[] cells;
    private int count;

    Fields(int expectedWidth, long most) {
      this.expectedWidth = expectedWidth;
      this.most = most;
      cells = new Object[Math.max(1, expectedWidth)];
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
      count = 0;
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
      count = index + 1;
      if (index >= most) {
        return;
      }
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
    }

    @Override
    protected Object[] buildRecord() {
      return count > most ? Malformed.width(count, expectedWidth) : Arrays.copyOf(cells, count);
    }
  }
}
