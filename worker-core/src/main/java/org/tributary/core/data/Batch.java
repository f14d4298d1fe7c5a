package org.tributary.core.data;

import org.tributary.core.kernel.Kernel;

/**
 * A block to fill: rows gathered from other blocks, in arrays that are used again. Mutable, for one
 * thread.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Batch<A> {
  private final Kernel<A> kernel;
  private final int maxRows;
  private final Rows<A> inputs;
  private final A weights;
  private final A shares;
  private final Targets<A> targets;
  private final int outputs;
  private int rows;
  private double weightSum;

  /**
   * Allocates room.
   *
   * @param maxRows the most rows that will be gathered
   * @param like a block of the kind that rows will come from, with one row at least
   */
  public Batch(Kernel<A> kernel, int maxRows, Block<A> like) {
    this.kernel = kernel;
    this.maxRows = maxRows;
    this.inputs = Rows.like(like.inputs(), kernel, maxRows);
    this.weights = kernel.allocate(maxRows);
    this.shares = kernel.allocate(maxRows);
    if (like.targets() instanceof DenseTargets<A> dense) {
      this.outputs = kernel.length(dense.values()) / like.rows();
      this.targets = new DenseTargets<>(kernel.allocate(Math.multiplyExact(maxRows, outputs)));
    } else {
      this.outputs = 0;
      this.targets = new ClassTargets<>(new int[maxRows]);
    }
  }

  /** Empties the batch. */
  public void clear() {
    rows = 0;
    weightSum = 0;
  }

  /** Returns the number of rows gathered. */
  public int rows() {
    return rows;
  }

  /** Returns the most rows that can be gathered. */
  public int maxRows() {
    return maxRows;
  }

  /** Returns the sum of the rows' weights. */
  public double weightSum() {
    return weightSum;
  }

  /**
   * Copies a row of a block to the end of the batch.
   *
   * @throws UnsupportedOperationException if its inputs are sparse and the batch is not
   * @throws IllegalArgumentException if its inputs are dense and the batch is not
   */
  public void add(Block<A> source, int row) {
    inputs.add(source.inputs(), row, rows, kernel);
    kernel.copy(source.weights(), row, weights, rows, 1);
    if (targets instanceof ClassTargets<A> to) {
      to.classes()[rows] = ((ClassTargets<A>) source.targets()).classes()[row];
    } else {
      A from = ((DenseTargets<A>) source.targets()).values();
      A to = ((DenseTargets<A>) targets).values();
      kernel.copy(from, row * outputs, to, rows * outputs, outputs);
    }
    weightSum += kernel.get(source.weights(), row);
    rows++;
  }

  /** Returns the rows as a block on the batch's own arrays, valid until they change. */
  public Block<A> block(int index) {
    return new Block<>(index, rows, inputs.inputs(), targets, weights);
  }

  /**
   * Returns the rows as a block whose weights sum to 1, so that a sum over them is a mean over the
   * batch; on the batch's own arrays, valid until they change. The sum of the weights must not be
   * 0.
   */
  public Block<A> mean(int index) {
    kernel.copy(weights, 0, shares, 0, rows);
    kernel.blend(shares, 1 / weightSum, shares, 0, 0, rows);
    return new Block<>(index, rows, inputs.inputs(), targets, shares);
  }
}
