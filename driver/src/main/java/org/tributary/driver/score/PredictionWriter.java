package org.tributary.driver.score;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tributary.core.scoring.Prediction;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.FormatSpec.Csv.Header;

/** Writes rows with their predictions, in the format in which they were read. */
sealed interface PredictionWriter {
  /** Writes what comes before the first row. */
  void begin();

  /** Writes one row. */
  void write(InputRow row, Prediction prediction);

  /** Writes text. */
  private static void append(Writer out, CharSequence text) {
    try {
      out.append(text);
    } catch (IOException e) {
      throw OutputClosed.or(e);
    }
  }

  /** JSON lines: the object as it was, with the prediction at its end. */
  record Json(Writer out, WrittenColumns columns) implements PredictionWriter {
    @Override
    public void begin() {}

    @Override
    public void write(InputRow row, Prediction prediction) {
      StringBuilder line = new StringBuilder();
      if (columns == WrittenColumns.ALL) {
        String text = row.text();
        line.append(text, 0, text.lastIndexOf('}'));
        line.append(row.cells().isEmpty() ? "" : ",");
      } else {
        line.append('{');
      }
      String separator = "";
      for (Map.Entry<String, Object> value : prediction.byColumn().entrySet()) {
        line.append(separator).append(quoted(value.getKey())).append(':');
        line.append(value.getValue() instanceof String text ? quoted(text) : value.getValue());
        separator = ",";
      }
      PredictionWriter.append(out, line.append("}\n"));
    }

    private static String quoted(String text) {
      return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
  }

  /**
   * CSV, written as it is read.
   *
   * @param format how
   * @param delimiter what separates fields
   * @param header the columns of the input
   * @param added the columns of the prediction
   */
  record Csv(
      Writer out,
      FormatSpec.Csv format,
      char delimiter,
      WrittenColumns columns,
      List<String> header,
      List<String> added)
      implements PredictionWriter {
    private static final String QUOTE = "\"";

    @Override
    public void begin() {
      if (format.header() == Header.PRESENT) {
        line(header, added);
      }
    }

    @Override
    public void write(InputRow row, Prediction prediction) {
      line(row.fields(), prediction.byColumn().values().stream().map(this::text).toList());
    }

    private String text(Object predicted) {
      String text = predicted.toString();
      return predicted instanceof Number ? text.replace('.', format.decimal().character()) : text;
    }

    private void line(List<String> input, List<String> predicted) {
      List<String> fields = new ArrayList<>();
      if (columns == WrittenColumns.ALL) {
        input.forEach(value -> fields.add(field(value)));
      }
      predicted.forEach(value -> fields.add(field(value)));
      PredictionWriter.append(out, String.join(String.valueOf(delimiter), fields) + '\n');
    }

    private String field(String text) {
      boolean quote =
          text.indexOf(delimiter) >= 0
              || text.contains(QUOTE)
              || text.indexOf('\n') >= 0
              || text.indexOf('\r') >= 0;
      if (!quote) {
        return text;
      }
      String escape = format.escape().map(String::valueOf).orElse(QUOTE);
      String escaped = escape.equals(QUOTE) ? text : text.replace(escape, escape + escape);
      return QUOTE + escaped.replace(QUOTE, escape + QUOTE) + QUOTE;
    }
  }
}
