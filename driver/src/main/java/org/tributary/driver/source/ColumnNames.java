package org.tributary.driver.source;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The names of the columns of a header of CSV, of which some may have none. */
public final class ColumnNames {
  private ColumnNames() {}

  /**
   * Returns the names of all columns: one without a name, such as the index that pandas writes, is
   * named by its place, {@code c0}, or {@code c0_} if another column has this name.
   *
   * @param header the names, empty for none
   */
  public static List<String> of(List<String> header) {
    Set<String> named = new HashSet<>(header);
    return IntStream.range(0, header.size())
        .mapToObj(i -> header.get(i).isEmpty() ? unnamed(i, named) : header.get(i))
        .toList();
  }

  private static String unnamed(int column, Set<String> others) {
    String name = "c" + column;
    while (others.contains(name)) {
      name += "_";
    }
    return name;
  }
}
