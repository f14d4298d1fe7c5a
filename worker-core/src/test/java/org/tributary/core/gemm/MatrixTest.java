package org.tributary.core.gemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tributary.core.kernel.Kernel;

class MatrixTest {

  @Test
  void aViewMayEndWithItsArrayThoughItsStrideGoesBeyond() {
    Matrix<float[]> view = Matrix.of(new float[12], 1, 3, 3, 4);
    assertThat(view).hasToString("3 x 3");
    assertThat(view.offset() + 2 * view.stride() + view.columns()).isEqualTo(12);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 1, 1, 1", // begins before the array
    "2, 3, 3, 4", // ends one number behind it
    "0, -1, 1, 1",
    "0, 1, -1, 1",
    "0, 2, 3, 2", // rows overlap
    "0, 65536, 1, 65536", // ends behind the largest int
    "13, 0, 1, 1" // empty, and still outside
  })
  void aViewThatLeavesItsArrayIsRefused(int offset, int rows, int columns, int stride) {
    Matrix<double[]> view = Matrix.of(new double[12], 3, 4);
    assertThatThrownBy(() -> view.view(new double[12], offset, rows, columns, stride))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot view %d x %d numbers from %d on, with rows %d apart: the array has 12 numbers",
            rows, columns, offset, stride);
    assertThat(view).as("what the view was before").hasToString("3 x 4");
  }

  @ParameterizedTest
  @CsvSource({"NN, 2, 3, 3, 4", "NT, 2, 3, 4, 3", "TN, 3, 2, 3, 4"})
  void aProductIsRefusedUnlessAllShapesFit(
      Layout layout, int aRows, int aColumns, int bRows, int bColumns) {
    Kernel<float[]> kernel = Kernel.float32();
    Matrix<float[]> a = Matrix.of(new float[aRows * aColumns], aRows, aColumns);
    Matrix<float[]> b = Matrix.of(new float[bRows * bColumns], bRows, bColumns);
    Matrix<float[]> c = Matrix.of(new float[8], 2, 4);
    kernel.multiply(layout, a, b, c);
    Matrix<float[]> turned = Matrix.of(new float[8], 4, 2);
    assertThatThrownBy(() -> kernel.multiply(layout, a, b, turned))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot multiply %s by %s into 4 x 2: the shapes do not fit %s", a, b, layout);
    Matrix<float[]> shorter =
        layout.rightTransposed() ? Matrix.of(b.values(), 4, 2) : Matrix.of(b.values(), 2, 4);
    assertThatThrownBy(() -> kernel.multiply(layout, a, shorter, c))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("into 2 x 4: the shapes do not fit");
  }
}
