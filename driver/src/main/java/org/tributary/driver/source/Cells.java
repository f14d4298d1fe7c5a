package org.tributary.driver.source;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.UserDefinedType;
import org.tributary.core.preparation.CellValues;
import org.tributary.core.preparation.Encoding;

/**
 * What the cells of a {@link SourceRow} say: as numbers, and as the name of a class.
 *
 * <p>Numbers are numbers, booleans (1 and 0) and text that is one; vectors and {@code float[]} are
 * several. What is missing, {@link #isMissing} tells.
 */
public final class Cells {
  /** The width of a cell that is neither a number nor numbers, such as a date or a map. */
  public static final int NO_WIDTH = -1;

  private Cells() {}

  /** Returns the cell of a value of a Spark {@code Row}, of a column of this type. */
  public static Object of(Object value, DataType type) {
    return RowValues.cell(value, RowValues.Kind.of(type));
  }

  /**
   * Tells whether values of a type can be cells of a feature: one value, a vector, or an array of
   * numbers. A column of nulls is missing in every row.
   */
  public static boolean canHold(DataType type) {
    DataType stored = type instanceof UserDefinedType<?> named ? named.sqlType() : type;
    return RowValues.Kind.of(stored) != RowValues.Kind.PLAIN
        || stored instanceof NumericType
        || stored instanceof BooleanType
        || stored instanceof StringType
        || stored instanceof DateType
        || stored instanceof TimestampType
        || stored instanceof TimestampNTZType
        || stored instanceof NullType;
  }

  /** Returns whether there is no value in the cell: null, NaN, or text that says so. */
  public static boolean isMissing(Object cell) {
    return CellValues.isMissing(cell);
  }

  /**
   * Returns the number that a cell stands for in a column of one cell a row; NaN if it is missing,
   * or is not what the column holds.
   */
  public static double encoded(Object cell, Encoding encoding) {
    if (isMissing(cell)) {
      return Double.NaN;
    }
    if (encoding instanceof Encoding.Plain plain) {
      return switch (plain) {
        case NUMBER -> number(cell);
        case BOOLEAN -> CellValues.flag(cell);
        case DATE -> days(cell);
      };
    }
    return encoding.encode(className(cell));
  }

  /** Returns the days from 1970-01-01 to the date or time in a cell; NaN if there is none. */
  public static double days(Object cell) {
    return CellValues.days(cell);
  }

  /** Tells whether a cell is a date or a time. */
  public static boolean isDate(Object cell) {
    return cell instanceof Date
        || cell instanceof LocalDate
        || cell instanceof Timestamp
        || cell instanceof Instant
        || cell instanceof LocalDateTime;
  }

  /** Returns the number of values in a cell, or {@link #NO_WIDTH}. A missing one has width 1. */
  public static int width(Object cell) {
    if (cell instanceof Vector vector) {
      return vector.size();
    }
    if (cell instanceof float[] floats) {
      return floats.length;
    }
    if (cell instanceof NumberArray array) {
      return array.numbers().length;
    }
    return cell == null
            || cell instanceof String
            || cell instanceof Number
            || cell instanceof Boolean
        ? 1
        : NO_WIDTH;
  }

  /** Returns the number in a cell of width 1, or NaN if it is missing or is none. */
  public static double number(Object cell) {
    if (cell instanceof Vector vector && vector.size() == 1) {
      return vector.apply(0);
    }
    if (cell instanceof float[] floats && floats.length == 1) {
      return floats[0];
    }
    if (cell instanceof NumberArray array && array.numbers().length == 1) {
      return array.numbers()[0];
    }
    return CellValues.number(cell);
  }

  /**
   * Returns the number in a cell, or 1 and 0 for text such as yes and no; NaN for anything else.
   */
  public static double share(Object cell) {
    double number = number(cell);
    return Double.isNaN(number) && cell instanceof String ? CellValues.flag(cell) : number;
  }

  /**
   * Writes the numbers of a cell, {@link #width} of them, NaN for one that is missing or is none.
   *
   * @param cell a cell with a width
   * @param target overwritten from {@code offset} on
   * @param offset where to begin
   * @return the offset after the last number
   */
  public static int numbers(Object cell, double[] target, int offset) {
    if (cell instanceof SparseVector sparse) {
      Arrays.fill(target, offset, offset + sparse.size(), 0);
      int[] indices = sparse.indices();
      double[] values = sparse.values();
      for (int i = 0; i < indices.length; i++) {
        target[offset + indices[i]] = values[i];
      }
      return offset + sparse.size();
    }
    if (cell instanceof Vector vector) {
      System.arraycopy(vector.toArray(), 0, target, offset, vector.size());
      return offset + vector.size();
    }
    if (cell instanceof float[] floats) {
      for (int i = 0; i < floats.length; i++) {
        target[offset + i] = floats[i];
      }
      return offset + floats.length;
    }
    if (cell instanceof NumberArray array) {
      System.arraycopy(array.numbers(), 0, target, offset, array.numbers().length);
      return offset + array.numbers().length;
    }
    target[offset] = number(cell);
    return offset + 1;
  }

  /**
   * Returns why a cell is not a finite number or several, as what follows "column x ": empty if it
   * is.
   */
  public static Optional<String> problem(Object cell) {
    if (isMissing(cell)) {
      return Optional.of("is missing");
    }
    int width = width(cell);
    if (width == NO_WIDTH) {
      return Optional.of("is not a number: " + abridged(cell) + TextNotation.hint(cell));
    }
    if (cell instanceof Vector || cell instanceof float[] || cell instanceof NumberArray) {
      double[] numbers = new double[width];
      numbers(cell, numbers, 0);
      for (int i = 0; i < width; i++) {
        if (!Double.isFinite(numbers[i])) {
          return Optional.of("is not finite: element " + i + " is " + numbers[i]);
        }
      }
      return Optional.empty();
    }
    double number = number(cell);
    if (Double.isFinite(number)) {
      return Optional.empty();
    }
    boolean none =
        Double.isNaN(number) && cell instanceof String text && !text.trim().matches("[+-]?NaN");
    return Optional.of(
        none
            ? "is not a number: " + abridged(cell) + TextNotation.hint(cell)
            : "is not finite: " + abridged(cell));
  }

  /**
   * Returns the class or category that a cell names, see {@link CellValues#categoryName}: 3, 3.0,
   * "3" and "+3.0" are "3". A missing cell has the empty name.
   */
  public static String className(Object cell) {
    return CellValues.categoryName(cell);
  }

  /** Returns the cell of a value of a Spark {@code Row}, which may be null. */
  public static Object ofRow(Object value, DataType type) {
    return RowValues.cell(value, RowValues.Kind.of(type));
  }

  /**
   * Returns a cell as a value of a Spark {@code Row}.
   *
   * @param cell a cell of a record that is not {@link Malformed}; may be null
   * @param type the type of its column in {@link Table#schema()}; a vector in a column of strings
   *     is written in LIBSVM notation, {@code index:value ...}, without its zeros
   */
  public static Object toRow(Object cell, DataType type) {
    return RowValues.value(cell, type);
  }

  /** Returns a cell for a message: its first characters, text in quotes. */
  public static String abridged(Object cell) {
    String text = String.valueOf(cell);
    String shown = text.length() > 40 ? text.substring(0, 40) + "..." : text;
    return cell instanceof String ? "\"" + shown + "\"" : shown;
  }
}
