package org.tributary.driver.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.tributary.core.metrics.Metric;
import org.tributary.core.model.Json;
import org.tributary.core.model.StrictObject;
import org.tributary.driver.drift.DataChecks;
import org.tributary.driver.drift.DataChecks.CheckedColumn;
import org.tributary.driver.drift.Drift;
import org.tributary.driver.evaluation.PairedComparison;
import org.tributary.driver.evaluation.PairedComparison.Difference;

/** The outcome of a retraining as JSON. */
final class RetrainRecord {
  private static final int FORMAT = 1;

  private RetrainRecord() {}

  static byte[] json(RetrainOutcome outcome) {
    ObjectNode root = Json.object();
    root.put("format", FORMAT);
    root.put("run", outcome.run());
    root.put("decided", outcome.decided().toString());
    root.put("data", outcome.data());
    root.put("verdict", Json.name(outcome.verdict()));
    outcome.reasons().forEach(root.putArray("reasons")::add);
    root.put("before", outcome.before());
    root.put("candidate", outcome.candidate());
    root.put("rows", outcome.checks().rows());
    outcome.checks().problems().forEach(root.putArray("problems")::add);
    var columns = root.putArray("columns");
    outcome.checks().columns().forEach(column -> put(columns.addObject(), column));
    var comparisons = root.putArray("comparison");
    outcome.comparison().ifPresent(comparison -> put(comparisons.addObject(), comparison));
    return Json.pretty(root);
  }

  private static void put(ObjectNode node, CheckedColumn column) {
    node.put("name", column.name());
    number(node, "missing", column.missing());
    number(node, "missingBefore", column.missingBefore());
    node.put("drifted", column.drifted());
    var drifts = node.putArray("drift");
    column
        .drift()
        .ifPresent(
            drift -> {
              ObjectNode of = drifts.addObject();
              number(of, "psi", drift.psi());
              of.put("test", Json.name(drift.test()));
              number(of, "statistic", drift.statistic());
              number(of, "pValue", drift.pValue());
            });
  }

  private static void put(ObjectNode node, PairedComparison comparison) {
    node.put("rows", comparison.rows());
    node.put("onlyCandidate", comparison.onlyCandidate());
    node.put("onlyCurrent", comparison.onlyCurrent());
    number(node, "mcnemar", comparison.mcnemar().orElse(Double.NaN));
    var metrics = node.putArray("metrics");
    for (Difference each : comparison.differences()) {
      ObjectNode metric = metrics.addObject();
      metric.put("metric", each.metric().key());
      number(metric, "current", each.current());
      number(metric, "candidate", each.candidate());
      number(metric, "improvement", each.improvement());
      number(metric, "lower", each.lower());
      number(metric, "upper", each.upper());
    }
  }

  private static void number(ObjectNode node, String key, double value) {
    if (Double.isFinite(value)) {
      node.put(key, value);
    } else {
      node.put(key, Double.toString(value));
    }
  }

  /**
   * Reads what {@link #json} writes.
   *
   * @throws IllegalArgumentException if it is damaged, or of a newer format
   */
  static RetrainOutcome parse(byte[] json) {
    StrictObject root = new StrictObject("", Json.parse(json));
    int format = root.integer("format");
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "format is %d (expected %d; a newer Tributary wrote it)".formatted(format, FORMAT));
    }
    RetrainOutcome outcome =
        new RetrainOutcome(
            root.text("run"),
            time(root.text("decided")),
            root.text("data"),
            root.constant("verdict", RetrainOutcome.Verdict.class),
            root.texts("reasons"),
            version(root, "before"),
            version(root, "candidate"),
            new DataChecks(
                root.longInteger("rows"),
                root.texts("problems"),
                root.objects("columns").stream().map(RetrainRecord::column).toList()),
            root.objects("comparison").stream().findFirst().map(RetrainRecord::comparison));
    root.close();
    return outcome;
  }

  /** Returns the number of a version; 0 for none. */
  private static int version(StrictObject root, String key) {
    int version = root.integer(key);
    if (version < 0) {
      throw new IllegalArgumentException("%s is %d (expected 0 or more)".formatted(key, version));
    }
    return version;
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "decided is " + Json.shown(text) + " (expected a time)", e);
    }
  }

  private static CheckedColumn column(StrictObject node) {
    CheckedColumn column =
        new CheckedColumn(
            node.text("name"),
            node.number("missing"),
            node.number("missingBefore"),
            node.objects("drift").stream().findFirst().map(RetrainRecord::drift),
            node.bool("drifted"));
    node.close();
    return column;
  }

  private static Drift drift(StrictObject node) {
    Drift drift =
        new Drift(
            node.number("psi"),
            node.constant("test", Drift.Test.class),
            node.number("statistic"),
            node.number("pValue"));
    node.close();
    return drift;
  }

  private static PairedComparison comparison(StrictObject node) {
    long rows = node.longInteger("rows");
    long onlyCandidate = node.longInteger("onlyCandidate");
    long onlyCurrent = node.longInteger("onlyCurrent");
    double mcnemar = node.number("mcnemar");
    List<Difference> differences = new ArrayList<>();
    for (StrictObject metric : node.objects("metrics")) {
      String key = metric.text("metric");
      differences.add(
          new Difference(
              Metric.of(key)
                  .orElseThrow(() -> new IllegalArgumentException("there is no metric " + key)),
              metric.number("current"),
              metric.number("candidate"),
              metric.number("improvement"),
              metric.number("lower"),
              metric.number("upper")));
      metric.close();
    }
    node.close();
    return new PairedComparison(
        rows,
        differences,
        onlyCandidate,
        onlyCurrent,
        Double.isNaN(mcnemar) ? OptionalDouble.empty() : OptionalDouble.of(mcnemar));
  }
}
