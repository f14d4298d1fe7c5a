package org.tributary.driver.score;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.tributary.core.preparation.CellValues;
import org.tributary.core.preparation.Feature;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.scoring.RowException;
import org.tributary.core.scoring.Scorer;
import org.tributary.core.scoring.UnseenCategories;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.TextNotation;

/**
 * Reads rows, and writes them with predictions as they come: each row by itself, so that the
 * prediction of a row does not depend on others. What was predicted is written out before more
 * input is awaited.
 */
public final class RowScoring {
  private final Scorer scorer;
  private final Options options;
  private final UnseenCategories categories;

  /** By column: the first unlearned category, with its row, and how many rows have one. */
  private final Map<String, Finding> findings = new LinkedHashMap<>();

  /**
   * How rows are read and written.
   *
   * @param format of the input and the output
   * @param csv how CSV is written; asked for only if the rows are CSV
   * @param columns that are written
   * @param unlearned what to do with a category that the model has no input for
   */
  public record Options(
      RowFormat format, Supplier<CsvNotation> csv, WrittenColumns columns, Unlearned unlearned) {}

  private record Finding(UnseenCategories.Unseen first, long row, long rows) {}

  /** Creates a scoring of one stream. */
  public RowScoring(Scorer scorer, Options options) {
    this.scorer = scorer;
    this.options = options;
    this.categories = UnseenCategories.of(scorer.model().preparation());
  }

  /**
   * Scores all rows, or those that the reader of the output waits for.
   *
   * @param in JSON in UTF-8, or CSV in its encoding
   * @param out receives the rows in the same encoding; is flushed, not closed
   * @throws DataException if the input cannot be read, a row cannot be scored, or the output cannot
   *     be written; the rows before it are written
   */
  public void score(InputStream in, OutputStream out) {
    try {
      score(new TextStreams(in, out));
    } catch (OutputClosed e) {
      // The reader has what it wants.
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

  private void score(TextStreams streams) {
    boolean json =
        switch (options.format()) {
          case JSON -> true;
          case CSV -> false;
          case AUTO -> streams.beginsWithBrace();
        };
    if (json) {
      streams.process(
          StandardCharsets.UTF_8.name(),
          "convert them first",
          (reader, writer) ->
              score(new JsonRows(reader), new PredictionWriter.Json(writer, options.columns())));
      return;
    }
    CsvNotation notation = options.csv().get();
    String encoding = notation.format().encoding();
    streams.requireCsvOf(encoding);
    streams.process(
        encoding,
        "set data.csv.encoding",
        (reader, writer) -> {
          CsvRows rows = new CsvRows(reader, notation);
          requireColumns(rows.header());
          score(
              rows,
              new PredictionWriter.Csv(
                  writer,
                  notation.format(),
                  rows.delimiter(),
                  options.columns(),
                  rows.header(),
                  scorer.columns().names()));
        });
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
        fail(number, row).accept(e.reason() + hint(row));
      }
      next = rows.next();
    }
  }

  /** Returns what may be meant by the first cell that is not what its column holds. */
  private String hint(InputRow row) {
    return scorer.model().preparation().layout().features().stream()
        .filter(feature -> feature.width() == 1)
        .filter(feature -> Double.isNaN(encoded(row, feature)))
        .map(feature -> TextNotation.hint(row.cells().get(feature.name())))
        .filter(hint -> !hint.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static double encoded(InputRow row, Feature feature) {
    return CellValues.encoded(row.cells().get(feature.name()), feature.encoding());
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
}
