package org.tributary.core.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Precision;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import org.tributary.core.model.Models;
import org.tributary.core.preparation.Standardization;

class ScorerTest {
  /** The network by the textbook: one row, double precision, no kernels. */
  private static double[] byHand(Model model, double[] raw) {
    Standardization standardization = Models.standardization();
    double[] a = new double[raw.length];
    Arrays.setAll(a, j -> (raw[j] - standardization.mean(j)) / standardization.deviation(j));
    double[] theta = model.theta();
    for (int l = 0; l < model.layout().layers(); l++) {
      DenseMatrix weights = model.layout().theta(theta, l);
      double[] z = new double[weights.numRows()];
      for (int i = 0; i < z.length; i++) {
        z[i] = weights.apply(i, 0);
        for (int j = 0; j < a.length; j++) {
          z[i] += weights.apply(i, j + 1) * a[j];
        }
      }
      a = new double[z.length];
      if (l + 1 == model.layout().layers()) {
        model.topology().outputLoss().outputs(z, a, model.topology().lossParameters());
      } else {
        for (int i = 0; i < z.length; i++) {
          a[i] = model.topology().hidden().get(l).activation().value(z[i]);
        }
      }
    }
    return a;
  }

  static Stream<Model> everyKind() {
    return Models.everyKind();
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void outputsAreThoseOfTheTextbook(Model model) {
    Scorer scorer = Scorer.of(model);
    double[] rows = Models.rows(9);
    for (int r = 0; r < 9; r++) {
      double[] raw = Arrays.copyOfRange(rows, r * Models.INPUTS, (r + 1) * Models.INPUTS);
      double[] expected = byHand(model, raw);
      // Nine layers of five terms round some fifty times; 100 ulps of numbers below 10 leave room.
      double tolerance = model.precision() == Precision.FLOAT64 ? 1e-12 : 1e-4;
      assertThat(scorer.outputs(raw)).containsExactly(expected, within(tolerance));
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 2, Scorer.CHUNK_ROWS - 1, Scorer.CHUNK_ROWS, 2 * Scorer.CHUNK_ROWS + 3})
  void rowsTogetherScoreAsEachAlone(int rows) {
    Model model = Models.classifier(Precision.FLOAT64);
    Scorer scorer = Scorer.of(model);
    double[] raw = Models.rows(rows);
    double[] together = new double[rows * 3];
    scorer.outputs(raw, rows, together);
    double[] alone = new double[rows * 3];
    for (int r = 0; r < rows; r++) {
      double[] row = Arrays.copyOfRange(raw, r * Models.INPUTS, (r + 1) * Models.INPUTS);
      System.arraycopy(scorer.outputs(row), 0, alone, r * 3, 3);
    }
    // Probabilities: the order of five additions moves them by a few ulps of 1.
    assertThat(together).containsExactly(alone, within(1e-14));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void aCallDoesNotDependOnTheCallsBefore(Precision precision) {
    Scorer scorer = Scorer.of(Models.classifier(precision));
    double[] raw = Models.rows(5);
    double[] first = new double[15];
    double[] again = new double[15];
    scorer.outputs(raw, 5, first);
    scorer.outputs(new double[] {Double.NaN, 1e30, -1e30, 0, 1});
    scorer.outputs(raw, 5, again);
    assertThat(again).containsExactly(first);
  }

  @Test
  void theLargestOutputNamesTheClassAndTheFirstOfEquals() {
    Scorer scorer = Scorer.of(Models.classifier(Precision.FLOAT32));
    double[] outputs = {0.2, 0.5, 0.3, 0.4, 0.2, 0.4};
    assertThat(scorer.classIndex(outputs, 0)).isEqualTo(1);
    assertThat(scorer.classIndex(outputs, 1)).isEqualTo(0);
  }

  @Test
  void aSingleOutputIsTheProbabilityOfTheSecondClass() {
    Scorer scorer = Scorer.of(Models.binary());
    double[] raw = Models.rows(1);
    double p = scorer.outputs(raw)[0];
    assertThat(scorer.probabilities(raw)).containsExactly(1 - p, p);
    assertThat(scorer.classIndex(new double[] {0.5, 0.500001}, 0)).isEqualTo(0);
    assertThat(scorer.classIndex(new double[] {0.5, 0.500001}, 1)).isEqualTo(1);
  }

  @Test
  void theClassOfARowIsThatOfItsOutputs() {
    Model linear =
        Models.model(
            OutputLoss.SOFTMAX_CROSS_ENTROPY, List.of(), Precision.FLOAT32, Models.classes(3));
    Scorer scorer = Scorer.of(linear);
    double[] rows = Models.rows(50);
    Set<Integer> seen = new HashSet<>();
    for (int r = 0; r < 50; r++) {
      double[] raw = Arrays.copyOfRange(rows, r * Models.INPUTS, (r + 1) * Models.INPUTS);
      double[] h = scorer.outputs(raw);
      int predicted = scorer.classIndex(raw);
      assertThat(h[predicted]).isEqualTo(Arrays.stream(h).max().orElseThrow());
      seen.add(predicted);
    }
    assertThat(seen).as("classes that the rows reach").containsExactlyInAnyOrder(0, 1, 2);
  }

  @Test
  void outputsThatAreNotFiniteAreNoClass() {
    Scorer scorer = Scorer.of(Models.classifier(Precision.FLOAT32));
    assertThatThrownBy(() -> scorer.classIndex(new double[] {0, Double.NaN, 0, 0, 0}))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "Cannot predict a class: output 0 of row 0 is NaN (expected a finite number); check"
                + " the row's features for missing values and values far from those of the"
                + " training data");
    assertThatThrownBy(
            () -> scorer.classIndex(new double[] {0, 1, 0, 0, Double.POSITIVE_INFINITY, 1}, 1))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Cannot predict a class: output 1 of row 1 is Infinity");
  }

  @Test
  void numbersAreNoClasses() {
    Model model =
        Models.model(
            OutputLoss.IDENTITY_SQUARED_ERROR, List.of(), Precision.FLOAT64, Models.numbers(1));
    assertThatThrownBy(() -> Scorer.of(model).classIndex(Models.rows(1)))
        .isInstanceOf(ModelException.class)
        .hasMessage("Cannot predict a class: the model's outcome is numbers, [y0]");
  }

  @Test
  void outputsOfLeastSquaresAreNoProbabilities() {
    Model model =
        Models.model(
            OutputLoss.IDENTITY_SQUARED_ERROR,
            List.of(),
            Precision.FLOAT64,
            new Outcome.Classes("label", List.of("a", "b"), 2));
    assertThatThrownBy(() -> Scorer.of(model).probabilities(Models.rows(1)))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Cannot predict probabilities");
  }

  @Test
  void refusesRowsOfAnotherWidth() {
    Scorer scorer = Scorer.of(Models.binary());
    assertThatThrownBy(() -> scorer.outputs(new double[4]))
        .hasMessage("Cannot score 1 rows of 4 numbers in all (expected 5 a row)");
    assertThatThrownBy(() -> scorer.outputs(new double[10], 2, new double[1]))
        .hasMessage("Cannot score 2 rows into 1 numbers (expected 1 a row)");
  }
}
