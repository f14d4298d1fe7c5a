package org.tributary.driver.score;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.tributary.core.model.FileFailure;
import org.tributary.core.preparation.Feature;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.scoring.RowException;
import org.tributary.core.scoring.Scorer;
import org.tributary.core.scoring.UnseenCategories;
import org.tributary.driver.source.DataException;

/**
 * Reads rows, and writes them with predictions as they come: each row by itself, so that the
 * prediction of a row does not depend on others. What was predicted is written out before more
 * input is awaited.
 */
public final class RowScoring {
  private static final String DELIMITERS = ",;\t|";

  /** The longest header of which the delimiter is detected. */
  private static final int LONGEST_HEADER = 1 << 20;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Scorer scorer;
  private final Options options;
  private final UnseenCategories categories;

  /** By column: the first unlearned category, with its row, and how many rows have one. */
  private final Map<String, Finding> findings = new LinkedHashMap<>();

  /**
   * How rows are read and written.
   *
   * @param format of the input and the output
   * @param delimiter of CSV; detected if empty
   * @param columns that are written
   * @param unlearned what to do with a category that the model has no input for
   */
  public record Options(
      RowFormat format,
      Optional<Character> delimiter,
      WrittenColumns columns,
      Unlearned unlearned) {}

  private record Finding(UnseenCategories.Unseen first, long row, long rows) {}

  /** Creates a scoring of one stream. */
  public RowScoring(Scorer scorer, Options options) {
    this.scorer = scorer;
    this.options = options;
    this.categories = UnseenCategories.of(scorer.model().preparation());
  }

  /**
   * Scores all rows.
   *
   * @param in in UTF-8
   * @param out receives the rows in UTF-8; is flushed, not closed
   * @throws DataException if the input cannot be read, a row cannot be scored, or the output cannot
   *     be written; the rows before it are written
   */
  public void score(InputStream in, OutputStream out) {
    Writer writer =
        new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
    try {
      score(new FlushingInput(in, writer), writer);
    } catch (CharacterCodingException e) {
      throw new DataException("Cannot read the rows: they are not UTF-8; convert them first");
    } catch (IOException e) {
      throw new DataException("Cannot read the rows: " + FileFailure.reason(e));
    } finally {
      flush(writer);
    }
  }

  /** Returns a line for each column that had categories which the model has not learned. */
  public List<String> warnings() {
    return findings.values().stream().map(RowScoring::warning).toList();
  }

  private static String warning(Finding finding) {
    UnseenCategories.Unseen first = finding.first();
    return "Row %d%s: the model has not learned the category \"%s\" of column %s; it %s"
        .formatted(
            finding.row(),
            finding.rows() > 1 ? " and " + (finding.rows() - 1) + " more" : "",
            first.category(),
            first.column(),
            first.learnedOthers()
                ? "counts as one of the other categories of the training data"
                : "is predicted without it");
  }

