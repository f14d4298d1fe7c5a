package org.tributary.driver.dataset;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.tributary.core.preparation.Preparation;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.RowNumbers;
import org.tributary.driver.source.SourceRow;
import org.tributary.driver.source.Table;
import org.tributary.driver.source.UnreadableRow;
import org.tributary.driver.spark.Rdds;
import org.tributary.driver.spec.UnreadableSpec;

/**
 * Leaves out rows that cannot be read, up to the share that the job allows: what is learned and
 * predicted is what it would be if they were not in the files.
 *
 * <p>Mutable: it collects the rows of each table that a run reads, to be written once.
 */
public final class UnreadableRows {
  private final UnreadableSpec spec;
  private final List<JavaRDD<RowNumbers.Numbered>> found = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();

  /** Leaves out what a spec allows. */
  public UnreadableRows(UnreadableSpec spec) {
    this.spec = spec;
  }

  /** Returns one sentence for each table of which rows were left out. */
  public List<String> notices() {
    return List.copyOf(notices);
  }

  /** Returns the rows that were left out, of all tables; they are read when they are asked for. */
  public List<JavaRDD<RowNumbers.Numbered>> found() {
    return List.copyOf(found);
  }

  /** Returns where to write the rows, if there are any and the job has a path for them. */
  public Optional<String> path() {
    return found.isEmpty() ? Optional.empty() : spec.path();
  }

  /**
   * Returns the table without the rows that a model cannot predict; see {@link #without}.
   *
   * @throws DataException if a column is not there, or more rows cannot be read than allowed
   */
  public Table predictable(Table table, Preparation preparation) {
    return read(
        table,
        new SampleReader(
            ColumnPlan.forPrediction(table, preparation), SampleReader.TargetKind.UNREAD));
  }

  /** Returns the table without the rows that a reader cannot read; see {@link #without}. */
  Table read(Table table, SampleReader reader) {
    return spec.refusesAll()
        ? table
        : without(table, reader, DataValidation.of(table, reader)).orElse(table);
  }

  /**
   * Returns the table without the rows that cannot be read; empty if there are none, or none may be
   * left out.
   *
   * @param validation what was found in the table
   * @throws DataException if more rows cannot be read than the job allows
   */
  Optional<Table> without(Table table, SampleReader reader, DataValidation validation) {
    long unreadable = validation.problems();
    if (unreadable == 0 || spec.refusesAll()) {
      return Optional.empty();
    }
    long rows = unreadable + validation.rows();
    if (unreadable > spec.share() * rows || validation.rows() == 0) {
      throw new DataException(
          "%s%n  data.unreadable.share = %s allows %,d of %,d rows; correct them, or raise it"
              .formatted(
                  validation.description(table), spec.share(), (long) (spec.share() * rows), rows));
    }
    JavaRDD<UnreadableRow> left =
        Rdds.mapPartitions(table.records(), split -> new Unreadable(split, reader));
    found.add(RowNumbers.of(left, table.positions()));
    notices.add(
        String.format(
            Locale.ROOT,
            "%,d of %,d rows of %s cannot be read and are left out%s",
            unreadable,
            rows,
            table.path(),
            spec.path().map(path -> "; they are in " + path).orElse("")));
    return Optional.of(
        table.withRecords(
            table.records().filter(row -> !(reader.read(row) instanceof RowProblem))));
  }

  /** The rows of a split that cannot be read. */
  private static final class Unreadable implements Iterator<UnreadableRow> {
    private final Iterator<SourceRow> rows;
    private final SampleReader reader;
    private Optional<UnreadableRow> next = Optional.empty();

    Unreadable(Iterator<SourceRow> rows, SampleReader reader) {
      this.rows = rows;
      this.reader = reader;
    }

    @Override
    public boolean hasNext() {
      while (next.isEmpty() && rows.hasNext()) {
        SourceRow row = rows.next();
        if (reader.read(row) instanceof RowProblem problem) {
          next =
              Optional.of(
                  new UnreadableRow(
                      row.file(), row.position(), problem.column(), problem.reason(), row.text()));
        }
      }
      return next.isPresent();
    }

    @Override
    public UnreadableRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      UnreadableRow row = next.orElseThrow();
      next = Optional.empty();
      return row;
    }
  }
}
