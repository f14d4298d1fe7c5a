package org.tributary.core.data;

import java.io.Serializable;
import java.util.Arrays;
import org.tributary.core.kernel.Kernel;

/**
 * A run of samples, contiguous in memory: the unit of work of a kernel and of summation.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Block<A> implements Serializable {
  private static final long serialVersionUID = 1;

  private final int index;
  private final int rows;
  private final int features;
  // The array types that A stands for are serialisable; the type variable cannot say so.
  private final Serializable inputs;
  private final Targets<A> targets;
  private final Serializable weights;

  /**
   * Wraps the arrays without a copy.
   *
   * @param index this block's place in the data set's canonical order, counted from 0
   * @param rows number of samples, possibly 0
   * @param features s_1, the number of inputs of a sample
   * @param inputs a^(1): rows x (features + 1), row-major, each row led by the constant 1
   * @param targets what the network should answer
   * @param weights the weight of each row
   */
  public Block(int index, int rows, int features, A inputs, Targets<A> targets, A weights) {
    this.index = index;
    this.rows = rows;
    this.features = features;
    this.inputs = (Serializable) inputs;
    this.targets = targets;
    this.weights = (Serializable) weights;
  }

  /** Returns this block's place in the data set's canonical order, counted from 0. */
  public int index() {
    return index;
  }

  /** Returns the number of samples. */
  public int rows() {
    return rows;
  }

  /** Returns s_1, the number of inputs of a sample. */
  public int features() {
    return features;
  }

  /** Returns rows x (features + 1) numbers, each row led by 1: the array itself. */
  @SuppressWarnings("unchecked")
  public A inputs() {
    return (A) inputs;
  }

  /** Returns what the network should answer. */
  public Targets<A> targets() {
    return targets;
  }

  /** Returns the weight of each row: the array itself. */
  @SuppressWarnings("unchecked")
  public A weights() {
    return (A) weights;
  }

  /** Returns a new block of the first {@code count} rows, or of all if there are fewer. */
  public Block<A> firstRows(int count, Kernel<A> kernel) {
    int taken = Math.min(count, rows);
    A head = head(inputs(), taken * (features + 1), kernel);
    return new Block<>(
        index, taken, features, head, headTargets(taken, kernel), head(weights(), taken, kernel));
  }

  private Targets<A> headTargets(int taken, Kernel<A> kernel) {
    if (targets instanceof ClassTargets<A> ofClasses) {
      return new ClassTargets<>(Arrays.copyOf(ofClasses.classes(), taken));
    }
    A values = ((DenseTargets<A>) targets).values();
    int outputs = rows == 0 ? 0 : kernel.length(values) / rows;
    return new DenseTargets<>(head(values, taken * outputs, kernel));
  }

  private static <A> A head(A values, int length, Kernel<A> kernel) {
    A head = kernel.allocate(length);
    kernel.copy(values, 0, head, 0, length);
    return head;
  }
}
