package org.tributary.driver.source;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.types.StructType;

/** An opened source: its columns, and its records in the order and the splits of its files. */
public final class Table {
  private final String path;
  private final StructType schema;
  private final Supplier<JavaRDD<SourceRow>> planned;
  private final Positions positions;
  private final long bytes;
  private final Optional<NumericScan> numbers;
  private Optional<JavaRDD<SourceRow>> records = Optional.empty();

  /**
   * Describes a table.
   *
   * @param path the path, as given by the user
   * @param schema the columns, with the types that a copy of the record is written with
   * @param records plans the reading of the records, when that is first asked for; a record of text
   *     may have more or fewer cells than columns, which the validation reports
   * @param positions the unit of {@link SourceRow#position()}
   * @param bytes size of the files, or an estimate where there are none
   * @param numbers reads columns of numbers faster than the records do, where the format allows it
   */
  Table(
      String path,
      StructType schema,
      Supplier<JavaRDD<SourceRow>> records,
      Positions positions,
      long bytes,
      Optional<NumericScan> numbers) {
    this.path = path;
    this.schema = schema;
    this.planned = records;
    this.positions = positions;
    this.bytes = bytes;
    this.numbers = numbers;
  }

  /** Describes a table whose records are the only way to read it. */
  Table(
      String path, StructType schema, JavaRDD<SourceRow> records, Positions positions, long bytes) {
    this(path, schema, () -> records, positions, bytes, Optional.empty());
  }

  /** Returns the path, as given by the user. */
  public String path() {
    return path;
  }

  /** Returns the columns, with the types that a copy of the record is written with. */
  public StructType schema() {
    return schema;
  }

  /** Returns the records. */
  public synchronized JavaRDD<SourceRow> records() {
    if (records.isEmpty()) {
      records = Optional.of(planned.get());
    }
    return records.get();
  }

  /** Returns the unit of {@link SourceRow#position()}. */
  public Positions positions() {
    return positions;
  }

  /** Returns the size of the files, or an estimate where there are none. */
  public long bytes() {
    return bytes;
  }

  /** Returns what reads columns of numbers faster than the records do, where there is such. */
  public Optional<NumericScan> numbers() {
    return numbers;
  }

  /** Returns the same table with other records, which are the only way to read it. */
  public Table withRecords(JavaRDD<SourceRow> other) {
    return new Table(path, schema, other, positions, bytes);
  }

  /** The unit of a record's position in its file. */
  public enum Positions {
    /** Offset in bytes of a line's beginning in the uncompressed text. */
    BYTE_OFFSET,
    /** Number of the line that a record begins in, counted from 1. */
    LINE,
    /** Row, counted from 0. */
    ROW
  }

  /**
   * Returns the position of a record for messages: {@code file:line}, or {@code file row n} if the
   * file has no lines.
   *
   * @param file the file read from
   * @param position as in {@link SourceRow#position()}
   */
  public String place(String file, long position) {
    return switch (positions) {
      case BYTE_OFFSET ->
          file + ":" + Lines.lineNumber(records().context().hadoopConfiguration(), file, position);
      case LINE -> file + ":" + position;
      case ROW -> file + " row " + (position + 1);
    };
  }
}
