package org.tributary.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.data.Inputs.Csr;
import org.tributary.core.data.Inputs.Dense;
import org.tributary.core.kernel.Kernel;

class InputsTest {
  private static final int FEATURES = 3;

  /** Rows (5, 0, 7), (0, 0, 0) and (0, -2, 0), led by 1. */
  private static final double[] AUGMENTED = {1, 5, 0, 7, 1, 0, 0, 0, 1, 0, -2, 0};

  private static <A> Csr<A> csr(Kernel<A> kernel) {
    A values = kernel.fromDoubles(new double[] {5, 7, -2});
    return new Csr<>(FEATURES, new int[] {0, 2, 2, 3}, new int[] {0, 2, 1}, values);
  }

  private static <A> double[] values(Dense<A> dense, Kernel<A> kernel) {
    return kernel.toDoubles(dense.values());
  }

  static Kernel<?>[] kernels() {
    return new Kernel<?>[] {Kernel.float32(), Kernel.float64()};
  }

  @ParameterizedTest
  @MethodSource("kernels")
  <A> void sparseRowsStandForDenseOnesLedByOne(Kernel<A> kernel) {
    Dense<A> dense = csr(kernel).toDense(kernel);
    assertThat(dense.features()).isEqualTo(FEATURES);
    assertThat(values(dense, kernel)).containsExactly(AUGMENTED);
  }

  @Test
  void aStoredZeroMeansWhatLeavingItOutMeans() {
    Kernel<double[]> kernel = Kernel.float64();
    int[] columns = {0, 1, 2, 2, 1};
    Csr<double[]> csr =
        new Csr<>(FEATURES, new int[] {0, 3, 4, 5}, columns, new double[] {5, 0, 7, 0, -2});
    assertThat(values(csr.toDense(kernel), kernel)).containsExactly(AUGMENTED);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  <A> void firstRowsAreACopyStoredInTheSameWay(Kernel<A> kernel) {
    Csr<A> sparse = csr(kernel);
    Csr<A> head = sparse.firstRows(1, kernel);
    assertThat(head.rowPointers()).containsExactly(0, 2);
    assertThat(head.columns()).containsExactly(0, 2);
    assertThat(kernel.toDoubles(head.values())).containsExactly(5, 7);
    assertThat(head.values()).isNotSameAs(sparse.values());

    Dense<A> dense = sparse.toDense(kernel);
    assertThat(values(dense.firstRows(2, kernel), kernel)).containsExactly(1, 5, 0, 7, 1, 0, 0, 0);
    assertThat(values(sparse.firstRows(0, kernel).toDense(kernel), kernel)).isEmpty();
  }

  @Test
  void denseInputsAreDenseAsTheyAre() {
    Dense<double[]> dense = new Dense<>(FEATURES, AUGMENTED.clone());
    assertThat(dense.dense()).isSameAs(dense);
  }

  static Arguments[] misfits() {
    String columns = " (expected ascending columns below 3)";
    return new Arguments[] {
      Arguments.of(
          new int[0], new int[0], "row pointers: [] (expected 0, then ascending numbers up to 0)"),
      Arguments.of(
          new int[] {1, 2},
          new int[2],
          "row pointers: [1, 2] (expected 0, then ascending numbers up to 2)"),
      Arguments.of(
          new int[] {0, 2, 1},
          new int[2],
          "row pointers: [0, 2, 1] (expected 0, then ascending numbers up to 2)"),
      Arguments.of(
          new int[] {0, 3},
          new int[2],
          "row pointers: [0, 3] (expected 0, then ascending numbers up to 2)"),
      Arguments.of(new int[] {0, 1}, new int[] {3}, "column in row 0: 3 after -1" + columns),
      Arguments.of(new int[] {0, 1}, new int[] {-1}, "column in row 0: -1 after -1" + columns),
      Arguments.of(new int[] {0, 0, 2}, new int[] {1, 1}, "column in row 1: 1 after 1" + columns),
      Arguments.of(new int[] {0, 2}, new int[] {2, 0}, "column in row 0: 0 after 2" + columns),
    };
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void arraysThatDoNotFitEachOtherAreRefused(int[] rowPointers, int[] columns, String message) {
    double[] values = new double[columns.length];
    assertThatThrownBy(() -> new Csr<>(FEATURES, rowPointers, columns, values))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid " + message);
  }

  @Test
  void fewerValuesThanRowsTakeAreRefused() {
    assertThatThrownBy(() -> new Csr<>(FEATURES, new int[] {0, 2}, new int[] {0, 1}, new double[1]))
        .hasMessage("Invalid row pointers: [0, 2] (expected 0, then ascending numbers up to 1)");
  }

  @Test
  void aBlockKnowsItsFeaturesAndItsFirstRowsWhicheverInputsItHas() {
    Kernel<double[]> kernel = Kernel.float64();
    ClassTargets<double[]> targets = new ClassTargets<>(new int[] {2, 0, 1});
    Csr<double[]> csr = csr(kernel);
    for (Inputs<double[]> inputs : java.util.List.of(csr, csr.toDense(kernel))) {
      Block<double[]> block = new Block<>(4, 3, inputs, targets, new double[] {1, 2, 3});
      assertThat(block.features()).isEqualTo(FEATURES);
      Block<double[]> head = block.firstRows(2, kernel);
      assertThat(head.rows()).isEqualTo(2);
      assertThat(head.features()).isEqualTo(FEATURES);
      assertThat(head.inputs()).hasSameClassAs(inputs);
      assertThat(head.weights()).containsExactly(1, 2);
    }
  }
}
