package org.tributary.core.optim;

import org.tributary.core.kernel.Kernel;

/**
 * Runs tasks on ranges of items, on the threads that there are.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
@FunctionalInterface
public interface Parallel<A> {
  /** Runs the task on all items, in ranges, and returns when all are done. */
  void run(int items, RangeTask<A> task);

  /** Returns what runs a task on the calling thread, with its kernel. */
  static <A> Parallel<A> serial(Kernel<A> kernel) {
    return (items, task) -> task.on(kernel, 0, items);
  }

  /**
   * A task on a range of items.
   *
   * @param <A> {@code float[]} or {@code double[]}
   */
  @FunctionalInterface
  interface RangeTask<A> {
    /**
     * Runs the task.
     *
     * @param kernel of the calling thread
     * @param from the first item
     * @param to the item after the last
     */
    void on(Kernel<A> kernel, int from, int to);
  }
}
