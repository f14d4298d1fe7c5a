package org.tributary.core.summation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.tributary.core.data.ColumnSums;
import org.tributary.core.kernel.Kernel;

/**
 * Sums leaves along a fixed binary tree, on one thread and with few buffers.
 *
 * <p>Leaf i is the sum over the samples of leaf i of a data set. Leaves 2j and 2j + 1 are added to
 * each other, then pairs of those, and so on, so every rounding is decided by the leaves' numbers
 * and by nothing else: not by partitions, executors or arrival. Adding in pairs also keeps the
 * rounding error to the logarithm of the number of leaves.
 *
 * <p>Leaves are given in ascending order. The tree holds one buffer a level at most and uses them
 * again; {@link #partialSum()} hands them over, after which the tree may not be used before {@link
 * #clear} takes them back.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class SummationTree<A> {
  private final Kernel<A> kernel;
  private final int size;
  private final List<TreeNode<GradientSum<A>>> stack = new ArrayList<>();
  private final List<A> allocated = new ArrayList<>();
  private final Deque<A> free = new ArrayDeque<>();
  private Rounding rounding;
  private int lastLeaf = -1;

  /**
   * Makes an empty tree.
   *
   * @param size number of elements of a leaf
   */
  public SummationTree(Kernel<A> kernel, int size) {
    this(kernel, size, Rounding.NONE);
  }

  /**
   * Makes an empty tree whose nodes are rounded as they become complete.
   *
   * @param size number of elements of a leaf
   */
  public SummationTree(Kernel<A> kernel, int size, Rounding rounding) {
    this.kernel = kernel;
    this.size = size;
    this.rounding = rounding;
  }

  /**
   * Returns how many complete subtrees the leaves {@code from} to before {@code to} make.
   *
   * <p>From one end to the other, subtrees grow and then shrink, each level coming up once on
   * either side: at most 2 log2(n) of them, or 1, over n leaves.
   */
  public static int subtrees(int from, int to) {
    return (int) subtreeStarts(from, to).count();
  }

  /** Returns the first leaf of each of the complete subtrees, in their order. */
  public static IntStream subtreeStarts(int from, int to) {
    return IntStream.iterate(from, start -> start < to, start -> subtreeEnd(start, to));
  }

  /** Returns the leaf after the largest complete subtree that begins at a leaf and ends by one. */
  private static int subtreeEnd(int start, int to) {
    int largest = Integer.highestOneBit(to - start);
    return start + (start == 0 ? largest : Math.min(Integer.lowestOneBit(start), largest));
  }

  /** Returns a buffer for the next leaf's values; its content is arbitrary. */
  public A buffer() {
    if (!free.isEmpty()) {
      return free.pop();
    }
    A buffer = kernel.allocate(size);
    allocated.add(buffer);
    return buffer;
  }

  /**
   * Empties the tree and takes back every buffer that it ever handed out.
   *
   * @param next rounding of the nodes from now on
   */
  public void clear(Rounding next) {
    rounding = next;
    stack.clear();
    free.clear();
    free.addAll(allocated);
    lastLeaf = -1;
  }

  /** Takes a buffer back unused. */
  public void release(A buffer) {
    free.push(buffer);
  }

  /**
   * Adds a leaf.
   *
   * @param leaf its number, greater than every number before it
   * @param values the leaf's sum, in an array from {@link #buffer()}, which the tree takes over
   * @param lossSum sum of w_i Loss_i
   * @param weightSum sum of w_i
   */
  public void add(int leaf, A values, double lossSum, double weightSum) {
    add(leaf, values, ColumnSums.none(), lossSum, weightSum);
  }

  /**
   * Adds a leaf whose Delta^(1) is kept by its columns.
   *
   * @param leaf its number, greater than every number before it
   * @param values the rest, in an array from {@link #buffer()}, which the tree takes over
   * @param columns Delta^(1) without the bias, which the tree takes over
   * @param lossSum sum of w_i Loss_i
   * @param weightSum sum of w_i
   */
  public void add(int leaf, A values, ColumnSums<A> columns, double lossSum, double weightSum) {
    if (leaf <= lastLeaf) {
      throw new IllegalStateException("Cannot add leaf " + leaf + " after leaf " + lastLeaf);
    }
    lastLeaf = leaf;
    GradientSum<A> sum = new GradientSum<>(values, columns, lossSum, weightSum);
    rounding.round(sum, 0, 0, leaf);
    TreeNode.push(stack, new TreeNode<>(0, leaf, sum), this::join, this::round);
  }

  private GradientSum<A> join(GradientSum<A> left, GradientSum<A> right) {
    GradientSum<A> sum = PartialSum.add(left, right, kernel);
    free.push(right.values());
    return sum;
  }

  private void round(TreeNode<GradientSum<A>> node) {
    rounding.round(node.sum, 0, node.level, node.index);
  }

  /** Returns the complete subtrees of the leaves added. */
  public PartialSum<A> partialSum() {
    return new PartialSum<>(stack);
  }
}
