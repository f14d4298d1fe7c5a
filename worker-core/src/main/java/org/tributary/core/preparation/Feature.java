package org.tributary.core.preparation;

import java.io.Serializable;

/**
 * A column of raw cells that a model reads: one number, text or gap a row, or a vector of numbers.
 *
 * @param name the column's name
 * @param width how many cells a row has of it: 1, or the length of the vector
 */
public record Feature(String name, int width) implements Serializable {
  /** Refuses a column without a name or without cells. */
  public Feature {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("Invalid feature: its name is empty");
    }
    if (width < 1) {
      throw new IllegalArgumentException(
          "Invalid feature " + name + ": width " + width + " (expected 1 or more)");
    }
  }
}
