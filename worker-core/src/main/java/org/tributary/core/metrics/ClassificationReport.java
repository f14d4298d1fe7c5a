package org.tributary.core.metrics;

import static org.tributary.core.metrics.ConfusionTable.left;
import static org.tributary.core.metrics.ConfusionTable.right;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Plain-text report of the metrics of a {@link ConfusionMatrix}, a class a line. */
public final class ClassificationReport {
  private static final int LONGEST_NAME = 40;
  private static final String WEIGHTED = "weighted average";

  private ClassificationReport() {}

  /**
   * Renders precision, recall, F1 and support of each class, their macro and weighted averages, and
   * a line for each of some other metrics.
   *
   * @param names one a class, in the order of their indices
   * @param others values by title, in their order
   * @throws IllegalArgumentException if there is not one name a class
   */
  public static String render(
      ConfusionMatrix matrix, List<String> names, Map<String, Double> others) {
    if (names.size() != matrix.classes()) {
      throw new IllegalArgumentException(
          "Cannot render a classification report: %d names for %d classes"
              .formatted(names.size(), matrix.classes()));
    }
    if (matrix.total() == 0) {
      return "No samples to report on.\n";
    }
    int longest = names.stream().mapToInt(String::length).max().orElse(0);
    int longestTitle = others.keySet().stream().mapToInt(String::length).max().orElse(0);
    int width =
        Math.min(LONGEST_NAME, Math.max(Math.max(WEIGHTED.length(), longestTitle), longest));
    StringBuilder text = new StringBuilder(line("class", width, "precision", "recall", "F1"));
    text.append(right("support", 11)).append('\n');
    for (int c = 0; c < matrix.classes(); c++) {
      text.append(
          metrics(
              names.get(c),
              width,
              matrix.precision(c),
              matrix.recall(c),
              matrix.f1(c),
              matrix.support(c)));
    }
    text.append('\n');
    text.append(
        metrics(
            "macro average",
            width,
            matrix.macroPrecision(),
            matrix.macroRecall(),
            matrix.macroF1(),
            matrix.total()));
    text.append(
        metrics(
            WEIGHTED,
            width,
            matrix.weightedPrecision(),
            matrix.weightedRecall(),
            matrix.weightedF1(),
            matrix.total()));
    text.append('\n');
    others.forEach((title, value) -> text.append(line(title, width, number(value))).append('\n'));
    return text.toString();
  }

  private static String metrics(
      String name, int width, double precision, double recall, double f1, double support) {
    return line(name, width, number(precision), number(recall), number(f1))
        + right(ConfusionTable.weight(support), 11)
        + "\n";
  }

  private static String line(String name, int width, String... numbers) {
    StringBuilder text = new StringBuilder(left(name, width));
    for (String number : numbers) {
      text.append(right(number, 11));
    }
    return text.toString();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
