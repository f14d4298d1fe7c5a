package org.tributary.core.summation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * Sums of leaves along the tree of {@link SummationTree}, for sums that are no arrays: siblings are
 * joined to siblings only, so the total has the same bits on any partitioning.
 *
 * <p>What comes for the same leaf is joined in its order. Rows without leaves, which all have the
 * number 0, are therefore summed in the order of their partitions. Mutable, for one thread; joining
 * may change the left sum, which belongs to the tree.
 *
 * @param <T> a sum; it travels with the tree
 */
public final class LeafTree<T> implements Serializable {
  private static final long serialVersionUID = 1;

  /** Complete subtrees and, at the end, leaves that may still get more; in their order. */
  private ArrayList<TreeNode<T>> nodes = new ArrayList<>();

  /** Adds a sum of a leaf, whose number is not below that of any before it. */
  public void add(int leaf, T sum, BinaryOperator<T> join) {
    TreeNode<T> node = new TreeNode<>(0, leaf, sum);
    if (!nodes.isEmpty() && last().isAt(node)) {
      nodes.set(nodes.size() - 1, new TreeNode<>(0, leaf, join.apply(last().sum, sum)));
    } else {
      carry(nodes, join);
      nodes.add(node);
    }
  }

  private TreeNode<T> last() {
    return nodes.get(nodes.size() - 1);
  }

  /** Joins the last node with its siblings, once nothing more comes for it. */
  private static <T> void carry(List<TreeNode<T>> nodes, BinaryOperator<T> join) {
    if (!nodes.isEmpty()) {
      TreeNode.push(nodes, nodes.remove(nodes.size() - 1), join, node -> {});
    }
  }

  /** Adds the leaves of another tree, which may not be used afterwards; returns this one. */
  public LeafTree<T> merge(LeafTree<T> other, BinaryOperator<T> join) {
    // What there is of one leaf stays in its order.
    List<TreeNode<T>> all = TreeNode.inOrder(nodes, other.nodes);
    nodes = new ArrayList<>();
    for (TreeNode<T> node : all) {
      if (!nodes.isEmpty() && last().isAt(node)) {
        TreeNode<T> left = nodes.remove(nodes.size() - 1);
        nodes.add(new TreeNode<>(left.level, left.index, join.apply(left.sum, node.sum)));
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
  public T total(T none, BinaryOperator<T> join) {
    carry(nodes, join);
    return nodes.isEmpty() ? none : TreeNode.total(nodes, join);
  }
}
