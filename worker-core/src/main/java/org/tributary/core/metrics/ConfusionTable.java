package org.tributary.core.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;

/** Plain-text rendering of a {@link ConfusionMatrix}, for a terminal of {@value #WIDTH} columns. */
final class ConfusionTable {
  static final int WIDTH = 100;

  /** How much of a class name the rows show at least, where it is longer. */
  private static final int SHORTEST_NAME = 8;

  private static final int LONGEST_NAME = 24;
  private static final int PAIRS = 20;

  private final ConfusionMatrix matrix;
  private final List<String> names;

  ConfusionTable(ConfusionMatrix matrix, List<String> names) {
    if (names.size() != matrix.classes()) {
      throw new IllegalArgumentException(
          "Cannot render a confusion matrix: %d names for %d classes"
              .formatted(names.size(), matrix.classes()));
    }
    this.matrix = matrix;
    this.names = names;
  }

  private record Pair(int target, int prediction, double weight) {}

  @FunctionalInterface
  private interface Cell {
    String text(int target, int prediction);
  }

  /** Returns the first form that fits, each line ended by a newline. */
  String render() {
    IntFunction<String> numbered = c -> c + " " + names.get(c);
    return grid(
            "Confusion matrix: target down, prediction across.",
            names::get,
            names::get,
            this::count)
        .or(
            () ->
                grid(
                    "Confusion matrix: target down, prediction across by number.",
                    numbered,
                    String::valueOf,
                    this::count))
        .or(
            () ->
                grid(
                    "Confusion matrix, per cent of each target: target down, prediction across by number.",
                    numbered,
                    String::valueOf,
                    this::percent))
        .orElseGet(this::pairs);
  }

  private Optional<String> grid(
      String title, IntFunction<String> rowName, IntFunction<String> columnName, Cell cell) {
    int classes = matrix.classes();
    int longest = 0;
    int[] widths = new int[classes];
    int cells = 0;
    for (int c = 0; c < classes; c++) {
      longest = Math.max(longest, rowName.apply(c).length());
      widths[c] = columnName.apply(c).length();
      for (int t = 0; t < classes; t++) {
        widths[c] = Math.max(widths[c], cell.text(t, c).length());
      }
      cells += widths[c] + 1;
      if (cells > WIDTH) {
        return Optional.empty();
      }
    }
    int header = Math.min(longest, Math.min(LONGEST_NAME, WIDTH - cells));
    if (header < Math.min(longest, SHORTEST_NAME)) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder(title).append('\n').append(" ".repeat(header));
    for (int p = 0; p < classes; p++) {
      text.append(' ').append(right(columnName.apply(p), widths[p]));
    }
    for (int t = 0; t < classes; t++) {
      text.append('\n').append(left(rowName.apply(t), header));
      for (int p = 0; p < classes; p++) {
        text.append(' ').append(right(cell.text(t, p), widths[p]));
      }
    }
    return Optional.of(text.append('\n').toString());
  }

  /** A dot for none, so that what is confused stands out. */
  private String count(int target, int prediction) {
    double weight = matrix.weight(target, prediction);
    return weight == 0 ? "." : weight(weight);
  }

  private String percent(int target, int prediction) {
    double weight = matrix.weight(target, prediction);
    if (weight == 0) {
      return ".";
    }
    long percent = Math.round(100.0 * weight / matrix.support(target));
    return percent == 0 ? "<1" : Long.toString(percent);
  }

  private String pairs() {
    List<Pair> confused = new ArrayList<>();
    for (int t = 0; t < matrix.classes(); t++) {
      for (int p = 0; p < matrix.classes(); p++) {
        if (t != p && matrix.weight(t, p) > 0) {
          confused.add(new Pair(t, p, matrix.weight(t, p)));
        }
      }
    }
    if (confused.isEmpty()) {
      return "No sample of the %d classes was confused.\n".formatted(matrix.classes());
    }
    // The sort is stable: pairs of one weight stay in the order of their classes.
    confused.sort(Comparator.comparingDouble(Pair::weight).reversed());
    StringBuilder text =
        new StringBuilder("Most confused of %d classes:\n".formatted(matrix.classes()))
            .append(pairLine("target", "taken for", "samples", "share"));
    for (Pair pair : confused.subList(0, Math.min(PAIRS, confused.size()))) {
      double share = pair.weight() / matrix.support(pair.target());
      text.append(
          pairLine(
              names.get(pair.target()),
              names.get(pair.prediction()),
              weight(pair.weight()),
              String.format(Locale.ROOT, "%.1f %%", 100 * share)));
    }
    if (confused.size() > PAIRS) {
      text.append("and %d more pairs\n".formatted(confused.size() - PAIRS));
    }
    return text.toString();
  }

  private static String pairLine(String target, String prediction, String count, String share) {
    return left(target, LONGEST_NAME)
        + "  "
        + left(prediction, LONGEST_NAME)
        + right(count, 10)
        + right(share, 10)
        + "\n";
  }

  /** Returns a weight as text: a count as a whole number, others with about four digits. */
  static String weight(double weight) {
    if (weight == Math.rint(weight) && weight < 1e15) {
      return Long.toString((long) weight);
    }
    return String.format(Locale.ROOT, weight < 1000 ? "%.4g" : "%.0f", weight);
  }

  /** Pads on the right to a width, or cuts with two dots to show it. */
  static String left(String text, int width) {
    if (text.length() <= width) {
      return text + " ".repeat(width - text.length());
    }
    return text.substring(0, width - 2) + "..";
  }

  /** Pads on the left to a width. */
  static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }
}
