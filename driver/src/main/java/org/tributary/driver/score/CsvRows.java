package org.tributary.driver.score;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tributary.driver.source.CsvStream;
import org.tributary.driver.source.DataException;

/** The rows of CSV; blank lines have no row. */
final class CsvRows implements Rows {
  private final CsvStream stream;
  private long row;

  CsvRows(BufferedReader reader, CsvNotation notation) throws IOException {
    this.stream = new CsvStream(reader, notation.format(), notation.usualDelimiter());
  }

  /** Returns what separates the fields. */
  char delimiter() {
    return stream.delimiter();
  }

  @Override
  public List<String> header() {
    return stream.names();
  }

  @Override
  public Optional<InputRow> next() throws IOException {
    row++;
    return stream.next().map(this::row);
  }

  private InputRow row(CsvStream.Row read) {
    read.problem()
        .ifPresent(
            reason -> {
              throw new DataException(
                  "Cannot score row %d (line %d): it is not CSV: %s"
                      .formatted(row, read.line(), reason));
            });
    int fields = read.fields().size();
    if (fields != header().size()) {
      throw new DataException(
          "Cannot score row %d (line %d): it has %d field%s (expected %d, as the first line)"
              .formatted(row, read.line(), fields, fields == 1 ? "" : "s", header().size()));
    }
    Map<String, Object> cells = new LinkedHashMap<>();
    for (int i = 0; i < fields; i++) {
      cells.put(header().get(i), read.cells().get(i));
    }
    return new InputRow(read.line(), cells, read.fields(), "");
  }
}
