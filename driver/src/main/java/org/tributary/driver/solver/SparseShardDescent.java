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
import org.tributary.core.optim.ColumnRule;
import org.tributary.core.optim.OptimizerState;
import org.tributary.core.optim.Parallel;
import org.tributary.core.summation.PartialSum;
import org.tributary.core.summation.Rounding;
import org.tributary.core.summation.SummationTree;

/**
 * {@link ShardDescent} for sparse inputs: steps of a {@link ColumnRule}, which cost as much as
 * there are non-zeros. A round costs as much as there are parameters: they are laid out by feature
 * at its beginning and unrolled at its end, when the penalties have caught up.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class SparseShardDescent<A> implements RoundWorker<A, LocalStart<A>, LocalRound> {
  private final LocalStepsWork<A> work;
  private final Kernel<A> kernel;
  private final ParameterLayout layout;
  private final Backpropagation<A> backpropagation;
  private final A theta;
  private final Parameters<A> parameters;
  private final A rest;
  private final Arrays<A> arrays;
  private final ShardSelection<A> selection;
  private Optional<Round<A>> current = Optional.empty();

  /** One round: where it starts, its parameters, and the tree of a shard's leaf length. */
  private record Round<A>(LocalStart<A> start, LocalRound round, SummationTree<A> tree) {}

  SparseShardDescent(LocalStepsWork<A> work, Kernel<A> kernel) {
    this.work = work;
    this.kernel = kernel;
    this.layout = new ParameterLayout(work.topology());
    this.backpropagation =
        new Backpropagation<>(layout, kernel, work.batch(), work.regularization());
    this.theta = kernel.allocate(layout.size());
    this.parameters = Parameters.byFeature(layout, theta);
    this.rest = kernel.allocate(layout.restSize());
    this.arrays = new Arrays<>(kernel);
    this.selection = new ShardSelection<>(work, kernel);
  }

  @Override
  public void begin(LocalStart<A> start, LocalRound round, Rounding rounding) {
    SummationTree<A> tree =
        current
            .map(Round::tree)
            .orElseGet(
                () -> new SummationTree<>(kernel, ShardDescent.length(layout, start.state())));
    tree.clear(rounding);
    selection.begin(round);
    current = Optional.of(new Round<>(start, round, tree));
  }

  @Override
  public Block<A> kept(Block<A> block) {
    return selection.kept(block);
  }

  @Override
  public void add(int shard, List<Block<A>> blocks) {
    Round<A> own = current.orElseThrow();
    ShardRows<A> rows = selection.rows(shard, blocks);
    A leaf = own.tree().buffer();
    if (rows.rows() == 0) {
      kernel.fill(leaf, 0, kernel.length(leaf), 0);
      own.tree().add(shard, leaf, 0, 0);
      return;
    }
    Batch<A> batch = new Batch<>(kernel, work.batch(), rows.any());
    ColumnRule<A> rule =
        new ColumnRule<>(
            own.round().optimizer(),
            kernel,
            layout,
            work.penalty().l1() / work.weightSum(),
            work.penalty().l2() / work.weightSum());
    Parallel<A> alone = Parallel.serial(kernel);
    OptimizerState<A> state = rule.byFeature(own.start().state());
    layout.transposeFirst(kernel, own.start().theta(), theta);
    double lossSum = 0;
    double weightSum = 0;
    for (int i = 0; i < own.round().steps(); i++) {
      long step = own.round().done() + i;
      rows.gather(step * work.batch(), work.batch(), batch);
      if (batch.weightSum() > 0) {
        Block<A> block = batch.mean(shard);
        long draw = new MaskDraws(work.seed(), step).next(block);
        arrays.takeBack();
        lossSum +=
            batch.weightSum()
                * backpropagation.gradientByColumn(parameters, block, draw, rest, arrays::ofLength);
        weightSum += batch.weightSum();
        rule.step(state, rest, backpropagation.columnSums(), 1, theta, alone);
      }
    }
    rule.catchUp(theta, alone);
    fill(leaf, own.start(), rule.plain(state), weightSum);
    own.tree().add(shard, leaf, lossSum, weightSum);
  }

  private void fill(A leaf, LocalStart<A> start, OptimizerState<A> state, double weight) {
    int size = layout.size();
    layout.transposeFirstBack(kernel, theta, leaf);
    kernel.addScaled(leaf, start.theta(), -1, 0, size);
    int at = size;
    for (String name : state.names()) {
      kernel.copy(state.array(name), 0, leaf, at, size);
      at += size;
    }
    kernel.blend(leaf, weight, leaf, 0);
  }

  @Override
  public PartialSum<A> partialSum() {
    return current.orElseThrow().tree().partialSum();
  }
}
