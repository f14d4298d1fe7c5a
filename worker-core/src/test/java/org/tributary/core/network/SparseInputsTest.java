package org.tributary.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.data.Batch;
import org.tributary.core.data.Block;
import org.tributary.core.data.ClassTargets;
import org.tributary.core.data.ColumnSums;
import org.tributary.core.data.Inputs;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;

/** Sparse inputs give what their dense copy gives, but for the order of sums. */
class SparseInputsTest {
  /** Sums of 71 terms in another order; a few times 2^-53 and 2^-24 of terms of about 1. */
  private static final double ROUNDING64 = 1e-13;

  private static final double ROUNDING32 = 1e-4;

  private static final int FEATURES = 70;
  private static final int ROWS = 9;

  private static ParameterLayout layout(Integer... hidden) {
    List<HiddenLayer> layers =
        Stream.of(hidden).map(units -> new HiddenLayer(units, Activation.TANH)).toList();
    return new ParameterLayout(new Topology(FEATURES, layers, 3, OutputLoss.SOFTMAX_CROSS_ENTROPY));
  }

  static Stream<ParameterLayout> layouts() {
    return Stream.of(layout(), layout(5), layout(4, 3));
  }

  private static <A> Inputs.Csr<A> inputs(Kernel<A> kernel) {
    SplittableRandom random = new SplittableRandom(3);
    int[] rowPointers = new int[ROWS + 1];
    int[] columns = new int[ROWS * FEATURES];
    A values = kernel.allocate(ROWS * FEATURES);
    int at = 0;
    for (int r = 0; r < ROWS; r++) {
      // One row is empty.
      for (int j = 0; j < FEATURES && r != 4; j++) {
        if (random.nextInt(5) == 0) {
          columns[at] = j;
          kernel.set(values, at, random.nextDouble(-1, 1));
          at++;
        }
      }
      rowPointers[r + 1] = at;
    }
    return new Inputs.Csr<>(FEATURES, rowPointers, columns, values);
  }

  private static <A> Block<A> block(Kernel<A> kernel, Inputs<A> inputs) {
    int[] classes = new int[ROWS];
    A weights = kernel.allocate(ROWS);
    for (int r = 0; r < ROWS; r++) {
      classes[r] = r % 3;
      kernel.set(weights, r, 1 + r % 2);
    }
    return new Block<>(0, ROWS, inputs, new ClassTargets<>(classes), weights);
  }

