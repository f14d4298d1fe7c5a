package org.tributary.core.summation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tributary.core.kernel.Kernel;

/**
 * What is known of a sum over the leaves of a {@link SummationTree}: the complete subtrees that
 * some leaves make.
 *
 * <p>Only siblings are added to each other, so the same leaves give the same bits in whatever
 * order, and in whatever company, they arrive. Merging takes over both operands, arrays included.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class PartialSum<A> implements Serializable {
  private static final long serialVersionUID = 1;

  private final ArrayList<TreeNode<GradientSum<A>>> nodes;

  /** Takes over the nodes, which are in the order of their leaves. */
  PartialSum(List<TreeNode<GradientSum<A>>> nodes) {
    this.nodes = new ArrayList<>(nodes);
  }

  /** Returns the sum of no leaves, the neutral element of merging. */
  public static <A> PartialSum<A> empty() {
    return new PartialSum<>(List.of());
  }

  /** Returns the number of subtrees held: what would travel to the driver. */
  public int subtrees() {
    return nodes.size();
  }

  /**
   * Returns the subtrees held by the runs of 2^level leaves in which they begin, the run of leaves
   * r 2^level to before (r + 1) 2^level under r. The arrays are shared with this sum, which may not
   * be used afterwards.
   *
   * @param level 0 for a run a leaf
   */
  public SortedMap<Integer, PartialSum<A>> byRun(int level) {
    SortedMap<Integer, PartialSum<A>> runs = new TreeMap<>();
    for (TreeNode<GradientSum<A>> node : nodes) {
      int run = (int) (node.start() >> level);
      runs.computeIfAbsent(run, r -> empty()).nodes.add(node);
    }
    return runs;
  }

  /**
   * Returns the sum as it travels, of some of the elements or of all. What slices of sums merge to
   * is the slice of the merged sum, bit for bit.
   *
   * <p>Where Delta^(1) is kept by its columns, its elements follow the values, those of a feature
   * after those of the one before; a slice holds the columns that begin in it.
   *
   * @param from the first element
   * @param to the element after the last, or anything beyond
   */
  public PackedSum pack(int from, int to, Transport transport, Kernel<A> kernel) {
    return PackedSum.of(nodes, from, to, transport, kernel);
  }

  /**
   * Returns the sum over the leaves of both; neither may be used afterwards.
   *
   * @throws IllegalStateException if a leaf is in both
   */
  public PartialSum<A> merge(PartialSum<A> other, Kernel<A> kernel) {
    return merge(other, kernel, Rounding.NONE, 0);
  }

  /**
   * Returns the sum over the leaves of both; neither may be used afterwards.
   *
   * @param rounding of nodes that become complete
   * @param first the first element of the sums, where they are slices
   * @throws IllegalStateException if a leaf is in both
   */
  public PartialSum<A> merge(PartialSum<A> other, Kernel<A> kernel, Rounding rounding, int first) {
    return merge(other, kernel, rounding, first, ofOneThread(kernel));
  }

  /**
   * Returns the sum over the leaves of both; neither may be used afterwards.
   *
   * @param rounding of nodes that become complete
   * @param first the first element of the sums, where they are slices
   * @param addition of the values of two nodes
   * @throws IllegalStateException if a leaf is in both
   */
  public PartialSum<A> merge(
      PartialSum<A> other, Kernel<A> kernel, Rounding rounding, int first, Addition<A> addition) {
    ArrayList<TreeNode<GradientSum<A>>> stack = new ArrayList<>();
    for (TreeNode<GradientSum<A>> node : TreeNode.inOrder(nodes, other.nodes)) {
      if (!stack.isEmpty() && stack.get(stack.size() - 1).end() > node.start()) {
        throw new IllegalStateException(
            "Cannot merge partial sums: leaf " + node.start() + " is in both");
      }
      TreeNode.push(
          stack,
          node,
          (left, right) -> add(left, right, kernel, addition),
          whole -> rounding.round(whole.sum, first, whole.level, whole.index));
    }
    return new PartialSum<>(stack);
  }

  /**
   * Returns the sum over all leaves: what is left of incomplete subtrees is added from the last one
   * on, an order that the number of leaves alone decides.
   *
   * @param leaves how many leaves there must be
   * @throws IllegalStateException if a leaf is missing
   */
  public GradientSum<A> total(int leaves, Kernel<A> kernel) {
    return total(leaves, kernel, ofOneThread(kernel));
  }

  /**
   * Returns the sum over all leaves, as {@link #total(int, Kernel)} does.
   *
   * @param leaves how many leaves there must be
   * @param addition of the values of two nodes
   * @throws IllegalStateException if a leaf is missing
   */
  public GradientSum<A> total(int leaves, Kernel<A> kernel, Addition<A> addition) {
    long next = 0;
    for (TreeNode<GradientSum<A>> node : nodes) {
      if (node.start() != next) {
        throw new IllegalStateException(
            "Cannot total: leaf " + next + " of " + leaves + " is missing");
      }
      next = node.end();
    }
    if (next != leaves || leaves == 0) {
      throw new IllegalStateException("Cannot total: " + next + " leaves of " + leaves);
    }
    return TreeNode.total(nodes, (left, right) -> add(left, right, kernel, addition));
  }

  private static <A> Addition<A> ofOneThread(Kernel<A> kernel) {
    return (to, more) -> kernel.blend(to, 1, more, 1);
  }

  /** Adds the right sum to the left one, which is returned. */
  static <A> GradientSum<A> add(GradientSum<A> left, GradientSum<A> right, Kernel<A> kernel) {
    return add(left, right, kernel, ofOneThread(kernel));
  }

  private static <A> GradientSum<A> add(
      GradientSum<A> left, GradientSum<A> right, Kernel<A> kernel, Addition<A> addition) {
    addition.add(left.values(), right.values());
    left.set(
        left.columns().add(right.columns(), kernel),
        left.lossSum() + right.lossSum(),
        left.weightSum() + right.weightSum());
    return left;
  }
}
