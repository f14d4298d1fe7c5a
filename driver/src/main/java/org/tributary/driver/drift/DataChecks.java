package org.tributary.driver.drift;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.tributary.core.preparation.Encoding;
import org.tributary.driver.source.Table;
import org.tributary.driver.spec.RetrainSpec.Checks;

/**
 * Whether data is fit to train on, by the limits of a job.
 *
 * <p>Without a reference: the number of rows, the shares of classes and of missing cells. With one,
 * also the columns, the classes, the changes of these shares and the drift of each column, which
 * must be both large, by the population stability index, and no chance, by a two-sample test: of
 * many rows, any difference is significant, and of few, the index is large by chance.
 *
 * @param rows number of rows
 * @param problems what is refused, one line each; none if the data is fit
 * @param columns the columns that were compared
 */
public record DataChecks(long rows, List<String> problems, List<CheckedColumn> columns) {
  private static final Encoding NAMES = new Encoding.Categories(List.of());

  /** How many names a message lists. */
  private static final int SHOWN = 10;

  /**
   * A column.
   *
   * @param name its name
   * @param missing share of missing cells
   * @param missingBefore that of the reference; NaN without one
   * @param drift from the reference, if there is one and the drift is looked at
   * @param drifted whether it has drifted
   */
  public record CheckedColumn(
      String name, double missing, double missingBefore, Optional<Drift> drift, boolean drifted) {}

  /** What labels hold. */
  public enum Labels {
    /** Names of classes. */
    CLASSES,
    /** Numbers. */
    NUMBERS,
    /** The data decides. */
    UNKNOWN
  }

  /** Copies the lists. */
  public DataChecks {
    problems = List.copyOf(problems);
    columns = List.copyOf(columns);
  }

  /** Tells whether the data is fit. */
  public boolean passed() {
    return problems.isEmpty();
  }

  /**
   * The columns of a table by their roles.
   *
   * @param features the columns that a model may read
   * @param labels the label columns
   * @param kind what the labels hold
   */
  public record Roles(List<String> features, List<String> labels, Labels kind) {
    /** Copies the lists. */
    public Roles {
      features = List.copyOf(features);
      labels = List.copyOf(labels);
    }
  }

  /** Checks data that there is no reference for. */
  public static DataChecks without(Table table, Roles roles, Checks limits) {
    Findings findings = new Findings(limits);
    List<TableCounts.CountingRule> rules = new ArrayList<>();
    Map<String, Integer> cells = cells(table);
    for (String name : roles.features()) {
      rules.add(new TableCounts.CountingRule(new CountedColumn(name, cells.get(name), NAMES)));
    }
    boolean classes = roles.kind() == Labels.CLASSES;
    if (classes) {
      roles
          .labels()
          .forEach(
              name ->
                  rules.add(
                      new TableCounts.CountingRule(
                          new CountedColumn(name, cells.get(name), NAMES))));
    }
    TableCounts counts = TableCounts.of(table, rules);
    findings.rows(counts.rows());
    for (int i = 0; i < roles.features().size(); i++) {
      double missing = (double) counts.column(i).missing() / counts.rows();
      findings.missing(roles.features().get(i), missing, Double.NaN);
      findings.columns.add(
          new CheckedColumn(roles.features().get(i), missing, Double.NaN, Optional.empty(), false));
    }
    if (classes) {
      for (int i = 0; i < roles.labels().size(); i++) {
        NameCounts names = (NameCounts) counts.column(roles.features().size() + i);
        Map<String, Double> shares = new LinkedHashMap<>();
        long total = names.names().values().stream().mapToLong(Long::longValue).sum();
        names.names().forEach((name, count) -> shares.put(name, (double) count / total));
        findings.labelShares(shares);
      }
    }
    return findings.result(counts.rows());
  }

  /**
   * Checks data against that of the current model.
   *
   * @param encodings what the cells of the features of the reference mean, in their order
   * @param classes the classes of the current model, if it has some
   */
  public static DataChecks against(
      ReferenceProfile reference,
      List<Encoding> encodings,
      Optional<List<String>> classes,
      Table table,
      Roles roles,
      Checks limits) {
    Findings findings = new Findings(limits);
    findings.schema(reference, roles);
    Map<String, Integer> cells = cells(table);
    Set<String> there = new HashSet<>(roles.features());
    List<TableCounts.CountingRule> rules = new ArrayList<>();
    List<ReferenceProfile.Column> compared = new ArrayList<>();
    for (int i = 0; i < reference.features().size(); i++) {
      ReferenceProfile.Column column = reference.features().get(i);
      if (there.contains(column.name())) {
        compared.add(column);
        rules.add(
            TableCounts.CountingRule.like(
                new CountedColumn(column.name(), cells.get(column.name()), encodings.get(i)),
                column.distribution()));
      }
    }
    int features = compared.size();
    for (ReferenceProfile.Column column : reference.labels()) {
      compared.add(column);
      Encoding encoding =
          column.distribution() instanceof Distribution.Numbers ? Encoding.Plain.NUMBER : NAMES;
      rules.add(
          TableCounts.CountingRule.like(
              new CountedColumn(column.name(), cells.get(column.name()), encoding),
              column.distribution()));
    }
    TableCounts counts = TableCounts.of(table, rules);
    findings.rows(counts.rows());
    for (int i = 0; i < compared.size(); i++) {
      boolean label = i >= features;
      if (label && counts.column(i) instanceof NameCounts names) {
        findings.classes(compared.get(i), names, classes);
      } else {
        findings.compare(compared.get(i), counts.column(i), reference.rows(), counts.rows());
      }
    }
    findings.drifted();
    return findings.result(counts.rows());
  }

