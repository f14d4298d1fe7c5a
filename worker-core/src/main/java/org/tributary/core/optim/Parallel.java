package org.tributary.core.optim;

import org.tributary.core.kernel.Kernel;

/**
 * Does work on items, on the threads that there are.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
@FunctionalInterface
public interface Parallel<A> {
  /** Calls the work for all items, in runs, and returns when all of it is done. */
  void run(int items, Work<A> work);

  /** Returns the work of one thread, with its kernel. */
  static <A> Parallel<A> serial(Kernel<A> kernel) {
    return (items, work) -> work.on(kernel, 0, items);
  }

  /**
   * Work on a run of items.
   *
   * @param <A> {@code float[]} or {@code double[]}
   */
  @FunctionalInterface
  interface Work<A> {
    /**
     * Does the work.
     *
     * @param kernel of the calling thread
     * @param from the first item
     * @param to the item after the last
     */
    void on(Kernel<A> kernel, int from, int to);
  }
}
