package org.tributary.driver.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table in plain text that is also valid Markdown.
 *
 * <p>The first column is aligned to the left, the others, which are numbers, to the right.
 */
public final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  /** Makes a table of a heading. */
  public TextTable(String... heading) {
    rows.add(List.of(heading));
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException if it has not one cell a column
   */
  public TextTable with(String... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          "Invalid row: %d cells (expected %d)".formatted(cells.length, rows.get(0).size()));
    }
    rows.add(List.of(cells));
    return this;
  }

  /** Returns the table, one line a row, without an end of line after the last. */
  public String render() {
    int[] widths =
        IntStream.range(0, rows.get(0).size())
            .map(c -> rows.stream().mapToInt(row -> row.get(c).length()).max().orElseThrow())
            .toArray();
    List<String> lines = new ArrayList<>();
    rows.forEach(row -> lines.add(line(row, widths)));
    lines.add(1, rule(widths));
    return String.join("\n", lines);
  }

  private static String line(List<String> row, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(c -> padded(row.get(c), widths[c], c))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  private static String padded(String cell, int width, int column) {
    String blanks = " ".repeat(width - cell.length());
    return column == 0 ? cell + blanks : blanks + cell;
  }

  private static String rule(int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(c -> c == 0 ? "-".repeat(widths[c] + 2) : "-".repeat(widths[c] + 1) + ":")
        .collect(Collectors.joining("|", "|", "|"));
  }
}
