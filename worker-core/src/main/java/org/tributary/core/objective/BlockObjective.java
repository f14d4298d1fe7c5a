package org.tributary.core.objective;

import java.util.List;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.Backpropagation;
import org.tributary.core.network.MaskDraws;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Parameters;
import org.tributary.core.network.Regularization;

/**
 * J and its gradient D over a list of blocks, computed in one loop on one thread.
 *
 * <pre>
 *   J = (1/m) sum_i w_i Loss_i + l2/(2m) sum_l sum_(j&gt;=1) (Theta^(l)_ij)^2
 *   D = (Delta + l2 Theta)/m, the bias column without l2
 * </pre>
 *
 * <p>Sums are carried in double precision with their weight and divided once, at the end, so J does
 * not depend on how rows are cut into blocks. This is the reference for the distributed
 * implementation. The l1 part of the penalty is not smooth and not included, as in {@link
 * Penalty#addTo}.
 *
 * <p>An instance holds buffers and must be used by one thread. Sources: the Coursera course Machine
 * Learning (A. Ng) for J and D; Rumelhart, Hinton and Williams, Learning Representations by
 * Back-Propagating Errors, Nature 323, 1986.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class BlockObjective<A> {
  private final ParameterLayout layout;
  private final Kernel<A> kernel;
  private final List<Block<A>> blocks;
  private final Penalty penalty;
  private final double weightSum;
  private final Backpropagation<A> backpropagation;
  private final A blockSum;
  private final long seed;

  /**
   * Allocates the buffers for the largest block.
   *
   * @param kernel arithmetic of the blocks' precision, not shared with other instances
   * @param blocks samples; empty blocks add nothing
   * @throws IllegalArgumentException if the sample weights do not sum to a positive number
   */
  public BlockObjective(
      ParameterLayout layout, Kernel<A> kernel, List<Block<A>> blocks, Penalty penalty) {
    this(layout, kernel, blocks, penalty, Regularization.NONE, 0);
  }

  /**
   * Allocates the buffers for the largest block, for the J of training, with label smoothing and
   * the dropout masks of step 0.
   *
   * @param kernel arithmetic of the blocks' precision, not shared with other instances
   * @param blocks samples, those of one index one after the other; empty blocks add nothing
   * @param seed seed of the masks
   * @throws IllegalArgumentException if the sample weights do not sum to a positive number, or the
   *     network cannot take the regularization
   */
  public BlockObjective(
      ParameterLayout layout,
      Kernel<A> kernel,
      List<Block<A>> blocks,
      Penalty penalty,
      Regularization regularization,
      long seed) {
    this.layout = layout;
    this.seed = seed;
    this.kernel = kernel;
    this.blocks = List.copyOf(blocks);
    this.penalty = penalty;
    this.weightSum = weightSum(kernel, this.blocks);
    int maxRows = blocks.stream().mapToInt(Block::rows).max().orElse(0);
    this.backpropagation = new Backpropagation<>(layout, kernel, maxRows, regularization);
    this.blockSum = kernel.allocate(layout.size());
  }

  private static <A> double weightSum(Kernel<A> kernel, List<Block<A>> blocks) {
    double sum = 0;
    long rows = 0;
    for (Block<A> block : blocks) {
      for (int r = 0; r < block.rows(); r++) {
        sum += kernel.get(block.weights(), r);
      }
      rows += block.rows();
    }
    if (!(sum > 0) || Double.isInfinite(sum)) {
      throw new IllegalArgumentException(
          "Cannot form the objective: the weights of %d rows sum to %s (expected a positive number)"
              .formatted(rows, sum));
    }
    return sum;
  }

  /** Returns m, the sum of the sample weights. */
  public double weightSum() {
    return weightSum;
  }

  /**
   * Computes J and D.
   *
   * @param theta unrolled parameters, rounded to the blocks' precision for the sums over samples
   * @return value and gradient, in double precision
   * @throws IllegalArgumentException if theta does not have the layout's length
   */
  public Objective at(double[] theta) {
    Parameters<A> rounded = rounded(theta);
    double[] gradient = new double[layout.size()];
    double lossSum = 0;
    MaskDraws draws = new MaskDraws(seed, 0);
    for (Block<A> block : blocks) {
      lossSum += backpropagation.gradient(rounded, block, draws.next(block), blockSum);
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += kernel.get(blockSum, i);
      }
    }
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= weightSum;
    }
    double value = lossSum / weightSum + penalty.addTo(layout, theta, gradient, weightSum);
    return new Objective(value, gradient, weightSum);
  }

  /**
   * Computes J alone, by a forward pass.
   *
   * @param theta unrolled parameters, rounded to the blocks' precision for the sums over samples
   * @throws IllegalArgumentException if theta does not have the layout's length
   */
  public double value(double[] theta) {
    Parameters<A> rounded = rounded(theta);
    double lossSum = 0;
    MaskDraws draws = new MaskDraws(seed, 0);
    for (Block<A> block : blocks) {
      lossSum += backpropagation.loss(rounded, block, draws.next(block));
    }
    return lossSum / weightSum + penalty.quadratic(layout, theta, weightSum);
  }

  private Parameters<A> rounded(double[] theta) {
    if (theta.length != layout.size()) {
      throw new IllegalArgumentException(
          "Cannot evaluate the objective: theta has %d numbers (expected %d for the network %s)"
              .formatted(theta.length, layout.size(), layout.topology()));
    }
    return Parameters.forManyBlocks(layout, kernel, kernel.fromDoubles(theta));
  }
}
