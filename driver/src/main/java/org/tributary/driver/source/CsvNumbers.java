package org.tributary.driver.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.io.Text;
import org.tributary.core.preparation.Decimals;

/**
 * The records of one split of CSV, whose numbers are parsed from the bytes of a line.
 *
 * <p>Only plain lines are: ASCII without quotes, with a field for each column. Every other line
 * goes through {@link CsvLine}; its numbers are NaN here.
 */
final class CsvNumbers implements Iterator<NumericRow>, NumericRow {
  private static final byte QUOTE = '"';
  private static final byte COMMA = ',';

  private final TextRecords.LineCursor lines;
  private final CsvLine parser;
  private final byte delimiter;
  private final byte point;
  private final int width;
  private final int[] columns;
  private final int other;
  private final double[] numbers;
  private final int[] ends;
  private boolean ready;
  private Optional<SourceRow> whole = Optional.empty();

  /**
   * Reads a split.
   *
   * @param dialect with a delimiter in ASCII
   * @param width number of columns in the file; the partition columns are behind them
   * @param columns of the numbers
   * @param other another column, or {@link NumericScan#NO_OTHER}
   */
  CsvNumbers(
      TextRecords.LineCursor lines, CsvDialect dialect, int width, int[] columns, int other) {
    this.lines = lines;
    this.parser = new CsvLine(dialect, width);
    this.delimiter = (byte) dialect.delimiter();
    this.point = (byte) dialect.decimal().character();
    this.width = width;
    this.columns = columns;
    this.other = other;
    this.numbers = new double[columns.length];
    this.ends = new int[width];
  }

  @Override
  public boolean hasNext() {
    while (!ready && lines.next()) {
      ready = read();
    }
    return ready;
  }

  @Override
  public NumericRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ready = false;
    return this;
  }

  /** Reads the line; returns whether it is a record. */
  private boolean read() {
    whole = Optional.empty();
    if (lines.damage().isEmpty() && isPlain(lines.line())) {
      byte[] bytes = lines.line().getBytes();
      for (int i = 0; i < columns.length; i++) {
        int column = columns[i];
        numbers[i] =
            column < width
                ? Decimals.parse(bytes, begin(column), ends[column], point)
                : Decimals.parse(lines.partition()[column - width]);
      }
      return true;
    }
    whole = lines.row(parser, width);
    Arrays.fill(numbers, Double.NaN);
    return whole.isPresent();
  }

  /** Finds the fields; returns whether the line is one of plain fields, one for each column. */
  private boolean isPlain(Text line) {
    byte[] bytes = line.getBytes();
    int length = line.getLength();
    int field = 0;
    for (int i = 0; i < length; i++) {
      byte b = bytes[i];
      if (b == delimiter) {
        if (field == ends.length - 1) {
          return false;
        }
        ends[field++] = i;
      } else if (b < 0 || b == QUOTE) {
        return false;
      }
    }
    ends[field] = length;
    // Of one column, an empty line is no record.
    return field == ends.length - 1 && (field > 0 || length > 0) && !isBlank(bytes, length);
  }

  private boolean isBlank(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] > ' ') {
        return false;
      }
    }
    return true;
  }

  private int begin(int column) {
    return column == 0 ? 0 : ends[column - 1] + 1;
  }

  @Override
  public double[] numbers() {
    return numbers;
  }

  @Override
  public Object other() {
    if (whole.isPresent() || other == NumericScan.NO_OTHER) {
      // The whole row tells; its numbers are NaN.
      return "";
    }
    if (other >= width) {
      return lines.partition()[other - width];
    }
    int begin = begin(other);
    String text =
        new String(lines.line().getBytes(), begin, ends[other] - begin, StandardCharsets.US_ASCII);
    return point == COMMA ? DecimalComma.cell(text) : text;
  }

  @Override
  public Optional<SourceRow> row() {
    return whole.or(() -> lines.row(parser, width));
  }
}
