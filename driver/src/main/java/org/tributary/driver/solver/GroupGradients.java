package org.tributary.driver.solver;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tributary.core.data.Batch;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.Backpropagation;
import org.tributary.core.network.MaskDraws;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Parameters;
import org.tributary.core.summation.PartialSum;
import org.tributary.core.summation.Rounding;
import org.tributary.core.summation.SummationTree;

/**
 * Sums the gradients of a mini-batch over groups of leaves, the rows of each group as one block.
 * Mutable, for one thread.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class GroupGradients<A> implements RoundWorker<A, A, BatchChoice> {
  private final MiniBatchWork<A> work;
  private final Kernel<A> kernel;
  private final ParameterLayout layout;
  private final SummationTree<A> tree;
  private final Map<Integer, BatchOrder<A>> orders = new HashMap<>();
  private Optional<Batch<A>> batch = Optional.empty();
  private Optional<Backpropagation<A>> backpropagation = Optional.empty();
  private Optional<Parameters<A>> parameters = Optional.empty();
  private final Arrays<A> arrays;
  private BatchChoice choice = new BatchChoice(0, 0, 0, 1);
  private A theta;
  private boolean keeps;
  private int leaf = -1;
  private int piece;

  GroupGradients(MiniBatchWork<A> work, Kernel<A> kernel) {
    this.work = work;
    this.kernel = kernel;
    this.layout = new ParameterLayout(work.topology());
    this.tree = new SummationTree<>(kernel, work.sparse() ? layout.restSize() : layout.size());
    this.arrays = new Arrays<>(kernel);
    this.theta = kernel.allocate(0);
  }

  @Override
  public void begin(A start, BatchChoice round, Rounding rounding) {
    if (start != theta) {
      theta = start;
      parameters =
          Optional.of(
              work.sparse() ? Parameters.byFeature(layout, theta) : Parameters.of(layout, theta));
    }
    choice = round;
    leaf = -1;
    tree.clear(rounding);
    arrays.takeBack();
  }

  /** Keeps the rows that the block contributes to the batch. */
  @Override
  public Block<A> kept(Block<A> block) {
    keeps = true;
    piece = block.index() == leaf ? piece + 1 : 0;
    leaf = block.index();
    int[] rows = BatchOrder.rows(block, piece, choice);
    if (block.rows() == 0) {
      return block;
    }
    // Of exactly as many rows, or the width of its targets could not be told.
    Batch<A> some = new Batch<>(kernel, Math.max(1, rows.length), block);
    for (int row : rows) {
      some.add(block, row);
    }
    return some.block(block.index());
  }

  @Override
  public void add(int group, List<Block<A>> blocks) {
    if (keeps) {
      addKept(group, blocks);
      return;
    }
    BatchOrder<A> order = order(group, blocks);
    if (order.mostRows() == 0) {
      addNothing(group);
      return;
    }
    Batch<A> rows = room(order.mostRows(), blocks);
    order.gather(choice.batch(), blocks, rows);
    addGradient(group, rows);
  }

  private void addKept(int group, List<Block<A>> blocks) {
    int count = blocks.stream().mapToInt(Block::rows).sum();
    if (count == 0) {
      addNothing(group);
      return;
    }
    Batch<A> rows = room(count, blocks);
    rows.clear();
    for (Block<A> block : blocks) {
      for (int row = 0; row < block.rows(); row++) {
        rows.add(block, row);
      }
    }
    addGradient(group, rows);
  }

  private void addNothing(int group) {
    A gradient = tree.buffer();
    kernel.fill(gradient, 0, kernel.length(gradient), 0);
    tree.add(group, gradient, 0, 0);
  }

  private void addGradient(int group, Batch<A> rows) {
    A gradient = tree.buffer();
    Block<A> block = rows.block(group);
    long draw = new MaskDraws(choice.seed(), choice.step()).next(block);
    Backpropagation<A> propagation = backpropagation.orElseThrow();
    if (work.sparse()) {
      double loss =
          propagation.gradientByColumn(
              parameters.orElseThrow(), block, draw, gradient, arrays::ofLength);
      tree.add(group, gradient, propagation.columnSums(), loss, rows.weightSum());
    } else {
      double loss = propagation.gradient(parameters.orElseThrow(), block, draw, gradient);
      tree.add(group, gradient, loss, rows.weightSum());
    }
  }

  private BatchOrder<A> order(int group, List<Block<A>> blocks) {
    BatchOrder<A> order = orders.get(group);
    if (order == null || !order.isOf(choice)) {
      order = new BatchOrder<>(blocks, choice);
      orders.put(group, order);
    }
    return order;
  }

  private Batch<A> room(int rows, List<Block<A>> blocks) {
    if (batch.isEmpty() || batch.get().maxRows() < rows) {
      Block<A> like = blocks.stream().filter(block -> block.rows() > 0).findFirst().orElseThrow();
      batch = Optional.of(new Batch<>(kernel, rows, like));
      backpropagation =
          Optional.of(new Backpropagation<>(layout, kernel, rows, work.regularization()));
    }
    return batch.get();
  }

  @Override
  public PartialSum<A> partialSum() {
    return tree.partialSum();
  }
}