  private static <A> void assertSameGradient(
      Kernel<A> kernel, ParameterLayout layout, Dropout dropout, double rounding) {
    A theta = kernel.fromDoubles(Initialization.XAVIER.parameters(layout, 1));
    Parameters<A> parameters = Parameters.forManyBlocks(layout, kernel, theta);
    Backpropagation<A> propagation =
        new Backpropagation<>(layout, kernel, ROWS, new Regularization(dropout, 0.1));
    Inputs.Csr<A> sparse = inputs(kernel);
    A ofDense = kernel.allocate(layout.size());
    A ofSparse = kernel.allocate(layout.size());
    Block<A> dense = block(kernel, sparse.toDense(kernel));
    double loss = propagation.gradient(parameters, dense, 7, ofDense);
    assertThat(propagation.gradient(parameters, block(kernel, sparse), 7, ofSparse))
        .isCloseTo(loss, within(rounding * ROWS));
    assertThat(kernel.toDoubles(ofSparse))
        .containsExactly(kernel.toDoubles(ofDense), within(rounding));
    assertThat(propagation.loss(parameters, block(kernel, sparse), 7))
        .isCloseTo(loss, within(rounding * ROWS));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void lossAndGradientAreThoseOfTheDenseCopy(ParameterLayout layout) {
    assertSameGradient(Kernel.float64(), layout, Dropout.NONE, ROUNDING64);
    assertSameGradient(Kernel.float32(), layout, Dropout.NONE, ROUNDING32);
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void dropoutOfInputsDrawsTheMasksOfTheDenseCopy(ParameterLayout layout) {
    // The second rate takes all 16 random bits of a mask, the first takes one.
    for (double rate : new double[] {0.5, 0.3}) {
      Dropout dropout = new Dropout(rate, List.of());
      assertSameGradient(Kernel.float64(), layout, dropout, ROUNDING64);
      assertSameGradient(Kernel.float32(), layout, dropout, ROUNDING32);
    }
  }

  @Test
  void sumsByColumnHoldTheFeaturesThatAreThereAndNoOthers() {
    Kernel<double[]> kernel = Kernel.float64();
    ParameterLayout layout = layout(5);
    double[] theta = Initialization.XAVIER.parameters(layout, 1);
    double[] byFeature = new double[layout.size()];
    layout.transposeFirst(kernel, theta, byFeature);
    Inputs.Csr<double[]> inputs =
        new Inputs.Csr<>(
            FEATURES, new int[] {0, 2, 3}, new int[] {1, 69, 1}, new double[] {1, 2, 3});
    Block<double[]> block =
        new Block<>(0, 2, inputs, new ClassTargets<>(new int[2]), new double[] {1, 1});
    Backpropagation<double[]> propagation = new Backpropagation<>(layout, kernel, 2);
    double[] rest = new double[layout.restSize()];
    double loss =
        propagation.gradientByColumn(
            Parameters.byFeature(layout, byFeature), block, 0, rest, kernel::allocate);
    ColumnSums<double[]> sums = propagation.columnSums();
    double[] whole = new double[layout.size()];
    assertThat(propagation.gradient(Parameters.forManyBlocks(layout, kernel, theta), block, whole))
        .isEqualTo(loss);
    assertThat(sums.count()).isEqualTo(2);
    assertThat(sums.column(0)).isEqualTo(1);
    assertThat(sums.column(1)).isEqualTo(69);
    for (int i = 0; i < 5; i++) {
      assertThat(sums.array(1)[sums.offset(1) + i]).isEqualTo(whole[i * (FEATURES + 1) + 70]);
      assertThat(rest[i]).isEqualTo(whole[i * (FEATURES + 1)]);
      assertThat(whole[i * (FEATURES + 1) + 1 + 30]).isZero();
    }
  }

  @Test
  void parametersThatMayChangeMustBeLaidOutByFeature() {
    Kernel<double[]> kernel = Kernel.float64();
    ParameterLayout layout = layout(5);
    Parameters<double[]> parameters = Parameters.of(layout, new double[layout.size()]);
    Backpropagation<double[]> propagation = new Backpropagation<>(layout, kernel, ROWS);
    Block<double[]> sparse = block(kernel, inputs(kernel));
    assertThatThrownBy(() -> propagation.outputs(parameters, sparse))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("lay them out by feature");
  }

  @Test
  void aBatchGathersSparseRowsAndNoDenseOnesAmongThem() {
    Kernel<double[]> kernel = Kernel.float64();
    Inputs.Csr<double[]> sparse = inputs(kernel);
    Batch<double[]> batch = new Batch<>(kernel, 3, block(kernel, sparse));
    batch.add(block(kernel, sparse), 8);
    batch.add(block(kernel, sparse), 4);
    batch.clear();
    batch.add(block(kernel, sparse), 4);
    batch.add(block(kernel, sparse), 2);
    Inputs.Csr<double[]> gathered = (Inputs.Csr<double[]>) batch.block(0).inputs();
    double[] rows = gathered.toDense(2, kernel).values();
    double[] source = sparse.toDense(kernel).values();
    int width = FEATURES + 1;
    for (int j = 0; j < width; j++) {
      assertThat(rows[j]).isEqualTo(source[4 * width + j]);
      assertThat(rows[width + j]).isEqualTo(source[2 * width + j]);
    }
    Block<double[]> dense = block(kernel, sparse.toDense(kernel));
    assertThatThrownBy(() -> batch.add(dense, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThat(batch.rows()).isEqualTo(2);
  }
}
