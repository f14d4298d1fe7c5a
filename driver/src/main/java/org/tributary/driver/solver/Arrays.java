package org.tributary.driver.solver;

import java.util.ArrayList;
import java.util.List;
import org.tributary.core.kernel.Kernel;

/**
 * Arrays of lengths that change little from round to round, used again in each. Mutable, for one
 * thread.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Arrays<A> {
  private final Kernel<A> kernel;
  private final List<A> all = new ArrayList<>();
  private int used;

  Arrays(Kernel<A> kernel) {
    this.kernel = kernel;
  }

  /** Takes back every array that was handed out. */
  void takeBack() {
    used = 0;
  }

  /** Returns an array of a length or longer; its content is arbitrary. */
  A ofLength(int length) {
    if (used == all.size()) {
      all.add(kernel.allocate(0));
    }
    if (kernel.length(all.get(used)) < length) {
      // An eighth more than asked for, for the next rounds.
      all.set(used, kernel.allocate(Math.addExact(length, length / 8)));
    }
    return all.get(used++);
  }
}
