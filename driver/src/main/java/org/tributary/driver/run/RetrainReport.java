package org.tributary.driver.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tributary.driver.drift.DataChecks.CheckedColumn;
import org.tributary.driver.evaluation.PairedComparison;
import org.tributary.driver.evaluation.PairedComparison.Difference;

/** The report of a retraining, in Markdown. */
final class RetrainReport {
  private RetrainReport() {}

  /** Returns the text. */
  static String of(RetrainOutcome outcome) {
    List<String> lines = new ArrayList<>();
    lines.add("# Retraining " + cell(outcome.run()) + ": " + word(outcome));
    lines.add("");
    lines.add("| | |");
    lines.add("|---|---|");
    lines.add("| decided | " + outcome.decided() + " |");
    lines.add("| data | " + cell(outcome.data()) + " |");
    lines.add(format("| rows | %,d |", outcome.checks().rows()));
    lines.add("| current version before | " + version(outcome.before()) + " |");
    lines.add("| candidate | " + version(outcome.candidate()) + " |");
    lines.add("");
    outcome.reasons().forEach(reason -> lines.add("- " + cell(reason)));
    outcome.comparison().ifPresent(comparison -> comparison(comparison, lines));
    if (!outcome.checks().columns().isEmpty()) {
      columns(outcome.checks().columns(), lines);
    }
    return String.join("\n", lines) + "\n";
  }

  private static void comparison(PairedComparison comparison, List<String> lines) {
    lines.add("");
    lines.add(format("## Both models on the same %,d hold-out rows", comparison.rows()));
    lines.add("");
    lines.add("| metric | current | candidate | improvement | at least | at most |");
    lines.add("|---|---|---|---|---|---|");
    for (Difference each : comparison.differences()) {
      lines.add(
          format(
              "| %s | %.6g | %.6g | %.4g | %.4g | %.4g |",
              each.metric().title(),
              each.current(),
              each.candidate(),
              each.improvement(),
              each.lower(),
              each.upper()));
    }
    comparison
        .mcnemar()
        .ifPresent(
            p -> {
              lines.add("");
              lines.add(
                  format(
                      "Rows that only the candidate has right: %,d; only the current model: %,d;"
                          + " McNemar's test: p = %.3g.",
                      comparison.onlyCandidate(), comparison.onlyCurrent(), p));
            });
  }

  private static void columns(List<CheckedColumn> columns, List<String> lines) {
    lines.add("");
    lines.add("## Columns");
    lines.add("");
    lines.add("| column | missing | before | PSI | test | p | drifted |");
    lines.add("|---|---|---|---|---|---|---|");
    for (CheckedColumn column : columns) {
      lines.add(
          format(
              "| %s | %.4g | %s | %s | %s |",
              cell(column.name()),
              column.missing(),
              Double.isNaN(column.missingBefore()) ? "" : format("%.4g", column.missingBefore()),
              column
                  .drift()
                  .map(
                      drift ->
                          format(
                              "%.4g | %s %.4g | %.3g",
                              drift.psi(), drift.test(), drift.statistic(), drift.pValue()))
                  .orElse(" | | "),
              column.drifted() ? "yes" : ""));
    }
  }

  private static String word(RetrainOutcome outcome) {
    return switch (outcome.verdict()) {
      case PROMOTED -> "promoted";
      case KEPT -> "kept the current model";
      case REFUSED -> "refused the data";
    };
  }

  private static String version(int number) {
    return number == 0 ? "none" : String.valueOf(number);
  }

  private static String cell(String text) {
    return text.replace("\\", "\\\\").replace("|", "\\|").replaceAll("\\s+", " ");
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
