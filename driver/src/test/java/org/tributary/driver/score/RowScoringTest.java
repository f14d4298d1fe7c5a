package org.tributary.driver.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Precision;
import org.tributary.core.model.Decision;
import org.tributary.core.model.Model;
import org.tributary.core.scoring.Prediction;
import org.tributary.core.scoring.Scorer;
import org.tributary.driver.TableModels;
import org.tributary.driver.source.DataException;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.FormatSpec.Csv.Header;

class RowScoringTest {
  private static final Scorer SCORER = Scorer.of(TableModels.classifier());
  private static final String ROW =
      "{\"age\":33,\"income\":28500.5,\"color\":\"red\",\"size\":\"M\",\"member\":true,"
          + "\"since\":\"2022-05-17\",\"pixels\":[0.5,1,-2],\"ratio\":0.25}";

  private static RowScoring.Options options(WrittenColumns columns, Unlearned unlearned) {
    return new RowScoring.Options(RowFormat.AUTO, () -> CsvNotation.DEFAULT, columns, unlearned);
  }

  private static RowScoring.Options plain() {
    return options(WrittenColumns.ALL, Unlearned.REFUSE);
  }

  private static String score(String input) {
    return score(new RowScoring(SCORER, plain()), input);
  }

  private static String score(RowScoring scoring, String input) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    scoring.score(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String predicted() {
    Prediction p = SCORER.predict(TableModels.row());
    return "\"prediction\":\"%s\",\"probability_no\":%s,\"probability_yes\":%s,\"probability_maybe, so\":%s}"
        .formatted(
            p.className(), p.probability("no"), p.probability("yes"), p.probability("maybe, so"));
  }

  /** An output whose reader ends after some bytes. */
  private static OutputStream failingAfter(int most, String reason) {
    return new OutputStream() {
      private int written;

      @Override
      public void write(int b) throws IOException {
        if (++written > most) {
          throw new IOException(reason);
        }
      }
    };
  }

  /** Rows of which no more come than were written so far, until their answer is there. */
  private static InputStream waiting(ByteArrayOutputStream answers, List<String> rows, int header) {
    return new InputStream() {
      private int next;

      @Override
      public int read() {
        throw new UnsupportedOperationException("a reader takes what there is");
      }

      @Override
      public int available() {
        return 0;
      }

      @Override
      public int read(byte[] bytes, int from, int length) {
        if (next == rows.size()) {
          return -1;
        }
        assertThat(answers.toString(StandardCharsets.UTF_8).lines())
            .hasSize(next == 0 ? 0 : next + header);
        byte[] row = rows.get(next++).getBytes(StandardCharsets.UTF_8);
        assertThat(row).hasSizeLessThan(length);
        System.arraycopy(row, 0, bytes, from, row.length);
        return row.length;
      }
    };
  }

  @ParameterizedTest
  @MethodSource("rowsInTurn")
  void rowIsAnsweredBeforeTheNextOneComes(List<String> rows, int header) {
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    new RowScoring(flat(), plain()).score(waiting(answers, rows, header), answers);
    assertThat(answers.toString(StandardCharsets.UTF_8).lines()).hasSize(rows.size() + header);
  }

  static Stream<Arguments> rowsInTurn() {
    return Stream.of(
        Arguments.of(List.of("x,color\n1,red\n", "2,red\n", "3,red\n"), 1),
        Arguments.of(List.of("{\"x\":1,\"color\":\"red\"}\n", "{\"x\":2,\"color\":\"red\"}\n"), 0));
  }

  @Test
  void columnsWithoutANameAreNamedByTheirPlaceAsInTraining() {
    String header = "age,income,color,size,member,since,,";
    assertThatThrownBy(() -> score(header + "\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no column pixels")
        .hasMessageContaining("since, c6, c7)");
  }

  @Test
  void anOutputThatNobodyReadsAnyMoreEndsTheScoring() {
    byte[] rows = (ROW + "\n").repeat(2000).getBytes(StandardCharsets.UTF_8);
    for (int bytes : new int[] {0, 10, 100_000}) {
      RowScoring scoring = new RowScoring(SCORER, plain());
      scoring.score(new ByteArrayInputStream(rows), failingAfter(bytes, "Broken pipe"));
      assertThat(scoring.warnings()).isEmpty();
      assertThatThrownBy(
              () ->
                  new RowScoring(SCORER, plain())
                      .score(new ByteArrayInputStream(rows), failingAfter(bytes, "disk full")))
          .isInstanceOf(DataException.class)
          .hasMessage("Cannot write predictions: disk full");
    }
  }

  @Test
  void aJsonObjectComesBackAsItWasWithThePredictionAtItsEnd() {
    String spaced = ROW.replace("\"age\":33", " \"age\" : 33.0") + "  ";
    assertThat(score("\n" + ROW + "\n\n" + spaced + "\r\n"))
        .isEqualTo(
            ROW.replaceFirst("}$", ",")
                + predicted()
                + "\n"
                + spaced.strip().replaceFirst("}$", ",")
                + predicted()
                + "\n");
  }

  @Test
  void predictionsAloneAreWrittenOnRequest() {
    RowScoring.Options only = options(WrittenColumns.PREDICTIONS, Unlearned.REFUSE);
    assertThat(score(new RowScoring(SCORER, only), ROW)).isEqualTo("{" + predicted() + "\n");
  }

  /** A model of numbers and a category, of which CSV has cells. */
  private static Scorer flat() {
    return Scorer.of(FlatModel.of());
  }

  @ParameterizedTest
  @MethodSource("delimiters")
  void csvComesBackWithItsColumnsAndDelimiter(String delimiter) {
    String header = String.join(delimiter, "id", "x", "color");
    String row = String.join(delimiter, "\"a " + delimiter + " \"\"b\"\"\"", "1.5", "red");
    double number = flat().predict(Map.of("x", 1.5, "color", "red")).number();
    String expected = header + delimiter + "prediction\n" + row + delimiter + number + "\n";
    assertThat(score(new RowScoring(flat(), plain()), "\uFEFF" + header + "\r\n" + row + "\r\n"))
        .isEqualTo(expected);
  }

  static Stream<String> delimiters() {
    return Stream.of(",", ";", "\t", "|");
  }

  @Test
  void aGivenDelimiterIsNotDetected() {
    RowScoring.Options colon =
        new RowScoring.Options(
            RowFormat.CSV,
            () -> new CsvNotation(new FormatSpec.Csv(Header.PRESENT, ':'), Optional.empty()),
            WrittenColumns.PREDICTIONS,
            Unlearned.REFUSE);
    assertThat(score(new RowScoring(flat(), colon), "x:color\n1:red\n"))
        .isEqualTo("prediction\n" + flat().predict(Map.of("x", 1, "color", "red")).number() + "\n");
  }

  @Test
  void aHeaderWithoutRowsHasNoPredictions() {
    assertThat(score(new RowScoring(flat(), plain()), "x,color\n"))
        .isEqualTo("x,color,prediction\n");
  }

  static Stream<Arguments> csvFaults() {
    return Stream.of(
        Arguments.of("", "the input is empty (expected CSV with a header, or JSON lines)"),
        Arguments.of(
            "x\n1\n", "the header has no column color, which the model reads (columns: x)"),
        Arguments.of("x,color,x\n1,red,1\n", "two columns of the header are named \"x\""),
        Arguments.of("x,color,prediction\n", "there is a column prediction already"),
        Arguments.of("x,color\n1,red\n1,red,2\n", "row 2 (line 3): it has 3 fields (expected 2"),
        Arguments.of("x,color\n1\n", "row 1 (line 2): it has 1 field (expected 2"),
        Arguments.of("x,color\n\none,red\n", "row 1 (line 3): column x is not a number: \"one\""),
        Arguments.of("x,color\n,red\n", "row 1 (line 2): column x is missing"),
        Arguments.of("x,color\n1e400,red\n", "row 1 (line 2): column x is not finite: \"1e400\""),
        Arguments.of(
            "x,color\n1,red\n2,\"red\n",
            "row 2 (line 3): it is not CSV: a quoted field does not end"),
        Arguments.of(
            "x,color\n1,red\n2,\"red",
            "row 2 (line 3): it is not CSV: a quoted field does not end"),
        Arguments.of(
            "x,color\n1,red\n2,mauve\n",
            "row 2 (line 3): the model has not learned the category \"mauve\" of column color"));
  }

  @ParameterizedTest
  @MethodSource("csvFaults")
  void csvThatCannotBeScoredIsRefusedInOneLine(String input, String reason) {
    assertThatThrownBy(() -> score(new RowScoring(flat(), plain()), input))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("\n");
  }

  static Stream<Arguments> jsonFaults() {
    return Stream.of(
        Arguments.of("{\"age\":1}", "row 1 (line 1): there is no column income"),
        Arguments.of(ROW + "\n{\"age\":", "row 2 (line 2): it is not JSON"),
        Arguments.of(ROW + "\n7", "row 2 (line 2): it is not a JSON object"),
        Arguments.of(ROW + "\n" + ROW + " {}", "row 2 (line 2): there is more after the JSON"),
        Arguments.of(
            ROW.replace("\"age\":33", "\"age\":33,\"age\":34"),
            "row 1 (line 1): it is not JSON at column 16: Duplicate field 'age'"),
        Arguments.of(
            ROW.replace("[0.5,1,-2]", "[0.5,1]"), "column pixels holds 2 numbers (expected 3)"),
        Arguments.of(
            ROW.replace("[0.5,1,-2]", "[0.5,1,\"x\"]"),
            "column pixels: element 2 is not a number: \"x\""),
        Arguments.of(ROW.replace("28500.5", "null"), "column income is missing"),
        Arguments.of(
            ROW.replace("\"age\"", "\"prediction\":1,\"age\""),
            "there is a column prediction already"),
        Arguments.of(
            ROW.replace("\"M\"", "\"XL\""),
            "the model has not learned the category \"XL\" of column size"));
  }

  @ParameterizedTest
  @MethodSource("jsonFaults")
  void jsonThatCannotBeScoredIsRefusedInOneLine(String input, String reason) {
    assertThatThrownBy(() -> score(input))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("\n");
  }

  @Test
  void anUnseenCategoryCountsAsOtherWhereOthersWereLearnedWithOneWarning() {
    RowScoring scoring = new RowScoring(SCORER, plain());
    String mauve = ROW.replace("\"red\"", "\"mauve\"");
    score(scoring, ROW + "\n" + mauve + "\n" + mauve + "\n");
    assertThat(scoring.warnings())
        .containsExactly(
            "Row 2 and 1 more: the model has not learned the category \"mauve\" of column color;"
                + " it counts as one of the other categories of the training data");
  }

  @Test
  void anUnlearnedCategoryIsPredictedWithoutItOnRequest() {
    RowScoring scoring =
        new RowScoring(SCORER, options(WrittenColumns.PREDICTIONS, Unlearned.ACCEPT));
    Map<String, Object> row = TableModels.row();
    row.put("size", "XL");
    assertThat(score(scoring, ROW.replace("\"M\"", "\"XL\"")))
        .contains("\"probability_yes\":" + SCORER.predict(row).probability("yes"));
    assertThat(scoring.warnings())
        .containsExactly(
            "Row 1: the model has not learned the category \"XL\" of column size; it is predicted"
                + " without it");
  }

  @Test
  void rowsBeforeAFaultAreWritten() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] input = "x,color\n1,red\nx,red\n".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(
            () -> new RowScoring(flat(), plain()).score(new ByteArrayInputStream(input), out))
        .isInstanceOf(DataException.class);
    assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(2);
  }

