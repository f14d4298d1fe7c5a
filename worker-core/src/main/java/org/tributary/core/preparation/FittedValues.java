package org.tributary.core.preparation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a preparation has learned, by name: lists of numbers, and lists of texts. This is all that a
 * model holds of a preparation besides its kind and columns.
 */
public final class FittedValues {
  private final Map<String, double[]> numbers;
  private final Map<String, List<String>> texts;

  /**
   * Keeps the values; the arrays are not copied.
   *
   * @throws IllegalArgumentException if a name is in both maps
   */
  public FittedValues(Map<String, double[]> numbers, Map<String, List<String>> texts) {
    this.numbers = new LinkedHashMap<>(numbers);
    this.texts = new LinkedHashMap<>(texts);
    for (String name : numbers.keySet()) {
      if (texts.containsKey(name)) {
        throw new IllegalArgumentException(name + " is numbers and texts (expected one of both)");
      }
    }
  }

  /** Returns no values. */
  public static FittedValues none() {
    return new FittedValues(Map.of(), Map.of());
  }

  /** Returns the lists of numbers: the arrays themselves. */
  public Map<String, double[]> numbers() {
    return numbers;
  }

  /** Returns the lists of texts. */
  public Map<String, List<String>> texts() {
    return texts;
  }

  /**
   * Returns a list of numbers: the array itself.
   *
   * @param name of a list that is there
   * @param count how many there must be
   * @throws IllegalArgumentException if there are more or fewer
   */
  double[] numbers(String name, int count) {
    double[] values = numbers.get(name);
    if (values.length != count) {
      throw new IllegalArgumentException(
          "%s has %d numbers (expected %d)".formatted(name, values.length, count));
    }
    return values;
  }

  /** Refuses values of other names than those that a kind has. */
  void requireNames(List<String> ofNumbers, List<String> ofTexts) {
    requireNames("numbers", numbers.keySet(), ofNumbers);
    requireNames("texts", texts.keySet(), ofTexts);
  }

  private static void requireNames(String what, Set<String> found, List<String> expected) {
    if (!found.equals(Set.copyOf(expected))) {
      throw new IllegalArgumentException(
          "its %s are %s (expected %s)".formatted(what, found, expected));
    }
  }
}
