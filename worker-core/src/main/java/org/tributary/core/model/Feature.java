package org.tributary.core.model;

/**
 * A column of inputs: one number, or a vector of several.
 *
 * @param name the column's name
 * @param width how many of the network's inputs it fills
 */
public record Feature(String name, int width) {
  /** Refuses a column without a name or without numbers. */
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
