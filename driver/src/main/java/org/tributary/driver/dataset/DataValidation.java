package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.Table;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spark.Rdds;

/**
 * What one pass over every row tells: how many there are, which classes, and what is wrong.
 *
 * <p>It holds counts and the first few problems, whatever the number of rows. Merging is the same
 * in any order.
 */
final class DataValidation implements Serializable {
  private static final long serialVersionUID = 1;

  /** More classes than this are taken for a column of numbers chosen by mistake. */
  static final int MOST_CLASSES = 10_000;

  private static final int PROBLEMS_SHOWN = 5;

  /** Where a class was first met, by file and position: what an error about it names. */
  private final HashMap<String, RowProblem> classes = new HashMap<>();

  /** How many rows each class has. */
  private final HashMap<String, Long> counts = new HashMap<>();

  private final CellFacts cells;

  private final RowsDigest digest = new RowsDigest();

  private final KeyHistogram keys = new KeyHistogram();

  private final List<RowProblem> problems = new ArrayList<>();
  private long problemCount;
  private boolean anyWeight;

  /** Number of rows, and of the numbers that these carry. */
  private long rows;

  private long numbers;

  /** The first label of one number, and whether another one differs. */
  private double target = Double.NaN;

  private boolean targetsVary;

  /** Starts without rows. */
  DataValidation(CellFacts cells) {
    this.cells = cells;
  }

  /** Reads every row of a table, with the places that messages name. */
  static DataValidation of(Table table, SampleReader reader) {
    JavaRDD<DataValidation> parts =
        SampleCursor.readRecords(
            table,
            reader,
            samples -> {
              DataValidation validation = new DataValidation(CellFacts.of(reader.plan()));
              while (samples.next()) {
                validation.add(samples);
              }
              return List.of(validation).iterator();
            });
    return JobName.during(
        parts.context(),
        "the validation of " + table.path(),
        () -> Rdds.reduce(parts, DataValidation::merge));
  }

  private void add(SampleCursor place) {
    ReadResult reading = place.read();
    if (reading instanceof RowProblem problem) {
      add(problem);
      return;
    }
    add(place, (Sample) reading);
  }

  /** Adds a row that cannot be used. */
  void add(RowProblem problem) {
    problemCount++;
    keep(problem);
  }

  /**
   * Adds a row that can be used.
   *
   * @param place where the row is
   */
  void add(SampleCursor place, Sample sample) {
    rows++;
    numbers += sample.features().length;
    anyWeight |= sample.weight() > 0;
    cells.add(sample.features());
    if (sample.targets().length > 0) {
      addTarget(sample.targets());
    }
    String label = sample.label();
    if (label.isEmpty()) {
      return;
    }
    if (classes.size() <= MOST_CLASSES && !classes.containsKey(label)) {
      classes.put(label, place.place(label));
    }
    if (classes.containsKey(label)) {
      counts.merge(label, 1L, Long::sum);
    }
  }

  private void addTarget(double[] targets) {
    if (Double.isNaN(target)) {
      target = targets[0];
    }
    targetsVary |= targets.length > 1 || targets[0] != target;
  }

  /** Returns the number that every row has as its only label; empty if there is none. */
  OptionalDouble constantTarget() {
    return targetsVary || Double.isNaN(target) ? OptionalDouble.empty() : OptionalDouble.of(target);
  }

  /** Adds the key of a row that can be used to the digest and the histogram. */
  void add(SampleKey key) {
    digest.add(key);
    keys.add(key);
  }

  /** Returns the histogram of the keys of the rows that can be used. */
  KeyHistogram keys() {
    return keys;
  }

  /** Returns the digest of the rows that can be used. */
  RowsDigest digest() {
    return digest;
  }

  /** Returns what is known of the cells. */
  CellFacts cells() {
    return cells;
  }

  /** Returns the profile of the column of the class. */
  ColumnProfile labels() {
    ColumnProfile profile = new ColumnProfile(MOST_CLASSES);
    counts.forEach(profile::add);
    return profile;
  }

