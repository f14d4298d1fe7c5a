package org.tributary.core.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LossParametersTest {

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void huberRefusesADeltaThatIsNotPositive(double delta) {
    assertThatThrownBy(() -> new LossParameters.Huber(delta))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid delta of the Huber loss: %s (expected a positive number)", delta);
  }

  static Stream<List<Double>> invalidLevels() {
    return Stream.of(
        List.of(),
        List.of(0.0),
        List.of(0.5, 1.0),
        List.of(-0.1),
        List.of(Double.NaN),
        List.of(0.5, 0.5),
        List.of(0.9, 0.1));
  }

  @ParameterizedTest
  @MethodSource("invalidLevels")
  void quantilesRefuseLevelsOutOfRangeOrOrder(List<Double> levels) {
    assertThatThrownBy(() -> new LossParameters.Quantiles(levels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid quantile levels: %s (expected one or several increasing numbers between 0"
                + " and 1)",
            levels);
  }

  @Test
  void outputsAreNamedByTargetAndThenByLevel() {
    LossParameters quantiles = new LossParameters.Quantiles(List.of(0.05, 0.5));
    assertThat(quantiles.outputsPerTarget()).isEqualTo(2);
    assertThat(quantiles.outputNames(List.of("a", "b")))
        .containsExactly("a_q0.05", "a_q0.5", "b_q0.05", "b_q0.5");
    assertThat(LossParameters.none().outputsPerTarget()).isEqualTo(1);
    assertThat(LossParameters.Huber.DEFAULT.outputNames(List.of("a", "b")))
        .containsExactly("a", "b");
  }
}
