package org.tributary.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.tributary.core.data.Batch;
import org.tributary.core.data.Block;
import org.tributary.core.data.ClassTargets;
import org.tributary.core.data.Inputs;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;

/** Nothing computes with sparse inputs: all say so in the same words, and nothing half done. */
class SparseInputsTest {
  private static final Kernel<double[]> KERNEL = Kernel.float64();

  private static final ParameterLayout LAYOUT =
      new ParameterLayout(
          new Topology(
              3,
              List.of(new HiddenLayer(2, Activation.TANH)),
              2,
              OutputLoss.SOFTMAX_CROSS_ENTROPY));

  private static final Inputs.Csr<double[]> SPARSE =
      new Inputs.Csr<>(3, new int[] {0, 2, 3}, new int[] {0, 2, 1}, new double[] {5, 7, -2});

  private static Block<double[]> block(Inputs<double[]> inputs) {
    return new Block<>(0, 2, inputs, new ClassTargets<>(new int[2]), new double[] {1, 1});
  }

  private static void assertRefused(ThrowingCallable use) {
    assertThatThrownBy(use)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage(
            "Cannot compute with sparse inputs: 2 rows x 3 features hold 3 numbers"
                + " (expected dense inputs; Csr.toDense makes them)");
  }

  @Test
  void propagationRefusesThem() {
    double[] theta = Initialization.AUTO.parameters(LAYOUT, 1);
    Parameters<double[]> parameters = Parameters.of(LAYOUT, theta);
    Backpropagation<double[]> propagation = new Backpropagation<>(LAYOUT, KERNEL, 2);
    double[] sum = new double[LAYOUT.size()];
    Block<double[]> sparse = block(SPARSE);
    assertRefused(() -> propagation.gradient(parameters, sparse, sum));
    assertRefused(() -> propagation.gradient(parameters, sparse, 1, sum));
    assertRefused(() -> propagation.loss(parameters, sparse, 1));
    assertRefused(() -> propagation.outputs(parameters, sparse));
    assertRefused(() -> propagation.outputsAndLoss(parameters, sparse, new double[6]));
    assertRefused(() -> propagation.logits(parameters, sparse));
    assertThat(propagation.gradient(parameters, block(SPARSE.toDense(KERNEL)), sum)).isPositive();
  }

  @Test
  void dropoutOfInputsRefusesThem() {
    Masks<double[]> masks = new Masks<>(new Dropout(0.5, List.of()), LAYOUT.topology(), KERNEL, 2);
    assertRefused(() -> masks.dropInputs(block(SPARSE), 1));
  }

  @Test
  void aBatchRefusesThemAsItsKindAndAsARow() {
    assertRefused(() -> new Batch<>(KERNEL, 2, block(SPARSE)));
    Batch<double[]> batch = new Batch<>(KERNEL, 2, block(SPARSE.toDense(KERNEL)));
    assertRefused(() -> batch.add(block(SPARSE), 0));
    assertThat(batch.rows()).isZero();
  }
}
