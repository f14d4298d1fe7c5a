package org.tributary.driver.source;

import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.FormatSpec.Csv.Decimal;
import org.tributary.driver.spec.FormatSpec.Csv.Header;

/**
 * The rows of a stream of CSV, one after the other, with the cells that a file of the same text has
 * in {@link CsvSource}. Needs neither Spark nor Hadoop. Mutable, for one thread.
 */
public final class CsvStream {
  private static final String NAME = "the rows";

  /** The most characters of which the delimiter is detected. */
  private static final int LONGEST_HEAD = 1 << 20;

  private final CsvText text;
  private final CsvLine line;
  private final char delimiter;
  private final Decimal decimal;
  private final List<String> names;
  private final StringBuilder record = new StringBuilder();
  private Optional<Row> first;

  /**
   * A row.
   *
   * @param line where it begins, from 1
   * @param fields its fields as text, as they were written
   * @param cells what the fields hold
   * @param problem why there are no fields; empty if there are
   */
  public record Row(long line, List<String> fields, List<Object> cells, Optional<String> problem) {
    /** Copies the lists. */
    public Row {
      fields = List.copyOf(fields);
      cells = List.copyOf(cells);
    }
  }

  /**
   * Reads the head of a stream.
   *
   * @param reader the text, without a byte order mark
   * @param format how it is written
   * @param usual what separates the fields, if the format does not tell and if it separates those
   *     of the first record
   * @throws DataException if there is no record, or if it cannot tell the columns
   */
  public CsvStream(BufferedReader reader, FormatSpec.Csv format, Optional<Character> usual)
      throws IOException {
    List<String> head = head(reader, format, usual);
    this.delimiter = delimiter(head, format, usual);
    this.decimal = format.decimal();
    this.text = new CsvText(reader, String.valueOf(delimiter), format);
    this.line =
        CsvLine.ofAnyWidth(
            new CsvDialect(
                delimiter,
                format.escape().orElse(CsvDialect.QUOTE),
                Decimal.POINT,
                format.encoding(),
                format.multiline()));
    Row row =
        read()
            .orElseThrow(
                () ->
                    new DataException(
                        "Cannot read the rows: the input is empty (expected CSV%s, or JSON lines)"
                            .formatted(format.header() == Header.PRESENT ? " with a header" : "")));
    row.problem()
        .ifPresent(
            reason -> {
              throw new DataException(
                  "Cannot read the rows: line %d is not CSV: %s".formatted(row.line(), reason));
            });
    this.names =
        switch (format.header()) {
          case PRESENT -> names(row.fields());
          case ABSENT -> IntStream.range(0, row.fields().size()).mapToObj(i -> "c" + i).toList();
        };
    this.first = format.header() == Header.ABSENT ? Optional.of(row) : Optional.empty();
  }

  /** Returns what separates the fields. */
  public char delimiter() {
    return delimiter;
  }

  /** Returns the names of the columns. */
  public List<String> names() {
    return names;
  }

  /**
   * Returns the next row; empty at the end.
   *
   * @throws IOException if the text cannot be read
   */
  public Optional<Row> next() throws IOException {
    if (first.isPresent()) {
      Optional<Row> row = first;
      first = Optional.empty();
      return row;
    }
    return read();
  }

  private Optional<Row> read() throws IOException {
    while (text.next(record)) {
      Object[] cells = line.cells(record.toString());
      if (cells.length == 0) {
        continue;
      }
      if (cells[0] instanceof Malformed malformed) {
        return Optional.of(
            new Row(text.beginLine(), List.of(), List.of(), Optional.of(malformed.reason())));
      }
      List<String> fields = Arrays.stream(cells).map(String::valueOf).toList();
      if (decimal == Decimal.COMMA) {
        DecimalComma.cells(cells);
      }
      return Optional.of(new Row(text.beginLine(), fields, Arrays.asList(cells), Optional.empty()));
    }
    return Optional.empty();
  }

  private static List<String> names(List<String> header) {
    List<String> names = ColumnNames.of(header.stream().map(String::strip).toList());
    Set<String> different = new HashSet<>();
    for (String name : names) {
      if (!different.add(name)) {
        throw new DataException(
            "Cannot read the rows: two columns of the header are named \"%s\"; rename one of them"
                .formatted(name));
      }
    }
    return names;
  }

  /** Returns the first record that is not blank, and the next one if it is needed. */
  private static List<String> head(
      BufferedReader reader, FormatSpec.Csv format, Optional<Character> usual) throws IOException {
    reader.mark(LONGEST_HEAD);
    CsvText start =
        new CsvText(new Head(reader, LONGEST_HEAD - 1), CsvDelimiter.all(format), format);
    List<String> records = new ArrayList<>();
    StringBuilder record = new StringBuilder();
    while (records.isEmpty() && start.next(record)) {
      if (!record.toString().isBlank()) {
        records.add(record.toString());
      }
    }
    boolean detected =
        !records.isEmpty()
            && format.delimiter().isEmpty()
            && tried(records.get(0), format, usual).isEmpty();
    if (detected && CsvDelimiter.isAmbiguous(records.get(0), format) && start.next(record)) {
      records.add(record.toString());
    }
    reader.reset();
    return records;
  }

  private static Optional<Character> tried(
      String first, FormatSpec.Csv format, Optional<Character> usual) {
    return usual.filter(c -> CsvDelimiter.separates(first, c, format));
  }

  private static char delimiter(
      List<String> head, FormatSpec.Csv format, Optional<Character> usual) {
    if (head.isEmpty()) {
      return format.delimiter().or(() -> usual).orElse(',');
    }
    char delimiter =
        format
            .delimiter()
            .or(() -> tried(head.get(0), format, usual))
            .orElseGet(() -> CsvDelimiter.detect(NAME, head, format));
    CsvDelimiter.requireSeparates(NAME, head.get(0), delimiter, format);
    return delimiter;
  }

  /** The beginning of a text. */
  private static final class Head extends FilterReader {
    private int left;

    Head(Reader reader, int length) {
      super(reader);
      this.left = length;
    }

    @Override
    public int read(char[] buffer, int from, int length) throws IOException {
      int count = left == 0 ? -1 : super.read(buffer, from, Math.min(left, length));
      left -= Math.max(0, count);
      return count;
    }
  }
}
