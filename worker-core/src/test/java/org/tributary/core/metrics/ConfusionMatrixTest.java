package org.tributary.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
  /** A quotient and a sum over ten classes, each rounded to 1e-16. */
  private static final Offset<Double> ROUNDING = within(2e-15);

  /** Returns the confusion matrix of a linear classifier of handwritten digits. */
  static ConfusionMatrix digits() {
    double[][] table = Expected.table("digits.csv");
    ConfusionMatrix matrix = new ConfusionMatrix(table.length);
    for (int t = 0; t < table.length; t++) {
      for (int p = 0; p < table.length; p++) {
        matrix.add(t, p, table[t][p]);
      }
    }
    return matrix;
  }

  @Test
  void metricsOfEachClassMatchScikitLearn() {
    ConfusionMatrix matrix = digits();
    Map<String, double[]> expected = Expected.metrics("digits-expected.csv");
    assertThat(values(matrix::precision)).containsExactly(expected.get("precision"), ROUNDING);
    assertThat(values(matrix::recall)).containsExactly(expected.get("recall"), ROUNDING);
    assertThat(values(matrix::f1)).containsExactly(expected.get("f1"), ROUNDING);
    assertThat(values(matrix::classAccuracy))
        .containsExactly(expected.get("classAccuracy"), ROUNDING);
    assertThat(values(matrix::support)).containsExactly(expected.get("support"));
  }

  @Test
  void metricsOfTheWholeMatchScikitLearn() {
    ConfusionMatrix matrix = digits();
    Map<String, double[]> expected = Expected.metrics("digits-expected.csv");
    assertThat(matrix.total()).isEqualTo(10_000);
    assertThat(matrix.correct()).isEqualTo(9_170);
    assertThat(matrix.accuracy()).isCloseTo(expected.get("accuracy")[0], ROUNDING);
    assertThat(matrix.errorRate()).isCloseTo(expected.get("errorRate")[0], ROUNDING);
    assertThat(new double[] {matrix.macroPrecision(), matrix.macroRecall(), matrix.macroF1()})
        .containsExactly(expected.get("macro"), ROUNDING);
    assertThat(
            new double[] {matrix.weightedPrecision(), matrix.weightedRecall(), matrix.weightedF1()})
        .containsExactly(expected.get("weighted"), ROUNDING);
  }

  @Test
  void samplesAreCountedByTargetDownAndPredictionAcross() {
    ConfusionMatrix matrix = new ConfusionMatrix(2);
    matrix.add(0, 1);
    matrix.add(0, 1);
    matrix.add(1, 1, 3);
    assertThat(matrix.weight(0, 1)).isEqualTo(2);
    assertThat(matrix.weight(1, 0)).isZero();
    assertThat(matrix.support(0)).isEqualTo(2);
    assertThat(matrix.predicted(1)).isEqualTo(5);
  }

  @Test
  void anEmptyMatrixHasZerosForQuotientsOfNothingAndNoAccuracy() {
    ConfusionMatrix empty = new ConfusionMatrix(3);
    assertThat(empty.total()).isZero();
    assertThat(empty.precision(0)).isZero();
    assertThat(empty.recall(0)).isZero();
    assertThat(empty.f1(0)).isZero();
    assertThat(empty.macroF1()).isZero();
    assertThat(empty.weightedF1()).isZero();
    assertThat(empty.accuracy()).isNaN();
    assertThat(empty.errorRate()).isNaN();
    assertThat(empty.classAccuracy(0)).isNaN();
  }

  @Test
  void aClassThatNeverOccursCountsAsZeroInTheMacroAverage() {
    ConfusionMatrix matrix = new ConfusionMatrix(2);
    matrix.add(0, 0, 5);
    assertThat(matrix.f1(1)).isZero();
    assertThat(matrix.macroF1()).isEqualTo(0.5);
    assertThat(matrix.weightedF1()).isEqualTo(1);
    assertThat(matrix.classAccuracy(1)).isEqualTo(1);
  }

  @Test
  void weightsAreSummedExactlyInAnyOrder() {
    ConfusionMatrix some = new ConfusionMatrix(2);
    ConfusionMatrix others = new ConfusionMatrix(2);
    some.add(0, 0, 0.1);
    some.add(0, 1, 1);
    others.add(0, 0, 0.2);
    others.add(0, 0, 1e17);
    others.add(0, 0, -0.0);
    ConfusionMatrix sum = new ConfusionMatrix(2).merge(others).merge(some);
    assertThat(sum).isEqualTo(new ConfusionMatrix(2).merge(some).merge(others));
    assertThat(some.weight(0, 0)).isEqualTo(0.1);
    assertThat(some.accuracy()).isEqualTo(0.1 / 1.1);
    assertThat(sum.support(0)).isEqualTo(1e17 + 1.3);
  }

  @Test
  void memoryGrowsWithThePairsThatOccur() {
    // All pairs of so many classes would take 16 GiB.
    ConfusionMatrix matrix = new ConfusionMatrix(46_340);
    for (int c = 0; c < 46_340; c++) {
      matrix.add(c, c / 2);
    }
    assertThat(matrix.total()).isEqualTo(46_340);
    assertThat(matrix.weight(46_339, 23_169)).isEqualTo(1);
    assertThat(matrix.correct()).isEqualTo(1);
  }

  @Test
  void mergingWithAnEmptyOneOnEitherSideChangesNothing() {
    assertThat(digits().merge(new ConfusionMatrix(10))).isEqualTo(digits());
    assertThat(new ConfusionMatrix(10).merge(digits())).isEqualTo(digits());
  }

  @Test
  void mergedPartsEqualTheWholeInAnyOrder() {
    ConfusionMatrix[] parts = new ConfusionMatrix[3];
    ConfusionMatrix whole = new ConfusionMatrix(4);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = new ConfusionMatrix(4);
      for (int s = 0; s < 50 * i; s++) {
        parts[i].add(s % 4, s * 7 % 3);
        whole.add(s % 4, s * 7 % 3);
      }
    }
    assertThat(new ConfusionMatrix(4).merge(parts[0]).merge(parts[1]).merge(parts[2]))
        .isEqualTo(whole);
    assertThat(new ConfusionMatrix(4).merge(parts[2]).merge(parts[0]).merge(parts[1]))
        .isEqualTo(whole)
        .hasSameHashCodeAs(whole);
  }

  @Test
  void aMatrixSurvivesSerialisation() throws Exception {
    assertThat(Serialized.copy(digits())).isEqualTo(digits());
  }

  @Test
  void illegalUseIsRefusedWithItsReason() {
    ConfusionMatrix matrix = new ConfusionMatrix(3);
    assertThatThrownBy(() -> new ConfusionMatrix(0))
        .hasMessage("Invalid number of classes: 0 (expected 1 to 46340)");
    // 1 * 3 - 1 would be an index of the array.
    assertThatThrownBy(() -> matrix.add(1, -1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("Invalid class: target 1, prediction -1 (expected 0 to 2)");
    assertThatThrownBy(() -> matrix.add(1, 1, -1))
        .hasMessage("Invalid weight: -1.0 (expected a finite number, 0 or more)");
    assertThatThrownBy(() -> matrix.merge(new ConfusionMatrix(2)))
        .hasMessage("Cannot merge confusion matrices: 3 and 2 classes");
  }

  private static double[] values(IntToDoubleFunction measure) {
    return IntStream.range(0, 10).mapToDouble(measure).toArray();
  }
}
