package org.tributary.driver.source;

import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.FormatSpec;

/** A source of rows. */
public sealed interface DataSource {

  /** Returns the name in messages. */
  String name();

  /**
   * Files on any Hadoop file system.
   *
   * @param paths files, directories or globs
   * @param format how to read them
   */
  record Files(List<String> paths, FormatSpec format) implements DataSource {
    /** Copies the list. */
    public Files {
      paths = List.copyOf(paths);
    }

    @Override
    public String name() {
      return String.join(", ", paths);
    }
  }

  /**
   * A DataFrame. It is evaluated several times, and must give the same rows each time, in any
   * order; cache it if it is expensive.
   *
   * @param name what messages and the model call it
   * @param rows its rows; columns have the meaning of those of a Parquet file
   * @param unchecked the same rows, without expressions that refuse what is not a finite number: as
   *     long as all numbers are finite, these are read
   * @param first the first of the unchecked rows
   */
  record Frame(String name, Dataset<Row> rows, Dataset<Row> unchecked, FirstRow first)
      implements DataSource {
    /** Refuses nothing in place of a DataFrame. */
    public Frame {
      Objects.requireNonNull(rows);
      Objects.requireNonNull(unchecked);
      Objects.requireNonNull(first);
    }

    /** Describes rows, and the same rows without checks. */
    public Frame(String name, Dataset<Row> rows, Dataset<Row> unchecked) {
      this(name, rows, unchecked, new FirstRow(unchecked, name));
    }

    /** Describes a DataFrame as it is. */
    public Frame(String name, Dataset<Row> rows) {
      this(name, rows, rows);
    }
  }

  /**
   * Returns the files that a spec describes.
   *
   * @throws DataException if it describes a DataFrame, which must be passed to the job
   */
  static DataSource of(DataSpec spec) {
    if (spec.format() instanceof FormatSpec.Frame) {
      throw new DataException(
          "Cannot read %s: it is a DataFrame (pass it to the job, or set data.format)"
              .formatted(spec.path()));
    }
    return new Files(spec.paths(), spec.format());
  }

  /** Returns a DataFrame under the name that a spec has for it. */
  static DataSource of(DataSpec spec, Dataset<Row> rows) {
    return new Frame(spec.path(), rows);
  }
}
