package org.tributary.core.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Precision;
import org.tributary.core.model.Decision;
import org.tributary.core.model.MixedModel;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import org.tributary.core.model.Models;

class NamedRowsTest {
  private static final Model MODEL = MixedModel.classifier();
  private static final Scorer SCORER = Scorer.of(MODEL);

  private record Person(
      int age,
      double income,
      String color,
      String size,
      boolean member,
      LocalDate since,
      List<Double> pixels) {}

  private static Map<String, Object> row(String column, Object value) {
    Map<String, Object> row = MixedModel.row();
    row.put(column, value);
    return row;
  }

  static Stream<Arguments> sameCells() {
    return Stream.of(
        Arguments.of("age", 33, List.of("33", 33L, 33.0f, new BigDecimal("33.0"), " 3.3e1 ")),
        Arguments.of("age", null, List.of("", "NA", Double.NaN, Float.NaN)),
        Arguments.of("color", "3", List.of(3, 3.0, "3.0", new BigDecimal("3.00"), "+3")),
        Arguments.of("color", "mauve", List.of("blue", 17)),
        Arguments.of("member", true, List.of("yes", "T", 1, "1")),
        Arguments.of(
            "since",
            "2022-05-17",
            List.of(
                LocalDate.of(2022, 5, 17),
                LocalDateTime.of(2022, 5, 17, 0, 0),
                Date.valueOf("2022-05-17"),
                Timestamp.from(Instant.parse("2022-05-17T00:00:00Z")),
                Instant.parse("2022-05-17T00:00:00Z"),
                OffsetDateTime.parse("2022-05-17T02:00:00+02:00"))),
        Arguments.of(
            "pixels",
            new double[] {0.5, 1, -2},
            List.of(new float[] {0.5f, 1, -2}, List.of(0.5, 1, "-2"))));
  }

  @ParameterizedTest
  @MethodSource("sameCells")
  void aCellMeansTheSameInEveryForm(String column, Object value, List<Object> others) {
    double[] expected = SCORER.predict(row(column, value)).probabilities();
    for (Object other : others) {
      assertThat(SCORER.predict(row(column, other)).probabilities())
          .as("%s", other)
          .containsExactly(expected);
    }
  }

  @Test
  void aRecordAMapAndAColumnBatchPredictTheSame() {
    Person person =
        new Person(
            33, 28_500.5, "red", "M", true, LocalDate.of(2022, 5, 17), List.of(0.5, 1.0, -2.0));
    Map<String, Object> columns = new HashMap<>();
    columns.put("age", new int[] {33});
    columns.put("income", new double[] {28_500.5});
    columns.put("color", List.of("red"));
    columns.put("size", new String[] {"M"});
    columns.put("member", new boolean[] {true});
    columns.put("since", List.of(LocalDate.of(2022, 5, 17)));
    columns.put("pixels", new double[][] {{0.5, 1, -2}});
    double[] expected = SCORER.predict(MixedModel.row()).probabilities();
    assertThat(SCORER.predict(person).probabilities()).containsExactly(expected);
    assertThat(SCORER.predictAll(ColumnBatch.of(columns)).get(0).probabilities())
        .containsExactly(expected);
    assertThat(SCORER.predictAll(List.of(MixedModel.row())).get(0).probabilities())
        .containsExactly(expected);
  }

  @Test
  void rowsTogetherPredictWhatEachAloneDoes() {
    List<Map<String, Object>> rows = MixedModel.rows(2 * Scorer.CHUNK_ROWS + 3);
    List<Prediction> together = SCORER.predictAll(rows);
    for (int r = 0; r < rows.size(); r++) {
      // Probabilities in float32: sums of 16 terms, a few of whose last bits differ.
      assertThat(SCORER.predict(rows.get(r)).probabilities())
          .containsExactly(together.get(r).probabilities(), within(1e-6));
    }
  }

  @Test
  void aModelIsLoadedFromItsDirectory(@TempDir Path directory) throws Exception {
    Scorer loaded = Scorer.load(Models.write(MODEL, directory.resolve("model")));
    assertThat(loaded.predict(MixedModel.row()).probabilities())
        .containsExactly(SCORER.predict(MixedModel.row()).probabilities());
    assertThatThrownBy(() -> Scorer.load(directory))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("there is no model.json in it");
  }

