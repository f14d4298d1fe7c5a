package org.tributary.core.preparation;

import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * A column of raw cells that a model reads: one number, text or gap a row, or a vector of numbers.
 *
 * @param name the column's name
 * @param width how many cells a row has of it: 1, or the length of the vector
 * @param encoding what its cells mean
 * @param elements the names of the elements of a vector, each once; none if they have no names
 */
public record Feature(String name, int width, Encoding encoding, List<String> elements)
    implements Serializable {
  /**
   * Refuses a column without a name or without cells, vectors of anything but numbers, and other
   * names of elements than one for each.
   */
  public Feature {
    elements = List.copyOf(elements);
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
    if (!elements.isEmpty() && Set.copyOf(elements).size() != width) {
      throw new IllegalArgumentException(
          "Invalid feature %s: %d different names of elements (expected %d, or none)"
              .formatted(name, Set.copyOf(elements).size(), width));
    }
  }

  /** Describes a column whose elements have no names. */
  public Feature(String name, int width, Encoding encoding) {
    this(name, width, encoding, List.of());
  }

  /** Describes a column of numbers. */
  public Feature(String name, int width) {
    this(name, width, Encoding.Plain.NUMBER);
  }

  @Override
  public String toString() {
    return "Feature[name=%s, width=%d, encoding=%s%s]"
        .formatted(name, width, encoding, elements.isEmpty() ? "" : ", elements=" + elements);
  }
}
