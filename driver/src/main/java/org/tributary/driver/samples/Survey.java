package org.tributary.driver.samples;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.tributary.driver.data.DataException;
import org.tributary.driver.data.SourceRow;
import org.tributary.driver.data.Table;
import org.tributary.driver.watch.JobName;

/**
 * What one pass over every row tells: how many there are on each side of the holdout, which
 * classes, and what is wrong.
 *
 * <p>It holds counts and the first few problems, whatever the number of rows. Merging is the same
 * in any order.
 */
final class Survey implements Serializable {
  private static final long serialVersionUID = 1;

  /** More classes than this are taken for a column of numbers chosen by mistake. */
  static final int MOST_CLASSES = 10_000;

  private static final int PROBLEMS_SHOWN = 5;

  /** Where a class was first met, by file and position: what an error about it names. */
  private final TreeMap<String, Problem> classes = new TreeMap<>();

  private final List<Problem> problems = new ArrayList<>();
  private long problemCount;
  private long trainingRows;
  private long heldOutRows;
  private boolean anyWeight;

  /**
   * Reads every row of a table.
   *
   * @param heldOut the share kept from training
   */
  static Survey of(Table table, SampleReader reader, long seed, double heldOut) {
    JavaRDD<Survey> parts =
        table
            .records()
            .mapPartitions(
                rows -> {
                  Survey survey = new Survey();
                  while (rows.hasNext()) {
                    survey.add(rows.next(), reader, seed, heldOut);
                  }
                  return List.of(survey).iterator();
                });
    return JobName.during(
        parts.context(), "the survey of " + table.path(), () -> parts.treeReduce(Survey::merge));
  }

  private void add(SourceRow row, SampleReader reader, long seed, double heldOut) {
    Reading reading = reader.read(row);
    if (reading instanceof Problem problem) {
      problemCount++;
      keep(problem);
      return;
    }
    Sample sample = (Sample) reading;
    if (heldOut > 0 && SampleKey.of(sample, seed).isHeldOut(heldOut)) {
      heldOutRows++;
    } else {
      trainingRows++;
      anyWeight |= sample.weight() > 0;
    }
    if (!sample.label().isEmpty() && classes.size() <= MOST_CLASSES) {
      Problem place = new Problem(row.file(), row.position(), sample.label());
      classes.merge(sample.label(), place, Survey::earlier);
    }
  }

  Survey merge(Survey other) {
    problemCount += other.problemCount;
    trainingRows += other.trainingRows;
    heldOutRows += other.heldOutRows;
    anyWeight |= other.anyWeight;
    other.problems.forEach(this::keep);
    other.classes.forEach((name, place) -> classes.merge(name, place, Survey::earlier));
    return this;
  }

  private void keep(Problem problem) {
    problems.add(problem);
    problems.sort(Survey::inOrder);
    if (problems.size() > PROBLEMS_SHOWN) {
      problems.remove(PROBLEMS_SHOWN);
    }
  }

  private static int inOrder(Problem a, Problem b) {
    return Comparator.comparing(Problem::file).thenComparingLong(Problem::position).compare(a, b);
  }

  private static Problem earlier(Problem a, Problem b) {
    return inOrder(a, b) <= 0 ? a : b;
  }

  long trainingRows() {
    return trainingRows;
  }

  long heldOutRows() {
    return heldOutRows;
  }

  /** Returns the names of the classes: in numeric order if all are numbers, else by character. */
  List<String> classes() {
    return ClassNames.sorted(classes.keySet());
  }

  /**
   * Refuses a table with wrong rows, naming the first of them.
   *
   * @throws DataException if there is any problem, no row, or no row of positive weight
   */
  void requireSound(Table table) {
    if (problemCount > 0) {
      List<String> lines =
          problems.stream()
              .map(p -> table.place(p.file(), p.position()) + ": " + p.reason())
              .toList();
      String more =
          problemCount > problems.size()
              ? "\n  and " + (problemCount - problems.size()) + " rows more"
              : "";
      throw new DataException(
          problemCount == 1
              ? "Cannot read " + lines.get(0)
              : "Cannot read %s: %d rows are wrong%n  %s%s"
                  .formatted(table.path(), problemCount, String.join("\n  ", lines), more));
    }
    if (trainingRows + heldOutRows == 0) {
      throw new DataException("Cannot use %s: it has no rows".formatted(table.path()));
    }
    if (classes.size() > MOST_CLASSES) {
      throw new DataException(
          ("Cannot use %s: its label column has more than %d classes. For numbers, set"
                  + " network.output=identity-squared-error")
              .formatted(table.path(), MOST_CLASSES));
    }
  }

  /**
   * Refuses a table that leaves nothing to train on.
   *
   * @throws DataException if no row is left, or none of positive weight
   */
  void requireTrainable(Table table) {
    if (trainingRows == 0) {
      throw new DataException(
          "Cannot train on %s: all of its %d rows are held out (set data.holdout.fraction lower)"
              .formatted(table.path(), heldOutRows));
    }
    if (!anyWeight) {
      throw new DataException(
          "Cannot train on %s: the weights of all rows are 0".formatted(table.path()));
    }
  }

  /**
   * Refuses a class that training did not see.
   *
   * @throws DataException naming the first row of the first such class
   */
  void requireKnownClasses(Table table, List<String> known) {
    Set<String> seen = new HashSet<>(known);
    for (var entry : classes.entrySet()) {
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
