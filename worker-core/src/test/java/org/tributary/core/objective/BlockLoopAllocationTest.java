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
import org.tributary.core.kernel.Blas;
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
 */
class BlockLoopAllocationTest {
  private static final int WARM_UP = 2_000;
  private static final int CALLS = 10_000;

  /**
   * Bytes a call, below any object: the smallest takes 16. What remains is the JVM's own, spread
   * over the calls, such as the meter's.
   */
  private static final double NOTHING = 1;

  /** Three products forward, three for the gradient and two for delta, at 400 bytes each. */
  private static final double ARGUMENTS = 8 * 400 + NOTHING;

  private static double float32() {
    return Blas.chosen() == Blas.ONEDNN ? ARGUMENTS : NOTHING;
  }

  @ParameterizedTest
  @EnumSource
  void gradientInFloat32AllocatesNoMoreThanArguments(Activation g) {
    assertThat(bytesPerCall(Kernel.float32(), g)).isLessThan(float32());
  }

  @ParameterizedTest
  @EnumSource
  void gradientInFloat64AllocatesNothing(Activation g) {
    assertThat(bytesPerCall(Kernel.float64(), g)).isLessThan(NOTHING);
  }

  @ParameterizedTest
  @EnumSource
  void gradientWithDropoutAllocatesNoMoreThanArguments(Activation g) {
    Regularization regularization = new Regularization(new Dropout(0.2, List.of(0.5, 0.25)), 0.1);
    assertThat(bytesPerCall(Kernel.float32(), g, regularization)).isLessThan(float32());
  }

  private static <A> double bytesPerCall(Kernel<A> kernel, Activation g) {
    return bytesPerCall(kernel, g, Regularization.NONE);
  }

  private static <A> double bytesPerCall(
      Kernel<A> kernel, Activation g, Regularization regularization) {
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
    run(backpropagation, parameters, blocks, gradientSum, WARM_UP);

    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    run(backpropagation, parameters, blocks, gradientSum, CALLS);
    return (double) (threads.getThreadAllocatedBytes(thread) - before) / CALLS;
  }

  private static <A> void run(
      Backpropagation<A> backpropagation,
      Parameters<A> parameters,
      List<Block<A>> blocks,
      A sum,
      int calls) {
    double loss = 0;
    for (int i = 0; i < calls; i++) {
      loss += backpropagation.gradient(parameters, blocks.get(i % blocks.size()), i, sum);
    }
    assertThat(loss).isPositive();
  }
}
