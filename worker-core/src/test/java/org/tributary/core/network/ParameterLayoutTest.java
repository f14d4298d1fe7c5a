package org.tributary.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;

class ParameterLayoutTest {
  /** Theta^(1) is 3 x 3 at 0, Theta^(2) is 4 x 4 at 9, Theta^(3) is 1 x 5 at 25. */
  private static final ParameterLayout LAYOUT = layout(2, 1, 3, 4);

  static Stream<ParameterLayout> layouts() {
    return Stream.of(layout(1, 1), layout(5, 3), layout(2, 1, 3, 4), layout(4, 2, 1, 1, 7));
  }

  @Test
  void layersFollowOneAnother() {
    assertThat(LAYOUT.layers()).isEqualTo(3);
    assertThat(IntStream.range(0, 3).map(LAYOUT::rows)).containsExactly(3, 4, 1);
    assertThat(IntStream.range(0, 3).map(LAYOUT::columns)).containsExactly(3, 4, 5);
    assertThat(IntStream.range(0, 3).map(LAYOUT::offset)).containsExactly(0, 9, 25);
    assertThat(LAYOUT.size()).isEqualTo(30);
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void everyParameterBelongsToTheLayerWhoseRangeHoldsIt(ParameterLayout layout) {
    for (int l = 0; l < layout.layers(); l++) {
      int end = layout.offset(l) + layout.rows(l) * layout.columns(l);
      for (int i = layout.offset(l); i < end; i++) {
        assertThat(layout.layerOf(i)).isEqualTo(l);
        assertThat(layout.isBias(i)).isEqualTo((i - layout.offset(l)) % layout.columns(l) == 0);
      }
      assertThat(l + 1 < layout.layers() ? layout.offset(l + 1) : layout.size()).isEqualTo(end);
    }
  }

  @Test
  void biasesAreTheFirstColumns() {
    assertThat(IntStream.range(0, LAYOUT.size()).filter(LAYOUT::isBias))
        .containsExactly(0, 3, 6, 9, 13, 17, 21, 25);
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void rowsLeadFromBiasToBiasThroughAllParameters(ParameterLayout layout) {
    List<Integer> biases = new ArrayList<>();
    int bias = 0;
    while (bias < layout.size()) {
      biases.add(bias);
      int end = layout.rowEnd(bias);
      assertThat(end - bias).isEqualTo(layout.columns(layout.layerOf(bias)));
      bias = end;
    }
    assertThat(bias).isEqualTo(layout.size());
    assertThat(biases)
        .isEqualTo(IntStream.range(0, layout.size()).filter(layout::isBias).boxed().toList());
  }

  @Test
  void rolledMatrixHoldsItsRowsInOrder() {
    DenseMatrix theta = LAYOUT.theta(counting(LAYOUT), 1);
    assertThat(theta.numRows()).isEqualTo(4);
    assertThat(theta.numCols()).isEqualTo(4);
    assertThat(theta.apply(0, 0)).isEqualTo(9);
    assertThat(theta.apply(0, 3)).isEqualTo(12);
    assertThat(theta.apply(2, 1)).isEqualTo(9 + 2 * 4 + 1);
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void unrollUndoesRoll(ParameterLayout layout) {
    double[] theta = counting(layout);
    DenseMatrix[] rolled =
        IntStream.range(0, layout.layers())
            .mapToObj(l -> layout.theta(theta, l))
            .toArray(DenseMatrix[]::new);
    assertThat(layout.unroll(rolled)).isEqualTo(theta);
  }

  @Test
  void unrollReadsColumnMajorMatrices() {
    ParameterLayout layout = layout(2, 2);
    DenseMatrix columnMajor = new DenseMatrix(2, 3, new double[] {0, 3, 1, 4, 2, 5});
    assertThat(layout.unroll(columnMajor)).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void rolledMatrixHasItsOwnValues() {
    double[] theta = counting(LAYOUT);
    DenseMatrix rolled = LAYOUT.theta(theta, 0);
    theta[0] = 100;
    assertThat(rolled.apply(0, 0)).isZero();
  }

  @Test
  void anotherNumberOfMatricesIsRefused() {
    assertThatThrownBy(() -> LAYOUT.unroll(DenseMatrix.zeros(3, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot unroll 1 matrices: 2-3-4-1 has 3");
  }

  @Test
  void matrixOfAnotherShapeIsRefused() {
    assertThatThrownBy(
            () ->
                LAYOUT.unroll(
                    DenseMatrix.zeros(3, 3), DenseMatrix.zeros(4, 5), DenseMatrix.zeros(1, 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot unroll Theta^(2) of 4 x 5: expected 4 x 4");
  }

  @Test
  void moreParametersThanAnArrayHoldsAreRefused() {
    assertThatThrownBy(() -> layout(50_000, 50_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid topology: 50000-50000 has more than 2^31 - 1 parameters");
    int most = Integer.MAX_VALUE;
    for (ThrowingCallable widest :
        List.<ThrowingCallable>of(
            () -> layout(most, 1), () -> layout(1, most), () -> layout(1, 1, most))) {
      assertThatThrownBy(widest).hasMessageContaining("has more than 2^31 - 1 parameters");
    }
  }

  private static double[] counting(ParameterLayout layout) {
    double[] theta = new double[layout.size()];
    Arrays.setAll(theta, i -> i);
    return theta;
  }

  private static ParameterLayout layout(int inputs, int outputs, int... hidden) {
    List<HiddenLayer> layers =
        Arrays.stream(hidden).mapToObj(units -> new HiddenLayer(units, Activation.TANH)).toList();
    return new ParameterLayout(
        new Topology(inputs, layers, outputs, OutputLoss.IDENTITY_SQUARED_ERROR));
  }
}
