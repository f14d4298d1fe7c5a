package org.tributary.driver.score;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tributary.driver.source.ColumnNames;
import org.tributary.driver.source.DataException;

/** CSV with a header; blank lines have no row. */
final class CsvRows implements Rows {
  private final QuoteCount reader;
  private final Iterator<CsvRecord> records;
  private final List<String> header;
  private boolean literalQuotes;
  private long row;

  CsvRows(Reader reader, char delimiter) throws IOException {
    this.reader = new QuoteCount(reader);
    this.records =
        CsvReader.builder()
            .fieldSeparator(delimiter)
            .allowExtraFields(true)
            .allowMissingFields(true)
            .ofCsvRecord(this.reader)
            .iterator();
    this.header =
        record()
            .map(record -> ColumnNames.of(record.getFields().stream().map(String::strip).toList()))
            .orElseThrow(
                () ->
                    new DataException(
                        "Cannot read the rows: the input is empty (expected CSV with a header, or JSON lines)"));
    Set<String> names = new HashSet<>();
    for (String name : header) {
      if (!names.add(name)) {
        throw new DataException(
            "Cannot read the rows: two columns of the header are named \"%s\"; rename one of them"
                .formatted(name));
      }
    }
  }

  @Override
  public List<String> header() {
    return header;
  }

  @Override
  public Optional<InputRow> next() throws IOException {
    row++;
    return record().map(this::row);
  }

  private InputRow row(CsvRecord record) {
    List<String> fields = record.getFields();
    if (fields.size() != header.size()) {
      throw new DataException(
          "Cannot score row %d (line %d): it has %d field%s (expected %d, as the header)"
              .formatted(
                  row,
                  record.getStartingLineNumber(),
                  fields.size(),
                  fields.size() == 1 ? "" : "s",
                  header.size()));
    }
    Map<String, Object> cells = new LinkedHashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      cells.put(header.get(i), fields.get(i));
    }
    return new InputRow(record.getStartingLineNumber(), cells, "");
  }

  private Optional<CsvRecord> record() throws IOException {
    try {
      if (records.hasNext()) {
        CsvRecord record = records.next();
        literalQuotes |= record.getFields().stream().anyMatch(field -> field.indexOf('"') >= 0);
        requireClosed(record);
        return Optional.of(record);
      }
      return Optional.empty();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (CsvParseException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof IOException failure) {
        throw failure;
      }
      throw new DataException("Cannot score row %d: %s".formatted(row, reason(cause)));
    }
  }

  private static String reason(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return message.startsWith("The maximum buffer size")
        ? "a field has more than 16,777,216 characters (expected a quote at the end of a quoted one)"
        : "it is not CSV: " + message;
  }

  /** The parser closes an open quote at the end of its text. */
  private void requireClosed(CsvRecord record) {
    if (reader.ended && reader.quotes % 2 != 0 && !literalQuotes && !records.hasNext()) {
      throw new DataException(
          "Cannot score row %d (line %d): a quoted field does not end"
              .formatted(row, record.getStartingLineNumber()));
    }
  }

  /** Counts quotes: in CSV there is an even number of them, unless a field holds some as text. */
  private static final class QuoteCount extends Reader {
    private final Reader source;
    private long quotes;
    private boolean ended;

    QuoteCount(Reader source) {
      this.source = source;
    }

    @Override
    public int read(char[] buffer, int from, int length) throws IOException {
      int count = source.read(buffer, from, length);
      ended = count < 0;
      for (int i = from; i < from + count; i++) {
        quotes += buffer[i] == '"' ? 1 : 0;
      }
      return count;
    }

    @Override
    public void close() throws IOException {
      source.close();
    }
  }
}