  private void score(InputStream in, Writer writer) throws IOException {
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)),
            1 << 16);
    skipByteOrderMark(reader);
    boolean json =
        switch (options.format()) {
          case JSON -> true;
          case CSV -> false;
          case AUTO -> startsWithBrace(reader);
        };
    if (json) {
      score(new JsonRows(reader), new PredictionWriter.Json(writer, options.columns()));
      return;
    }
    char delimiter = options.delimiter().isPresent() ? options.delimiter().get() : detect(reader);
    CsvRows rows = new CsvRows(reader, delimiter);
    requireColumns(rows.header());
    PredictionWriter to =
        new PredictionWriter.Csv(
            writer, delimiter, options.columns(), rows.header(), scorer.columns().names());
    score(rows, to);
  }

  private void score(Rows rows, PredictionWriter to) throws IOException {
    to.begin();
    Optional<InputRow> next = rows.next();
    for (long number = 1; next.isPresent(); number++) {
      InputRow row = next.get();
      if (rows.header().isEmpty()) {
        taken(row.cells().keySet()).ifPresent(fail(number, row));
      }
      note(number, row).ifPresent(fail(number, row));
      try {
        to.write(row, scorer.predict(row.cells()));
      } catch (RowException e) {
        fail(number, row).accept(e.reason());
      }
      next = rows.next();
    }
  }

  private static Consumer<String> fail(long number, InputRow row) {
    return reason -> {
      throw new DataException(
          "Cannot score row %d (line %d): %s".formatted(number, row.line(), reason));
    };
  }

  /** Refuses a header without a column of the model, before any row. */
  private void requireColumns(List<String> header) {
    Preparation preparation = scorer.model().preparation();
    boolean[] reads = preparation.reads();
    int cell = 0;
    for (Feature feature : preparation.layout().features()) {
      if (reads[cell] && !header.contains(feature.name())) {
        throw new DataException(
            "Cannot read the rows: the header has no column %s, which the model reads (columns: %s)"
                .formatted(feature.name(), String.join(", ", header)));
      }
      cell += feature.width();
    }
    taken(header)
        .ifPresent(
            reason -> {
              throw new DataException("Cannot read the rows: " + reason);
            });
  }

  /** Returns the complaint about a column that has the name of one of the prediction. */
  private Optional<String> taken(Collection<String> names) {
    if (options.columns() == WrittenColumns.PREDICTIONS) {
      return Optional.empty();
    }
    return scorer.columns().names().stream()
        .filter(names::contains)
        .findFirst()
        .map(
            name ->
                "there is a column %s already, which the prediction adds (rename it, or use --columns predictions)"
                    .formatted(name));
  }

  /** Notes the categories that the model has not learned, and returns a complaint about one. */
  private Optional<String> note(long number, InputRow row) {
    for (UnseenCategories.Unseen unseen : categories.in(row.cells())) {
      if (options.unlearned() == Unlearned.REFUSE && !unseen.learnedOthers()) {
        return Optional.of(
            "the model has not learned the category \"%s\" of column %s (use --unlearned accept to predict without it)"
                .formatted(unseen.category(), unseen.column()));
      }
      findings.merge(
          unseen.column(),
          new Finding(unseen, number, 1),
          (first, more) -> new Finding(first.first(), first.row(), first.rows() + 1));
    }
    return Optional.empty();
  }

  private static void skipByteOrderMark(BufferedReader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
  }

  private static boolean startsWithBrace(BufferedReader reader) throws IOException {
    int c;
    do {
      reader.mark(1);
      c = reader.read();
    } while (c >= 0 && Character.isWhitespace(c));
    if (c >= 0) {
      reader.reset();
    }
    return c == '{';
  }

  /** Returns the delimiter that the header contains, or a comma if it has one column. */
  private static char detect(BufferedReader reader) throws IOException {
    reader.mark(LONGEST_HEADER);
    StringBuilder header = new StringBuilder();
    int c = reader.read();
    while (c >= 0 && c != '\n' && header.length() < LONGEST_HEADER - 1) {
      header.append((char) c);
      c = reader.read();
    }
    reader.reset();
    String unquoted = header.toString().replaceAll("\"[^\"]*\"", "");
    return (char) DELIMITERS.chars().filter(d -> unquoted.indexOf(d) >= 0).findFirst().orElse(',');
  }

  private static void flush(Writer writer) {
    try {
      writer.flush();
    } catch (IOException e) {
      throw new DataException("Cannot write predictions: " + e.getMessage());
    }
  }

  /** Writes out what was predicted before it waits for more input. */
  private static final class FlushingInput extends FilterInputStream {
    private final Writer writer;

    FlushingInput(InputStream in, Writer writer) {
      super(in);
      this.writer = writer;
    }

    @Override
    public int read() throws IOException {
      flush(writer);
      return super.read();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      flush(writer);
      return super.read(bytes, from, length);
    }
  }
}
