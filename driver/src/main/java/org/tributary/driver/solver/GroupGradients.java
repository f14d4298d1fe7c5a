package org.tributary.driver.solver;

import java.util.List;
import java.util.Optional;
import org.tributary.core.data.Batch;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.Backpropagation;
import org.tributary.core.network.MaskDraws;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Parameters;
import org.tributary.core.network.Regularization;
import org.tributary.core.summation.PartialSum;
import org.tributary.core.summation.Rounding;
import org.tributary.core.summation.SummationTree;

/**
 * Sums the gradients of one mini-batch over a partition's groups, each group's rows as one block.
 * Mutable.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class GroupGradients<A> {
  private final Parameters<A> parameters;
  private final Kernel<A> kernel;
  private final ParameterLayout layout;
  private final Regularization regularization;
  private final SummationTree<A> tree;
  private Optional<Batch<A>> batch = Optional.empty();
  private Optional<Backpropagation<A>> backpropagation = Optional.empty();

  GroupGradients(
      A theta,
      Kernel<A> kernel,
      ParameterLayout layout,
      Regularization regularization,
      Rounding rounding) {
    this.parameters = Parameters.of(layout, theta);
    this.kernel = kernel;
    this.layout = layout;
    this.regularization = regularization;
    this.tree = new SummationTree<>(kernel, layout.size(), rounding);
  }

  /** Adds what a group's blocks bring to the batch. */
  void add(int group, List<Block<A>> blocks, BatchChoice choice) {
    A gradient = tree.buffer();
    Optional<Block<A>> like = blocks.stream().filter(block -> block.rows() > 0).findFirst();
    if (like.isEmpty()) {
      kernel.fill(gradient, 0, layout.size(), 0);
      tree.add(group, gradient, 0, 0);
      return;
    }
    Batch<A> rows = room(choice.mostRows(blocks), like.get());
    choice.gather(blocks, rows);
    Block<A> block = rows.block(group);
    long draw = new MaskDraws(choice.seed(), choice.step()).next(block);
    double loss = backpropagation.orElseThrow().gradient(parameters, block, draw, gradient);
    tree.add(group, gradient, loss, rows.weightSum());
  }

  private Batch<A> room(int rows, Block<A> like) {
    if (batch.isEmpty() || batch.get().maxRows() < rows) {
      batch = Optional.of(new Batch<>(kernel, rows, like));
      backpropagation = Optional.of(new Backpropagation<>(layout, kernel, rows, regularization));
    }
    return batch.get();
  }

  /** Returns the sums; nothing may be added afterwards. */
  PartialSum<A> partialSum() {
    return tree.partialSum();
  }
}