  @Test
  void whatWasPredictedIsWrittenBeforeMoreIsAwaited() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Long> written = new ArrayList<>();
    List<String> parts = new ArrayList<>(List.of(ROW + "\n", ROW + "\n"));
    InputStream in =
        new InputStream() {
          @Override
          public int read() {
            throw new UnsupportedOperationException();
          }

          @Override
          public int read(byte[] bytes, int from, int length) {
            written.add(out.toString(StandardCharsets.UTF_8).lines().count());
            if (parts.isEmpty()) {
              return -1;
            }
            byte[] part = parts.remove(0).getBytes(StandardCharsets.UTF_8);
            System.arraycopy(part, 0, bytes, from, part.length);
            return part.length;
          }

          @Override
          public int available() {
            return 0;
          }
        };
    new RowScoring(SCORER, plain()).score(in, out);
    assertThat(written).startsWith(0L, 1L, 2L);
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    byte[] latin = "x,color\n1,gr\u00fcn\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(
            () ->
                new RowScoring(flat(), plain())
                    .score(new ByteArrayInputStream(latin), new ByteArrayOutputStream()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void anOutputThatCannotBeWrittenIsReported() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    assertThatThrownBy(
            () ->
                new RowScoring(SCORER, plain())
                    .score(new ByteArrayInputStream(ROW.getBytes(StandardCharsets.UTF_8)), full))
        .isInstanceOf(DataException.class)
        .hasMessage("Cannot write predictions: No space left on device");
  }

  @Test
  void quantilesHaveTheirColumns() {
    Model model =
        TableModels.of(
            OutputLoss.QUANTILES_PINBALL,
            List.of(Activation.TANH),
            Precision.FLOAT64,
            new Outcome.Numbers(List.of("price")),
            Decision.NONE);
    assertThat(score(new RowScoring(Scorer.of(model), plain()), ROW))
        .contains("\"prediction_q0.1\":", "\"prediction_q0.5\":", "\"prediction_q0.9\":");
  }
}
