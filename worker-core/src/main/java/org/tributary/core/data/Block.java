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

  /** The most numbers that an array can hold on every JVM. */
  public static final int MOST_NUMBERS = Integer.MAX_VALUE - 8;

  private final int index;
  private final int rows;
  private final int features;
  // The array types of A are serializable; the type variable cannot express this.
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

  /**
   * Returns how many units a layer can have for blocks of some rows: an array of activations, led
   * by 1, holds rows x (units + 1) numbers.
   *
   * @param rows of the largest block, 1 or more
   */
  public static int mostWidth(int rows) {
    return MOST_NUMBERS / rows - 1;
  }

  /**
   * Returns how many rows go into a block that is no larger than it must be: {@code rows}, or as
   * many as bring no layer's activations to more than 2^27 numbers, but one at least.
   *
   * @param rows the most rows that are wanted, 1 or more
   * @param widest units of the widest layer, inputs and outputs included
   */
  public static int rowsThatFit(int rows, int widest) {
    return (int) Math.max(1, Math.min(rows, (1L << 27) / (widest + 1L)));
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
