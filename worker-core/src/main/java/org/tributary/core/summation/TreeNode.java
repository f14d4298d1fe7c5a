package org.tributary.core.summation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * A complete subtree of the fixed binary tree over the leaves of a data set, with its sum: the
 * leaves index 2^level to before (index + 1) 2^level.
 *
 * <p>The functions here are the only ones that decide which sums are joined, and in which order:
 * siblings with siblings, and at the end what is left of incomplete subtrees from the last one on.
 *
 * @param <T> a sum; it travels with the node
 */
final class TreeNode<T> implements Serializable {
  private static final long serialVersionUID = 1;

  final int level;
  final int index;
  final T sum;

  TreeNode(int level, int index, T sum) {
    this.level = level;
    this.index = index;
    this.sum = sum;
  }

  /**
   * Receives nodes whose leaves are all summed.
   *
   * @param <T> a sum
   */
  @FunctionalInterface
  interface Completion<T> {
    /** Takes a node that two siblings became. */
    void completed(TreeNode<T> node);
  }

  /** Returns the first leaf. */
  long start() {
    return (long) index << level;
  }

  /** Returns the leaf after the last. */
  long end() {
    return (index + 1L) << level;
  }

  /** Tells whether both are sums over the same leaves. */
  boolean isAt(TreeNode<T> other) {
    return level == other.level && index == other.index;
  }

  private boolean isLeftSiblingOf(TreeNode<T> other) {
    return level == other.level && (index & 1) == 0 && other.index == index + 1;
  }

  /**
   * Pushes a node and joins siblings at the top, as a binary counter carries.
   *
   * @param stack nodes in the order of their leaves, all before those of the node
   * @param join may change the left sum, which it then returns
   */
  static <T> void push(
      List<TreeNode<T>> stack, TreeNode<T> node, BinaryOperator<T> join, Completion<T> completion) {
    TreeNode<T> top = node;
    while (!stack.isEmpty() && stack.get(stack.size() - 1).isLeftSiblingOf(top)) {
      TreeNode<T> left = stack.remove(stack.size() - 1);
      top = new TreeNode<>(left.level + 1, left.index >> 1, join.apply(left.sum, top.sum));
      completion.completed(top);
    }
    stack.add(top);
  }

  /** Returns the nodes of both lists in the order of their leaves; equal ones stay in theirs. */
  static <T> List<TreeNode<T>> inOrder(List<TreeNode<T>> some, List<TreeNode<T>> others) {
    List<TreeNode<T>> all = new ArrayList<>(some);
    all.addAll(others);
    all.sort(Comparator.comparingLong(TreeNode::start));
    return all;
  }

  /**
   * Returns the sum of nodes that cannot be joined as siblings any more, from the last one on: an
   * order that the number of leaves alone decides.
   *
   * @param nodes at least one
   */
  static <T> T total(List<TreeNode<T>> nodes, BinaryOperator<T> join) {
    T sum = nodes.get(nodes.size() - 1).sum;
    for (int i = nodes.size() - 2; i >= 0; i--) {
      sum = join.apply(nodes.get(i).sum, sum);
    }
    return sum;
  }
}
