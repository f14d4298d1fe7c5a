package org.tributary.driver.drift;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.Malformed;
import org.tributary.driver.source.SourceRow;
import org.tributary.driver.source.Table;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spark.Rdds;

/** The counts of some columns of a table, from one pass over its rows. */
final class TableCounts implements Serializable {
  private static final long serialVersionUID = 1;

  /** How many names of a column are counted. */
  private static final int NAMES = 10_000;

  /** How many distinct numbers of a column are sampled at most, and those of all columns. */
  private static final int NUMBERS = 4096;

  private static final int ALL_NUMBERS = 2_000_000;
  private static final int LEAST_NUMBERS = 256;

  private final ArrayList<ColumnCounts> columns = new ArrayList<>();
  private long rows;

  /**
   * How a column is counted.
   *
   * @param column the column
   * @param edges of bins of numbers; empty to sample numbers
   * @param names that are counted, however many there are
   */
  record CountingRule(CountedColumn column, List<Double> edges, List<String> names)
      implements Serializable {
    /** Samples numbers, or counts names. */
    CountingRule(CountedColumn column) {
      this(column, List.of(), List.of());
    }

    /** Counts as a distribution does. */
    static CountingRule like(CountedColumn column, Distribution distribution) {
      return new CountingRule(
          column,
          distribution instanceof Distribution.Numbers numbers ? numbers.edges() : List.of(),
          distribution instanceof Distribution.Names names ? names.names() : List.of());
    }

    ColumnCounts counts(int columns) {
      if (column.isOfNames()) {
        return new NameCounts(NAMES, names);
      }
      int numbers = Math.max(LEAST_NUMBERS, Math.min(NUMBERS, ALL_NUMBERS / columns));
      return edges.isEmpty()
          ? new ValueSample(column, numbers)
          : new BinCounts(column, edges.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }

  /**
   * Counts the cells of a table. Rows that cannot be read are left out; training reports them.
   *
   * @throws DataException if the table has no rows
   */
  static TableCounts of(Table table, List<CountingRule> rules) {
    int width = table.schema().length();
    List<CountingRule> travelling = List.copyOf(rules);
    JavaRDD<TableCounts> parts =
        Rdds.mapPartitions(
            table.records(), rows -> List.of(of(rows, travelling, width)).iterator());
    Optional<TableCounts> all =
        parts.getNumPartitions() == 0
            ? Optional.empty()
            : Optional.of(
                JobName.during(
                    parts.context(),
                    "the profile of " + table.path(),
                    () -> Rdds.reduce(parts, TableCounts::merge)));
    return all.filter(counts -> counts.rows > 0)
        .orElseThrow(
            () -> new DataException("Cannot check %s: it has no rows".formatted(table.path())));
  }

  private static TableCounts of(Iterator<SourceRow> rows, List<CountingRule> rules, int width) {
    TableCounts counts = new TableCounts();
    rules.forEach(rule -> counts.columns.add(rule.counts(rules.size())));
    while (rows.hasNext()) {
      SourceRow row = rows.next();
      if (row.cells().length == width && Malformed.in(row).isEmpty()) {
        counts.rows++;
        for (int i = 0; i < rules.size(); i++) {
          counts.columns.get(i).add(row.cells()[rules.get(i).column().cell()]);
        }
      }
    }
    return counts;
  }

  private TableCounts merge(TableCounts other) {
    rows += other.rows;
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).merge(other.columns.get(i));
    }
    return this;
  }

  /** Returns the number of rows. */
  long rows() {
    return rows;
  }

  /** Returns the counts of a column, by its place in the list of the rules. */
  ColumnCounts column(int i) {
    return columns.get(i);
  }
}
