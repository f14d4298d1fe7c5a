package org.tributary.ml;

import java.io.Serializable;
import java.util.function.Supplier;

/**
 * What a summary of a training is made of when it is first asked for: to plan the predictions takes
 * longer than some iterations. Not kept where a model is serialized.
 *
 * @param <T> the type of what is made
 */
final class Pending<T> implements Serializable {
  private static final long serialVersionUID = 1;

  private final transient boolean present;
  private final transient Supplier<T> maker;
  private transient boolean made;
  private transient T value;

  private Pending(boolean present, Supplier<T> maker) {
    this.present = present;
    this.maker = maker;
  }

  /** Returns nothing to make. */
  static <T> Pending<T> none() {
    return new Pending<>(
        false,
        () -> {
          throw new IllegalStateException("There is nothing to make");
        });
  }

  /**
   * Returns what is made later.
   *
   * @param maker called once at most
   */
  static <T> Pending<T> of(Supplier<T> maker) {
    return new Pending<>(true, maker);
  }

  /** Tells whether there is something to make. */
  boolean isPresent() {
    return present;
  }

  /** Returns what was made, the same on every call; there has to be something to make. */
  synchronized T get() {
    if (!made) {
      value = maker.get();
      made = true;
    }
    return value;
  }
}
