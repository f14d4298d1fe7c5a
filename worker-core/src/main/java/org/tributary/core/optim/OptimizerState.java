package org.tributary.core.optim;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tributary.core.kernel.Kernel;

/**
 * What an update rule knows of the past: how many steps it took, and named arrays as long as theta.
 *
 * <p>It is mutable: {@link UpdateRule#step} overwrites it. {@link #snapshot} returns it as a value,
 * from which {@link UpdateRule#restore(OptimizerSnapshot)} goes on bit for bit.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class OptimizerState<A> implements Serializable {
  private static final long serialVersionUID = 1;

  private long step;
  private final String[] names;
  // The array types of A are serializable; the type variable cannot express this.
  private final Serializable[] arrays;

  private OptimizerState(long step, List<String> names, List<A> arrays) {
    this.step = step;
    this.names = names.toArray(String[]::new);
    this.arrays = arrays.toArray(Serializable[]::new);
  }

  /** Returns the state of no steps, every array 0. */
  static <A> OptimizerState<A> zeros(Kernel<A> kernel, List<String> names, int length) {
    List<A> arrays = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      arrays.add(kernel.allocate(length));
    }
    return new OptimizerState<>(0, names, arrays);
  }

  /**
   * Wraps the arrays of these names, without a copy; the caller has checked that they are there.
   */
  static <A> OptimizerState<A> of(long step, List<String> names, Map<String, A> arrays) {
    return new OptimizerState<>(step, names, names.stream().map(arrays::get).toList());
  }

  /** Returns how many steps were taken. */
  public long step() {
    return step;
  }

  /** Returns the names of the arrays, in their order. */
  public List<String> names() {
    return List.of(names);
  }

  /**
   * Returns one array: the array itself, which the next step overwrites.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  @SuppressWarnings("unchecked")
  public A array(String name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return (A) arrays[i];
      }
    }
    throw new IllegalArgumentException(
        "Cannot find the optimiser's array " + name + ": the state holds " + names());
  }

  /** Returns a state of its own arrays, with the same values. */
  public OptimizerState<A> copy(Kernel<A> kernel) {
    List<A> copies = new ArrayList<>();
    for (String name : names) {
      A array = array(name);
      A copy = kernel.allocate(kernel.length(array));
      kernel.copy(array, 0, copy, 0, kernel.length(array));
      copies.add(copy);
    }
    return new OptimizerState<>(step, names(), copies);
  }

  /** Returns the state as it is now, as a value of its own. */
  public OptimizerSnapshot snapshot(Kernel<A> kernel) {
    Map<String, ParameterVector> copies = new LinkedHashMap<>();
    for (String name : names) {
      copies.put(name, ParameterVector.copyOf(kernel.toDoubles(array(name))));
    }
    return new OptimizerSnapshot(step, copies);
  }

  /** Counts one step more. */
  void advance() {
    step++;
  }
}
