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
import org.tributary.core.optim.OptimizerState;
import org.tributary.core.optim.Transform;
import org.tributary.core.optim.UpdateRule;
import org.tributary.core.summation.PartialSum;
import org.tributary.core.summation.Rounding;
import org.tributary.core.summation.SummationTree;

/**
 * Takes the local steps of a partition's shards, one shard after the other.
 *
 * <p>A shard's leaf of the summation tree holds its displacement Theta_shard - Theta and, after it,
 * the arrays of its optimiser state, all times the weight of the samples it saw; so the sum divided
 * by the weight is the mean over shards. Mutable, for one thread.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class ShardDescent<A> implements RoundWorker<A, LocalStart<A>, LocalRound> {
  private final LocalStepsWork<A> work;
  private final Kernel<A> kernel;
  private final ParameterLayout layout;

  /**
   * The quadratic penalty's gradient is that of weight decay: (l2/m) Theta, the biases left out.
   */
  private final Transform penalty;

  private final Backpropagation<A> backpropagation;
  private final A theta;
  private final Parameters<A> parameters;
  private final A gradient;
  private final ShardSelection<A> selection;
  private Optional<Sums<A>> sums = Optional.empty();

  /** One round: where it starts, its rule, and the tree of a shard's leaf length. */
  private record Sums<A>(
      LocalStart<A> start, LocalRound round, UpdateRule<A> rule, SummationTree<A> tree) {}

  ShardDescent(LocalStepsWork<A> work, Kernel<A> kernel) {
    this.work = work;
    this.kernel = kernel;
    this.layout = new ParameterLayout(work.topology());
    this.penalty = new Transform.WeightDecay(work.penalty().l2() / work.weightSum(), layout);
    this.backpropagation =
        new Backpropagation<>(layout, kernel, work.batch(), work.regularization());
    this.theta = kernel.allocate(layout.size());
    this.parameters = Parameters.of(layout, theta);
    this.gradient = kernel.allocate(layout.size());
    this.selection = new ShardSelection<>(work, kernel);
  }

  @Override
  public void begin(LocalStart<A> start, LocalRound round, Rounding rounding) {
    double l1 = work.penalty().l1() / work.weightSum();
    UpdateRule<A> rule = UpdateRule.of(round.optimizer(), kernel, layout, l1);
    SummationTree<A> tree =
        sums.map(Sums::tree)
            .orElseGet(() -> new SummationTree<>(kernel, length(layout, start.state())));
    tree.clear(rounding);
    selection.begin(round);
    sums = Optional.of(new Sums<>(start, round, rule, tree));
  }

  @Override
  public Block<A> kept(Block<A> block) {
    return selection.kept(block);
  }

  @Override
  public void add(int shard, List<Block<A>> blocks) {
    descend(sums.orElseThrow(), shard, blocks);
  }

  @Override
  public PartialSum<A> partialSum() {
    return sums.orElseThrow().tree().partialSum();
  }

  /** Returns the length of a shard's leaf. */
  static <A> int length(ParameterLayout layout, OptimizerState<A> state) {
    return Math.multiplyExact(layout.size(), 1 + state.names().size());
  }

  private void descend(Sums<A> sums, int shard, List<Block<A>> blocks) {
    LocalStart<A> start = sums.start();
    LocalRound round = sums.round();
    SummationTree<A> tree = sums.tree();
    ShardRows<A> rows = selection.rows(shard, blocks);
    A leaf = tree.buffer();
    if (rows.rows() == 0) {
      kernel.fill(leaf, 0, kernel.length(leaf), 0);
      tree.add(shard, leaf, 0, 0);
      return;
    }
    Batch<A> batch = new Batch<>(kernel, work.batch(), rows.any());
    OptimizerState<A> state = start.state().copy(kernel);
    kernel.copy(start.theta(), 0, theta, 0, layout.size());
    double lossSum = 0;
    double weightSum = 0;
    for (int i = 0; i < round.steps(); i++) {
      long step = round.done() + i;
      rows.gather(step * work.batch(), work.batch(), batch);
      if (batch.weightSum() > 0) {
        Block<A> block = batch.mean(shard);
        long draw = new MaskDraws(work.seed(), step).next(block);
        lossSum += batch.weightSum() * backpropagation.gradient(parameters, block, draw, gradient);
        weightSum += batch.weightSum();
        penalty.update(kernel, state, gradient, theta, 0, layout.size());
        sums.rule().step(state, gradient, theta);
      }
    }
    fill(leaf, start, state, weightSum);
    tree.add(shard, leaf, lossSum, weightSum);
  }

  private void fill(A leaf, LocalStart<A> start, OptimizerState<A> state, double weight) {
    int size = layout.size();
    kernel.copy(theta, 0, leaf, 0, size);
    kernel.addScaled(leaf, start.theta(), -1, 0, size);
    int at = size;
    for (String name : state.names()) {
      kernel.copy(state.array(name), 0, leaf, at, size);
      at += size;
    }
    kernel.blend(leaf, weight, leaf, 0);
  }
}
