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
    tree.clear(rounding);
    arrays.takeBack();
  }

  @Override
  public void add(int group, List<Block<A>> blocks) {
    BatchOrder<A> order = order(group, blocks);
    A gradient = tree.buffer();
    if (order.mostRows() == 0) {
      kernel.fill(gradient, 0, kernel.length(gradient), 0);
      tree.add(group, gradient, 0, 0);
      return;
    }
    Batch<A> rows = room(order.mostRows(), blocks);
    order.gather(choice.batch(), rows);
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
