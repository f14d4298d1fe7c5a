package org.tributary.driver.solver;

import java.util.Iterator;
import java.util.List;
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
final class ShardDescent<A> {
  private final LocalRound<A> round;
  private final LocalStart<A> start;
  private final Kernel<A> kernel;
  private final ParameterLayout layout;
  private final UpdateRule<A> rule;

  /**
   * The quadratic penalty's gradient is that of weight decay: (l2/m) Theta, the biases left out.
   */
  private final Transform penalty;

  private final Backpropagation<A> backpropagation;
  private final SummationTree<A> tree;
  private final A theta;
  private final Parameters<A> parameters;
  private final A gradient;

  private ShardDescent(
      LocalRound<A> round, LocalStart<A> start, Kernel<A> kernel, Rounding rounding) {
    this.round = round;
    this.start = start;
    this.kernel = kernel;
    this.layout = new ParameterLayout(round.topology());
    this.penalty = new Transform.WeightDecay(round.penalty().l2() / round.weightSum(), layout);
    double l1 = round.penalty().l1() / round.weightSum();
    this.rule = UpdateRule.of(round.optimizer(), kernel, layout, l1);
    this.backpropagation =
        new Backpropagation<>(layout, kernel, round.batch(), round.regularization());
    this.tree = new SummationTree<>(kernel, length(layout, start.state()), rounding);
    this.theta = kernel.allocate(layout.size());
    this.parameters = Parameters.of(layout, theta);
    this.gradient = kernel.allocate(layout.size());
  }

  /** Returns the sums over the shards of a partition. */
  static <A> PartialSum<A> on(
      Iterator<Block<A>> blocks,
      LocalStart<A> start,
      Kernel<A> kernel,
      LocalRound<A> round,
      Rounding rounding) {
    ShardDescent<A> descent = new ShardDescent<>(round, start, kernel, rounding);
    new LeafGroups<>(blocks, round.range())
        .forEachRemaining(group -> descent.descend(group.index(), group.blocks()));
    return descent.tree.partialSum();
  }

  /** Returns the length of a shard's leaf. */
  static <A> int length(ParameterLayout layout, OptimizerState<A> state) {
    return Math.multiplyExact(layout.size(), 1 + state.names().size());
  }

  private void descend(int shard, List<Block<A>> blocks) {
    ShardRows<A> rows = new ShardRows<>(shard, blocks, round.seed());
    A leaf = tree.buffer();
    if (rows.rows() == 0) {
      kernel.fill(leaf, 0, kernel.length(leaf), 0);
      tree.add(shard, leaf, 0, 0);
      return;
    }
    Batch<A> batch = new Batch<>(kernel, round.batch(), rows.any());
    OptimizerState<A> state = start.state().copy(kernel);
    kernel.copy(start.theta(), 0, theta, 0, layout.size());
    double lossSum = 0;
    double weightSum = 0;
    for (int i = 0; i < round.steps(); i++) {
      long step = round.done() + i;
      rows.gather(step * round.batch(), round.batch(), batch);
      if (batch.weightSum() > 0) {
        Block<A> block = batch.mean(shard);
        long draw = new MaskDraws(round.seed(), step).next(block);
        lossSum += batch.weightSum() * backpropagation.gradient(parameters, block, draw, gradient);
        weightSum += batch.weightSum();
        penalty.update(kernel, state, gradient, theta, 0, layout.size());
        rule.step(state, gradient, theta);
      }
    }
    fill(leaf, state, weightSum);
    tree.add(shard, leaf, lossSum, weightSum);
  }

  private void fill(A leaf, OptimizerState<A> state, double weight) {
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
