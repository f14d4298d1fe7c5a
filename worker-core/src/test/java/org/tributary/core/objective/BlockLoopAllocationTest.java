package org.tributary.core.objective;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tributary.core.data.Block;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.gemm.Blas;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.Backpropagation;
import org.tributary.core.network.Dropout;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Parameters;
import org.tributary.core.network.Regularization;
import org.tributary.core.network.Topology;
import org.tributary.core.objective.Samples.Weighting;

/**
 * The loop over blocks allocates nothing, but for the arguments that oneDNN takes, so it leaves the
 * garbage collector next to nothing to do.
 *
 * <p>Measured, bytes a block, that is a call of {@code gradient} with its eight products; OpenJDK
 * 17.0 and Temurin 25, interpreted ({@code -Xint}) and compiled, with dropout and without:
 *
 * <pre>
 *   products by           float32          float64
 *   oneDNN                3,200 = 8 x 400
 *   OpenBLAS              0                0
 *   plain Java            0                0
 * </pre>
 *
 * <p>The interpreter allocates what the code asks for, and the JIT compiler only ever leaves some
 * of that out (2,944 with oneDNN, in some runs), so the interpreter's figures are bounds that
 * depend neither on the speed of the machine nor on when the compiler is done. They were the same
 * in every block. Besides, a loop that runs for the first time is charged 80 to 650 bytes by the
 * JVM itself, once; so the least of some rounds counts. One object more a block, of 16 bytes at
 * least, would be 32,000 in each round.
 *
 * <p>400 bytes a product hold where references take 4 bytes, in heaps of up to 32 GB. Beyond, it is
 * 456 to 496.
 */
class BlockLoopAllocationTest {
  private static final int ROUNDS = 5;
  private static final int BLOCKS = 2_000;

  /** Three forward, three for the gradient and two for delta. */
  private static final int PRODUCTS = 8;

  /** What {@code jffi} keeps the thirteen arguments of {@code dnnl_sgemm} in. */
  private static final int ONE_DNN_PRODUCT = 400;

  private static long float32() {
    return Blas.chosen() == Blas.ONEDNN ? (long) BLOCKS * PRODUCTS * ONE_DNN_PRODUCT : 0;
  }

  @ParameterizedTest
  @EnumSource
  void gradientInFloat32AllocatesNoMoreThanArguments(Activation g) {
    assertThat(bytes(Kernel.float32(), g, Regularization.NONE)).isLessThanOrEqualTo(float32());
  }

  @ParameterizedTest
  @EnumSource
  void gradientInFloat64AllocatesNothing(Activation g) {
    assertThat(bytes(Kernel.float64(), g, Regularization.NONE)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void gradientWithDropoutAllocatesNoMoreThanArguments(Activation g) {
    Regularization regularization = new Regularization(new Dropout(0.2, List.of(0.5, 0.25)), 0.1);
    assertThat(bytes(Kernel.float32(), g, regularization)).isLessThanOrEqualTo(float32());
  }

  /** Returns what a round of blocks allocates, in bytes: the least of some rounds. */
  private static <A> long bytes(Kernel<A> kernel, Activation g, Regularization regularization) {
    Topology topology =
        new Topology(
            6,
            List.of(new HiddenLayer(8, g), new HiddenLayer(5, g)),
            3,
            OutputLoss.SOFTMAX_CROSS_ENTROPY);
    ParameterLayout layout = new ParameterLayout(topology);
    Samples samples = Samples.random(topology, 24, Weighting.UNEQUAL, 1);
    List<Block<A>> blocks = samples.blocks(kernel, 16, 8);
    Parameters<A> parameters =
        Parameters.forManyBlocks(layout, kernel, kernel.fromDoubles(RandomTheta.of(layout, 2)));
    A gradientSum = kernel.allocate(layout.size());
    Backpropagation<A> backpropagation = new Backpropagation<>(layout, kernel, 16, regularization);

    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    double loss = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long before = threads.getThreadAllocatedBytes(thread);
      loss = run(backpropagation, parameters, blocks, gradientSum);
      least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
    }
    assertThat(loss).isPositive();
    return least;
  }

  private static <A> double run(
      Backpropagation<A> backpropagation, Parameters<A> parameters, List<Block<A>> blocks, A sum) {
    double loss = 0;
    for (int i = 0; i < BLOCKS; i++) {
      loss += backpropagation.gradient(parameters, blocks.get(i % blocks.size()), i, sum);
    }
    return loss;
  }
}
