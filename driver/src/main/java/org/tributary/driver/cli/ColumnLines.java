package org.tributary.driver.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.tributary.core.preparation.Encoding;
import org.tributary.core.preparation.Feature;
import org.tributary.driver.run.DataSummary;

/** Lines about what the columns of a data set hold. */
final class ColumnLines {
  private static final int SHOWN = 8;

  private ColumnLines() {}

  /** Returns the lines about the data of a training. */
  static List<String> of(DataSummary data) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "Features: %s; %,d inputs.",
            kinds(data.columns().features()),
            data.inputs()));
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    data.columns()
        .unused()
        .forEach(
            (name, reason) ->
                byReason.computeIfAbsent(reason, none -> new ArrayList<>()).add(name));
    byReason.forEach(
        (reason, names) -> lines.add("Not used: " + some(names) + " (" + reason + ")."));
    lines.add(labels(data));
    data.columns().warnings().forEach(warning -> lines.add("Warning: " + warning));
    return lines;
  }

  /** Returns how many columns of each kind there are, with their first names. */
  static String kinds(List<Feature> features) {
    Map<String, List<String>> byKind = new LinkedHashMap<>();
    for (Feature feature : features) {
      byKind.computeIfAbsent(kind(feature), none -> new ArrayList<>()).add(name(feature));
    }
    return byKind.entrySet().stream()
        .map(
            kind ->
                "%d %s (%s)"
                    .formatted(kind.getValue().size(), kind.getKey(), some(kind.getValue())))
        .collect(Collectors.joining(", "));
  }

  private static String kind(Feature feature) {
    return feature.width() > 1 ? "vector" : feature.encoding().id();
  }

  private static String name(Feature feature) {
    if (feature.encoding() instanceof Encoding.Categories categories) {
      return feature.name() + ": " + categories.names().size();
    }
    return feature.width() > 1 ? feature.name() + ": " + feature.width() : feature.name();
  }

  private static String labels(DataSummary data) {
    String output = data.output().name().toLowerCase(Locale.ROOT).replace('_', '-');
    Map<String, Long> classes = data.columns().classes();
    if (classes.isEmpty()) {
      return "Labels: numbers (network.output = " + output + ").";
    }
    String counts =
        classes.entrySet().stream()
            .limit(SHOWN)
            .map(entry -> String.format(Locale.ROOT, "%s: %,d", entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(", "));
    return "Labels: %d classes (%s%s) (network.output = %s)."
        .formatted(classes.size(), counts, classes.size() > SHOWN ? ", ..." : "", output);
  }

  private static String some(List<String> names) {
    String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    String line = shown.replace("\n", "\\n").replace("\t", "\\t");
    return names.size() > SHOWN ? line + ", ..." : line;
  }
}
