package org.tributary.driver.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * Sums of leaves that meet along the canonical tree of {@code SummationTree}, for sums that are no
 * arrays: siblings are joined to siblings only, so the total has the same bits on any partitioning.
 *
 * <p>What comes for the same leaf is joined in its order. Rows without leaves, which all have the
 * number 0, are therefore summed in the order of their partitions. Mutable, for one thread; joining
 * may change the left sum, which belongs to the tree.
 *
 * @param <T> a sum; it travels with the tree
 */
final class LeafTree<T> implements Serializable {
  private static final long serialVersionUID = 1;

  /** The sum of leaves index 2^level to before (index + 1) 2^level. */
  private static final class Node<T> implements Serializable {
    private static final long serialVersionUID = 1;

    private final int level;
    private final int index;
    private final T sum;

    Node(int level, int index, T sum) {
      this.level = level;
      this.index = index;
      this.sum = sum;
    }

    long start() {
      return (long) index << level;
    }

    boolean isAt(Node<T> other) {
      return level == other.level && index == other.index;
    }

    boolean isLeftSiblingOf(Node<T> other) {
      return level == other.level && (index & 1) == 0 && other.index == index + 1;
    }
  }

  /** Complete subtrees and, at the end, leaves that may still get more; in their order. */
  private ArrayList<Node<T>> nodes = new ArrayList<>();

  /** Adds a sum of a leaf, whose number is not below that of any before it. */
  void add(int leaf, T sum, BinaryOperator<T> join) {
    Node<T> node = new Node<>(0, leaf, sum);
    if (!nodes.isEmpty() && last().isAt(node)) {
      nodes.set(nodes.size() - 1, new Node<>(0, leaf, join.apply(last().sum, sum)));
    } else {
      carry(nodes, join);
      nodes.add(node);
    }
  }

  private Node<T> last() {
    return nodes.get(nodes.size() - 1);
  }

  /** Joins siblings at the end, as a binary counter carries. */
  private static <T> void carry(List<Node<T>> nodes, BinaryOperator<T> join) {
    int end = nodes.size() - 1;
    while (end > 0 && nodes.get(end - 1).isLeftSiblingOf(nodes.get(end))) {
      Node<T> right = nodes.remove(end);
      Node<T> left = nodes.remove(end - 1);
      nodes.add(new Node<>(left.level + 1, left.index >> 1, join.apply(left.sum, right.sum)));
      end--;
    }
  }

  /** Adds the leaves of another tree, which may not be used afterwards; returns this one. */
  LeafTree<T> merge(LeafTree<T> other, BinaryOperator<T> join) {
    List<Node<T>> all = new ArrayList<>(nodes);
    all.addAll(other.nodes);
    // Stable: what there is of one leaf stays in its order.
    all.sort(Comparator.comparingLong(Node::start));
    nodes = new ArrayList<>();
    for (Node<T> node : all) {
      if (!nodes.isEmpty() && last().isAt(node)) {
        Node<T> left = nodes.remove(nodes.size() - 1);
        nodes.add(new Node<>(left.level, left.index, join.apply(left.sum, node.sum)));
      } else {
        carry(nodes, join);
        nodes.add(node);
      }
    }
    return this;
  }

  /**
   * Returns the sum of all leaves: what is left of incomplete subtrees is joined from the last one
   * on. The tree may not be used afterwards.
   *
   * @param none what there is without a leaf
   */
  T total(T none, BinaryOperator<T> join) {
    carry(nodes, join);
    if (nodes.isEmpty()) {
      return none;
    }
    T sum = last().sum;
    for (int i = nodes.size() - 2; i >= 0; i--) {
      sum = join.apply(nodes.get(i).sum, sum);
    }
    return sum;
  }
}