  @Test
  void aColumnThatNoInputComesFromNeedNotBeThere() {
    assertThat(MixedModel.row()).doesNotContainKey("unused");
    assertThat(SCORER.predict(row("unused", "anything")).className())
        .isEqualTo(SCORER.predict(MixedModel.row()).className());
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of("age", "old", "column age is not a number: \"old\""),
        Arguments.of("age", "1e999", "column age is not finite: \"1e999\""),
        Arguments.of("age", Double.NEGATIVE_INFINITY, "column age is not finite: -Infinity"),
        Arguments.of(
            "income",
            null,
            "column income is missing, and the model was trained without missing cells in it"),
        Arguments.of("member", "perhaps", "column member is not of the kind boolean: \"perhaps\""),
        Arguments.of("since", "May", "column since is not of the kind date: \"May\""),
        Arguments.of("since", 19_000, "column since is not of the kind date: 19000"),
        Arguments.of("pixels", new double[4], "column pixels holds 4 numbers (expected 3)"),
        Arguments.of("pixels", 1, "column pixels holds 1 numbers (expected 3)"),
        Arguments.of("pixels", null, "column pixels is missing (expected 3 numbers)"),
        Arguments.of(
            "pixels", List.of(1, "x", 2), "column pixels: element 1 is not a number: \"x\""));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aCellThatIsNotWhatItsColumnHoldsIsRefused(String column, Object value, String reason) {
    assertThatThrownBy(() -> SCORER.predict(row(column, value)))
        .isInstanceOf(RowException.class)
        .hasMessage("Cannot score the row: " + reason);
    List<Map<String, Object>> rows = List.of(MixedModel.row(), row(column, value));
    assertThatThrownBy(() -> SCORER.predictAll(rows))
        .hasMessage("Cannot score row 1: " + reason)
        .isInstanceOfSatisfying(RowException.class, e -> assertThat(e.row()).hasValue(1));
  }

  @Test
  void aColumnThatIsNotThereIsRefusedByName() {
    Map<String, Object> row = MixedModel.row();
    row.remove("size");
    assertThatThrownBy(() -> SCORER.predict(row))
        .hasMessageStartingWith("Cannot score the row: there is no column size");
    assertThatThrownBy(() -> SCORER.predictAll(ColumnBatch.of(Map.of("age", new int[] {1}))))
        .hasMessageStartingWith("Cannot score the row: there is no column income");
    assertThatThrownBy(() -> ColumnBatch.of(new LinkedHashMap<>(Map.of("age", 3))))
        .hasMessageContaining("column age is a java.lang.Integer (expected an array or a list");
  }

  @Test
  void columnsOfDifferentLengthsAreRefused() {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("age", new int[2]);
    columns.put("income", new double[3]);
    assertThatThrownBy(() -> ColumnBatch.of(columns))
        .hasMessage("Invalid batch: column income has 3 rows (expected 2, as the columns before)");
  }

  @Test
  void aPredictionOfClassesNamesOneAndGivesEachAProbability() {
    Prediction prediction = SCORER.predict(MixedModel.row());
    double[] p = prediction.probabilities();
    assertThat(p[0] + p[1] + p[2]).isEqualTo(1, within(1e-6));
    assertThat(prediction.className()).isEqualTo("class " + prediction.classIndex());
    assertThat(prediction.probability("class 1")).isEqualTo(p[1]);
    assertThat(new ArrayList<>(prediction.byColumn().keySet()))
        .containsExactly(
            "prediction", "probability_class 0", "probability_class 1", "probability_class 2");
    assertThatThrownBy(() -> prediction.probability("none"))
        .hasMessageContaining("the model has the classes [class 0, class 1, class 2]");
    assertThatThrownBy(prediction::number).isInstanceOf(ModelException.class);
  }

  @Test
  void aPredictionOfNumbersHasTheirNames() {
    Model one = MixedModel.of(OutputLoss.QUANTILES_PINBALL, Precision.FLOAT64, Models.numbers(1));
    assertThat(Scorer.of(one).predict(MixedModel.row()).byColumn().keySet())
        .containsExactly("prediction_q0.1", "prediction_q0.5", "prediction_q0.9");
    Model many =
        MixedModel.of(OutputLoss.IDENTITY_SQUARED_ERROR, Precision.FLOAT64, Models.numbers(2));
    Prediction prediction = Scorer.of(many).predict(MixedModel.row());
    assertThat(prediction.byColumn().keySet()).containsExactly("prediction_y0", "prediction_y1");
    assertThatThrownBy(prediction::className)
        .hasMessageContaining("the model predicts numbers, [prediction_y0, prediction_y1]");
  }

  @Test
  void theThresholdOfTheModelDecides() {
    Outcome outcome = new Outcome.Classes("label", List.of("no", "yes"), 1);
    Model plain = MixedModel.of(OutputLoss.SIGMOID_CROSS_ENTROPY, Precision.FLOAT64, outcome);
    double p = Scorer.of(plain).predict(MixedModel.row()).probability("yes");
    Model model =
        new Model(
            plain.topology(),
            plain.precision(),
            plain.theta(),
            plain.preparation(),
            plain.columns(),
            plain.provenance(),
            new Decision(1, java.util.OptionalDouble.of(p)));
    assertThat(Scorer.of(model).predict(MixedModel.row()).className()).isEqualTo("no");
    assertThat(
            Scorer.of(
                    new Model(
                        plain.topology(),
                        plain.precision(),
                        plain.theta(),
                        plain.preparation(),
                        plain.columns(),
                        plain.provenance(),
                        new Decision(1, java.util.OptionalDouble.of(Math.nextDown(p)))))
                .predict(MixedModel.row())
                .className())
        .isEqualTo("yes");
  }
}