  private static Map<String, Integer> cells(Table table) {
    Map<String, Integer> cells = new LinkedHashMap<>();
    String[] names = table.schema().fieldNames();
    for (int i = 0; i < names.length; i++) {
      cells.putIfAbsent(names[i], i);
    }
    return cells;
  }

  /** The checks that were made. */
  private static final class Findings {
    private final Checks limits;
    private final List<String> problems = new ArrayList<>();
    private final List<CheckedColumn> columns = new ArrayList<>();

    Findings(Checks limits) {
      this.limits = limits;
    }

    DataChecks result(long rows) {
      return new DataChecks(rows, problems, columns);
    }

    void rows(long rows) {
      if (rows < limits.rows()) {
        problem("%,d rows (expected %,d or more by retrain.check.rows)", rows, limits.rows());
      }
    }

    void schema(ReferenceProfile reference, Roles roles) {
      Set<String> known = new HashSet<>(reference.unused());
      List<String> missing = new ArrayList<>();
      for (ReferenceProfile.Column column : reference.features()) {
        known.add(column.name());
        if (!roles.features().contains(column.name())) {
          missing.add(column.name());
        }
      }
      if (!missing.isEmpty()) {
        problem(
            "column %s is missing (expected the features of the current model; restore it, or begin a new retrain.registry)",
            shown(missing));
      }
      List<String> added = roles.features().stream().filter(name -> !known.contains(name)).toList();
      if (!added.isEmpty()) {
        problem(
            "column %s is new (expected the features of the current model; add it to data.ignore, or begin a new retrain.registry)",
            shown(added));
      }
    }

    void missing(String name, double share, double before) {
      if (share > limits.missing()) {
        problem(
            "column %s has %.4g of its cells missing (expected %.4g at most by retrain.check.missing)",
            name, share, limits.missing());
      }
      if (Math.abs(share - before) > limits.missingChange()) {
        problem(
            "column %s has %.4g of its cells missing, %.4g in the data of the current model (expected a change of %.4g at most by retrain.check.missingChange)",
            name, share, before, limits.missingChange());
      }
    }

    void labelShares(Map<String, Double> shares) {
      shares.forEach(
          (name, share) -> {
            if (share < limits.labelShare()) {
              problem(
                  "class %s has %.4g of the rows (expected %.4g or more by retrain.check.labelShare)",
                  name, share, limits.labelShare());
            }
          });
    }

    void classes(
        ReferenceProfile.Column reference, NameCounts names, Optional<List<String>> classes) {
      Map<String, Long> counts = names.names();
      List<String> known = classes.orElse(List.of());
      if (classes.isPresent()) {
        List<String> added =
            names.hasTooMany()
                ? List.of("(more than %,d)".formatted(counts.size()))
                : counts.keySet().stream().filter(name -> !known.contains(name)).toList();
        if (!added.isEmpty()) {
          problem(
              "label %s has the new class %s (expected the classes of the current model: %s; correct the rows, or begin a new retrain.registry)",
              reference.name(), shown(added), shown(known));
        }
        List<String> gone =
            known.stream().filter(name -> counts.getOrDefault(name, 0L) == 0).toList();
        if (!gone.isEmpty()) {
          problem(
              "label %s has no row of class %s, which the current model predicts",
              reference.name(), shown(gone));
        }
      }
      double total = counts.values().stream().mapToLong(Long::longValue).sum();
      Map<String, Double> shares = new LinkedHashMap<>();
      counts.forEach((name, count) -> shares.put(name, count / total));
      labelShares(shares);
      if (reference.distribution() instanceof Distribution.Names before) {
        Set<String> all = new TreeSet<>(before.names());
        for (String name : all) {
          double was = before.counts().get(before.names().indexOf(name)) / (double) before.total();
          double is = shares.getOrDefault(name, 0.0);
          if (Math.abs(is - was) > limits.labelChange()) {
            problem(
                "class %s has %.4g of the rows, %.4g in the data of the current model (expected a change of %.4g at most by retrain.check.labelChange)",
                name, is, was, limits.labelChange());
          }
        }
      }
    }

    void compare(
        ReferenceProfile.Column reference, ColumnCounts counts, long rowsBefore, long rows) {
      double missing = (double) counts.missing() / rows;
      double before = (double) reference.missing() / rowsBefore;
      missing(reference.name(), missing, before);
      boolean looked = !limits.ignore().contains(reference.name());
      Optional<Drift> drift =
          looked
              ? Optional.of(
                  Drift.of(reference.distribution(), reference.distribution().same(counts)))
              : Optional.empty();
      boolean drifted =
          drift
              .filter(d -> d.psi() > limits.psi() && d.pValue() < limits.significance())
              .isPresent();
      columns.add(new CheckedColumn(reference.name(), missing, before, drift, drifted));
    }

    /** Reports the columns that have drifted if they are too many. */
    void drifted() {
      List<CheckedColumn> drifted = columns.stream().filter(CheckedColumn::drifted).toList();
      if (drifted.size() <= limits.drifted()) {
        return;
      }
      for (CheckedColumn column : drifted) {
        Drift drift = column.drift().orElseThrow();
        problem(
            "column %s has drifted: PSI %.4g (expected %.4g at most by retrain.check.psi), %s %.4g, p = %.2g; correct the data, or raise retrain.check.psi or retrain.check.drifted",
            column.name(),
            drift.psi(),
            limits.psi(),
            drift.test(),
            drift.statistic(),
            drift.pValue());
      }
    }

    private static String shown(List<String> names) {
      return String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
          + (names.size() > SHOWN ? " and %d more".formatted(names.size() - SHOWN) : "");
    }

    private void problem(String text, Object... values) {
      problems.add(String.format(Locale.ROOT, text, values));
    }
  }
}
