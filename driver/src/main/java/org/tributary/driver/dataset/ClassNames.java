package org.tributary.driver.dataset;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The order of class names, and how they are told. */
final class ClassNames {
  private static final int SHOWN = 20;

  private ClassNames() {}

  /** Returns the names in numeric order if all are numbers, else in the order of characters. */
  static List<String> sorted(Collection<String> names) {
    boolean numbers = names.stream().allMatch(ClassNames::isNumber);
    Comparator<String> order =
        numbers
            ? Comparator.comparingDouble(Double::parseDouble)
                .thenComparing(Comparator.naturalOrder())
            : Comparator.naturalOrder();
    return names.stream().sorted(order).toList();
  }

  /** Returns the first names, separated by commas. */
  static String list(List<String> names) {
    String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    return names.size() > SHOWN ? shown + ", ... " + names.size() + " in all" : shown;
  }

  private static boolean isNumber(String name) {
    try {
      return !Double.isNaN(Double.parseDouble(name));
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
