package org.tributary.driver.evaluation;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.tributary.core.data.Block;
import org.tributary.core.data.TargetScale;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.network.Backpropagation;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Parameters;
import org.tributary.core.network.Topology;

/**
 * The network with its buffers, to propagate blocks one after the other. Mutable, for one thread.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class ForwardPass<A> {
  private final List<TargetScale> scales;
  private final Kernel<A> kernel;
  private final double temperature;
  private final int k;
  private final Backpropagation<A> backpropagation;
  private final Parameters<A> parameters;
  private final A outputs;

  private ForwardPass(
      KernelFactory<A> kernels,
      int maxRows,
      Topology topology,
      List<TargetScale> scales,
      A theta,
      double temperature) {
    this.scales = scales;
    kernel = kernels.create();
    this.temperature = temperature;
    k = topology.outputs();
    ParameterLayout layout = new ParameterLayout(topology);
    backpropagation = new Backpropagation<>(layout, kernel, maxRows);
    parameters = Parameters.forManyBlocks(layout, kernel, theta);
    outputs = kernel.allocate(Math.multiplyExact(maxRows, k + 1));
  }

  /**
   * What a partition needs for its passes; travels to it.
   *
   * @param maxRows the most rows of a block
   * @param scales of the numbers that are predicted, by column; none for classes
   */
  record Maker<A>(
      KernelFactory<A> kernels, int maxRows, Topology topology, List<TargetScale> scales)
      implements Serializable {

    ForwardPass<A> with(A theta, double temperature) {
      return new ForwardPass<>(kernels, maxRows, topology, scales, theta, temperature);
    }
  }

  /** Takes the rows of a block, and the sum of w_i Loss_i over them. */
  @FunctionalInterface
  interface Receiver<A> {
    void accept(BlockRows<A> rows, double loss);
  }

  /** Propagates the blocks that have rows, in their order. */
  void forEach(Iterator<Block<A>> blocks, Receiver<A> receiver) {
    while (blocks.hasNext()) {
      Block<A> block = blocks.next();
      if (block.rows() > 0) {
        double loss = backpropagation.outputsAndLoss(parameters, block, temperature, outputs);
        receiver.accept(new BlockRows<>(block, outputs, k, kernel, scales), loss);
      }
    }
  }

  /** Propagates the blocks that have rows, in their order, to the logits z, without a loss. */
  void forEachLogits(Iterator<Block<A>> blocks, Consumer<BlockRows<A>> receiver) {
    while (blocks.hasNext()) {
      Block<A> block = blocks.next();
      if (block.rows() > 0) {
        A logits = backpropagation.logits(parameters, block);
        receiver.accept(new BlockRows<>(block, logits, k, kernel, List.of()));
      }
    }
  }
}