  /** Returns how many rows each class has, in the order of {@link #classes}. */
  Map<String, Long> classCounts() {
    Map<String, Long> ordered = new LinkedHashMap<>();
    classes().forEach(name -> ordered.put(name, counts.get(name)));
    return ordered;
  }

  /** Tells whether any row cannot be used. */
  boolean hasProblems() {
    return problemCount > 0;
  }

  /** Returns how many rows cannot be used. */
  long problems() {
    return problemCount;
  }

  DataValidation merge(DataValidation other) {
    problemCount += other.problemCount;
    rows += other.rows;
    numbers += other.numbers;
    anyWeight |= other.anyWeight;
    other.problems.forEach(this::keep);
    cells.merge(other.cells);
    targetsVary |= other.targetsVary;
    if (!Double.isNaN(other.target)) {
      addTarget(new double[] {other.target});
    }
    digest.add(other.digest);
    keys.add(other.keys);
    other.counts.forEach((name, count) -> counts.merge(name, count, Long::sum));
    other.classes.forEach((name, place) -> classes.merge(name, place, DataValidation::earlier));
    return this;
  }

  private void keep(RowProblem problem) {
    problems.add(problem);
    problems.sort(DataValidation::inOrder);
    if (problems.size() > PROBLEMS_SHOWN) {
      problems.remove(PROBLEMS_SHOWN);
    }
  }

  private static int inOrder(RowProblem a, RowProblem b) {
    return Comparator.comparing(RowProblem::file)
        .thenComparingLong(RowProblem::position)
        .compare(a, b);
  }

  private static RowProblem earlier(RowProblem a, RowProblem b) {
    return inOrder(a, b) <= 0 ? a : b;
  }

  /** Returns the number of rows. */
  long rows() {
    return rows;
  }

  /** Returns how many numbers the features carry, without the zeros of sparse rows. */
  long numbers() {
    return numbers;
  }

  /** Tells whether any row weighs more than 0. */
  boolean anyWeight() {
    return anyWeight;
  }

  /** Returns the names of the classes: in numeric order if all are numbers, else by character. */
  List<String> classes() {
    return ClassNames.sorted(classes.keySet());
  }

  /** Returns what is wrong with the rows that cannot be used, of which the first are named. */
  String description(Table table) {
    List<String> lines =
        problems.stream()
            .map(p -> table.place(p.file(), p.position()) + ": " + p.reason())
            .toList();
    String more =
        problemCount > problems.size()
            ? "\n  and %d row%s more"
                .formatted(
                    problemCount - problems.size(), problemCount - problems.size() == 1 ? "" : "s")
            : "";
    return problemCount == 1
        ? "Cannot read " + lines.get(0)
        : "Cannot read %s: %d rows are wrong%n  %s%s"
            .formatted(table.path(), problemCount, String.join("\n  ", lines), more);
  }

  /**
   * Refuses a table with wrong rows, naming the first of them.
   *
   * @throws DataException if there is any problem, no row, or no row of positive weight
   */
  void requireSound(Table table) {
    if (problemCount > 0) {
      throw new DataException(description(table));
    }
    if (rows == 0) {
      throw new DataException("Cannot use %s: it has no rows".formatted(table.path()));
    }
    if (classes.size() > MOST_CLASSES) {
      throw new DataException(
          ("Cannot use %s: its label column has more than %d classes. For numbers, set"
                  + " network.output=identity-squared-error")
              .formatted(table.path(), MOST_CLASSES));
    }
  }

  /** Tells whether every class is one of those. */
  boolean hasOnly(List<String> known) {
    return Set.copyOf(known).containsAll(classes.keySet());
  }

  /**
   * Refuses a class that training did not see.
   *
   * @throws DataException naming the first row of the first such class
   */
  void requireKnownClasses(Table table, List<String> known) {
    Set<String> seen = new HashSet<>(known);
    for (var entry : new TreeMap<>(classes).entrySet()) {
      if (!seen.contains(entry.getKey())) {
        throw new DataException(
            "Cannot use %s: class %s was not seen in training (classes: %s)"
                .formatted(
                    table.place(entry.getValue().file(), entry.getValue().position()),
                    entry.getKey(),
                    ClassNames.list(known)));
      }
    }
  }
}
