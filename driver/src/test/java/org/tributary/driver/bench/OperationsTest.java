package org.tributary.driver.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationsTest {

  // Counted by hand: 4 * 784 * first + 6 * (first * second + second * 10).
  @ParameterizedTest
  @CsvSource({"W1, 229120", "W2, 1007104", "W3, 9564160"})
  void aGradientTakesFourOperationsAWeightInTheFirstLayerAndSixInTheOthers(
      BenchmarkNetwork work, double operations) {
    assertThat(Operations.ofGradient(work.topology())).isEqualTo(operations);
  }

  @Test
  void aSquareProductTakesTwoOperationsAnElementAndStep() {
    assertThat(Operations.ofProduct(2048)).isEqualTo(17_179_869_184.0);
  }

  @Test
  void widerMeansWiderHiddenLayersAlone() {
    assertThat(BenchmarkNetwork.W2.topology(4)).hasToString("784-1024-512-10");
  }
}
