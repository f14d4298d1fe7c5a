package org.tributary.core.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionRuleTest {
  @Test
  void theLargestOutputOfARowNamesTheClassAndTheFirstOfEquals() {
    double[] outputs = {0.2, 0.5, 0.3, 0.4, 0.2, 0.4, -3, -2, -1};
    assertThat(PredictionRule.classIndex(outputs, 0, 3)).isEqualTo(1);
    assertThat(PredictionRule.classIndex(outputs, 3, 3)).isZero();
    assertThat(PredictionRule.classIndex(outputs, 6, 3)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.5, 0", "0.5000000000000001, 1", "1, 1"})
  void aSingleOutputAboveOneHalfNamesTheSecondClass(double output, int expected) {
    assertThat(PredictionRule.classIndex(new double[] {0.9, output}, 1, 1)).isEqualTo(expected);
    // As the largest of the probabilities of both classes.
    assertThat(PredictionRule.classIndex(new double[] {1 - output, output}, 0, 2))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0, false", "0.49999999999999994, false", "0.5, true", "1, true"})
  void aLabelIsPredictedFromOneHalfOn(double probability, boolean expected) {
    assertThat(PredictionRule.hasLabel(probability)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void theFirstOutputThatIsNotFiniteIsFound(double output) {
    double[] outputs = {output, 1, 2, output, output};
    assertThat(PredictionRule.notFinite(outputs, 1, 5)).hasValue(3);
    assertThat(PredictionRule.notFinite(outputs, 1, 3)).isEmpty();
    assertThat(PredictionRule.notFinite(outputs, 3, 3)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0.2, 0.2, 0", "0.2000001, 0.2, 1", "0.9, 0.95, 0", "0, 0, 0", "1, 1, 0"})
  void aThresholdDecidesBetweenTwoClasses(double output, double threshold, int expected) {
    OptionalDouble limit = OptionalDouble.of(threshold);
    assertThat(PredictionRule.classIndex(new double[] {0.3, output}, 1, 1, limit))
        .isEqualTo(expected);
    assertThat(PredictionRule.classIndex(new double[] {1 - output, output}, 0, 2, limit))
        .isEqualTo(expected);
  }

  @Test
  void withoutAThresholdTheLargestOutputNamesTheClass() {
    double[] outputs = {0.2, 0.5, 0.3};
    assertThat(PredictionRule.classIndex(outputs, 0, 3, OptionalDouble.empty())).isEqualTo(1);
  }
}
