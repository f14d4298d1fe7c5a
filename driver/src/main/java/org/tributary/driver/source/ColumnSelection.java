package org.tributary.driver.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.tributary.driver.spec.NamePattern;

/**
 * Selects columns of a table by name, by range ({@code a..f}: these two and all between them) or by
 * {@link NamePattern} ({@code x*}). A column whose name is the whole text is meant literally.
 */
public final class ColumnSelection {
  private static final String RANGE = "..";
  private static final int SHOWN = 20;

  private ColumnSelection() {}

  /**
   * Returns the names of the columns selected, in the order of the selectors and of the table.
   *
   * @param table the table
   * @param selectors names, ranges and patterns
   * @param key the setting in messages
   * @param roles columns that ranges and patterns leave out, because they have another role
   * @throws DataException if a selector selects nothing
   */
  public static List<String> of(
      Table table, List<String> selectors, String key, Set<String> roles) {
    List<String> columns = List.of(table.schema().fieldNames());
    Set<String> selected = new LinkedHashSet<>();
    for (String selector : selectors) {
      if (columns.contains(selector)) {
        selected.add(selector);
        continue;
      }
      List<String> some = new ArrayList<>(several(table, columns, selector, key));
      some.removeAll(roles);
      if (some.isEmpty()) {
        throw new DataException(
            "Cannot read %s: no column %s, named by %s (columns: %s)"
                .formatted(table.path(), selector, key, shown(columns)));
      }
      selected.addAll(some);
    }
    return List.copyOf(selected);
  }

  private static List<String> several(
      Table table, List<String> columns, String selector, String key) {
    int dots = selector.indexOf(RANGE);
    if (dots > 0 && dots + RANGE.length() < selector.length()) {
      int first = columns.indexOf(selector.substring(0, dots));
      int last = columns.indexOf(selector.substring(dots + RANGE.length()));
      if (first > last && last >= 0) {
        throw new DataException(
            "Cannot read %s: in the range %s of %s, the first column is after the last"
                .formatted(table.path(), selector, key));
      }
      return first < 0 || last < 0 ? List.of() : columns.subList(first, last + 1);
    }
    NamePattern pattern = new NamePattern(selector);
    return columns.stream().filter(pattern::matches).toList();
  }

  private static String shown(List<String> columns) {
    String[] names = columns.toArray(String[]::new);
    String first = String.join(", ", Arrays.copyOf(names, Math.min(names.length, SHOWN)));
    return names.length > SHOWN ? first + ", ... " + names.length + " in all" : first;
  }
}
