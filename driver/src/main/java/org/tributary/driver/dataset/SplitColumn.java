package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.tributary.core.preparation.Encoding;
import org.tributary.driver.source.Cells;
import org.tributary.driver.source.Table;
import org.tributary.driver.spec.ColumnKind;
import org.tributary.driver.spec.SplitSpec;

/**
 * The column that decides on the set of a row, read as the position of a sample among {@link Cuts}.
 *
 * @param cell the place of the column
 * @param name its name
 * @param content what its cells hold
 * @param seed decides on the sets of groups
 */
record SplitColumn(int cell, String name, Content content, long seed) implements Serializable {
  /** Where no column decides: every position is 0. */
  static final SplitColumn NONE = new SplitColumn(-1, "", Content.NOTHING, 0);

  private static final int FIRST_ROWS = 1000;

  /** What cells hold. */
  enum Content {
    /** Nothing: they are not read. */
    NOTHING,
    /** The names of sets. */
    SETS,
    /** The names of groups. */
    GROUPS,
    /** Numbers that grow with time. */
    NUMBERS,
    /** Dates or times. */
    DATES
  }

  /** A position, or why there is none as what follows "column x ". */
  record Position(long value, String problem) {
    private static Position of(long value) {
      return new Position(value, "");
    }

    private static Position none(String problem) {
      return new Position(0, problem);
    }

    boolean isThere() {
      return problem.isEmpty();
    }
  }

  /**
   * Returns the column of a division.
   *
   * @throws org.tributary.driver.source.DataException if the table does not have it
   */
  static SplitColumn of(Table table, SplitSpec split, long seed) {
    if (split.column().isEmpty()) {
      return NONE;
    }
    String name = split.column().get();
    int cell = ColumnPlaces.split(table, name);
    if (split instanceof SplitSpec.ByColumn) {
      return new SplitColumn(cell, name, Content.SETS, seed);
    }
    if (split instanceof SplitSpec.ByGroup) {
      return new SplitColumn(cell, name, Content.GROUPS, seed);
    }
    return new SplitColumn(
        cell, name, isOfDates(table, cell) ? Content.DATES : Content.NUMBERS, seed);
  }

  /** Tells whether a column holds dates, by its type or, for text, by its first cells. */
  private static boolean isOfDates(Table table, int cell) {
    DataType type = table.schema().fields()[cell].dataType();
    if (!(type instanceof StringType)) {
      return ColumnKinds.byType(type).equals(Optional.of(ColumnKind.DATE));
    }
    return TableProfile.ofFirstRows(table, new int[] {cell}, FIRST_ROWS, FIRST_ROWS).of(cell).kind()
        == ColumnKind.DATE;
  }

  /** Returns the position of a row. */
  Position position(Object[] cells) {
    if (content == Content.NOTHING) {
      return Position.of(0);
    }
    Object value = cells[cell];
    if (Cells.isMissing(value)) {
      return Position.none("is missing, but divides the rows (data.split.column)");
    }
    return switch (content) {
      case NOTHING -> throw new AssertionError();
      case SETS -> set(value);
      case GROUPS -> Position.of(SampleKey.place(Cells.className(value), seed));
      case NUMBERS -> time(Cells.number(value), value, "a number");
      case DATES -> time(Cells.encoded(value, Encoding.Plain.DATE), value, "a date or a time");
    };
  }

  private static Position set(Object value) {
    return switch (String.valueOf(value).trim().toLowerCase(Locale.ROOT)) {
      case "train" -> Position.of(Cuts.TRAINING);
      case "validation" -> Position.of(Cuts.VALIDATION);
      case "test" -> Position.of(Cuts.HOLDOUT);
      default ->
          Position.none(
              "divides the rows (data.split.column) and is %s (expected train, validation or test)"
                  .formatted(Cells.abridged(value)));
    };
  }

  /** Returns the position of a time: the later, the lower. */
  private static Position time(double time, Object value, String expected) {
    if (!Double.isFinite(time)) {
      return Position.none(
          "divides the rows by time (data.split.column) and is %s (expected %s)"
              .formatted(Cells.abridged(value), expected));
    }
    long bits = Double.doubleToLongBits(time + 0.0);
    // Ascending as a signed number; the complement descends, and the sign bit makes it unsigned.
    long ascending = bits ^ ((bits >> (Long.SIZE - 1)) & Long.MAX_VALUE);
    return Position.of(~ascending ^ Long.MIN_VALUE);
  }
}
