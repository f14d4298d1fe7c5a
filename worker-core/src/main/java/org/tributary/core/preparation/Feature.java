package org.tributary.core.preparation;

import java.io.Serializable;

/**
 * A column of raw cells that a model reads: one number, text or gap a row, or a vector of numbers.
 *
 * @param name the column's name
 * @param width how many cells a row has of it: 1, or the length of the vector
 * @param encoding what its cells mean
 */
public record Feature(String name, int width, Encoding encoding) implements Serializable {
  /** Refuses a column without a name or without cells, and vectors of anything but numbers. */
  public Feature {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("Invalid feature: its name is empty");
    }
    if (width < 1) {
      throw new IllegalArgumentException(
          "Invalid feature " + name + ": width " + width + " (expected 1 or more)");
    }
    if (width > 1 && encoding != Encoding.Plain.NUMBER) {
      throw new IllegalArgumentException(
          "Invalid feature %s: a vector of the kind %s (expected numbers)"
              .formatted(name, encoding.id()));
    }
  }

  /** Describes a column of numbers. */
  public Feature(String name, int width) {
    this(name, width, Encoding.Plain.NUMBER);
  }
}
