package org.tributary.driver.source;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.bitset.BitSetMethods;

/**
 * The cells of a column of Spark's internal rows as numbers: one a cell, or as many as a vector or
 * an array holds. They are the numbers that {@link Cells} finds in the values of the column.
 *
 * @param place of the column in the rows
 * @param type of the column, without the name that a user-defined type gives it
 * @param width numbers of a cell
 */
record NumberCells(int place, DataType type, int width) implements Serializable {
  private static final Set<DataType> NUMBERS =
      Set.of(
          DataTypes.DoubleType,
          DataTypes.FloatType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.ShortType,
          DataTypes.ByteType);

  private static final Set<DataType> ELEMENTS =
      Set.of(DataTypes.DoubleType, DataTypes.FloatType, DataTypes.IntegerType);

  /** Stands for all numbers of a cell that does not hold as many, or is no vector. */
  private static final double WRONG = Double.POSITIVE_INFINITY;

  private static final int VECTOR_FIELDS = 4;
  private static final byte SPARSE = 0;
  private static final byte DENSE = 1;

  /** Tells whether cells of a type are a number each. */
  static boolean isNumber(DataType type) {
    return NUMBERS.contains(type);
  }

  /**
   * Returns the number in a column of such a type, as a {@code Row} has it. The accessor of Spark
   * for any type looks its settings up at each call.
   */
  static Number boxed(InternalRow row, int place, DataType type) {
    if (type == DataTypes.DoubleType) {
      return row.getDouble(place);
    }
    if (type == DataTypes.FloatType) {
      return row.getFloat(place);
    }
    if (type == DataTypes.IntegerType) {
      return row.getInt(place);
    }
    if (type == DataTypes.LongType) {
      return row.getLong(place);
    }
    if (type == DataTypes.ShortType) {
      return row.getShort(place);
    }
    return row.getByte(place);
  }

  /** Tells whether cells of a type can be read as so many numbers each. */
  static boolean reads(DataType type, int width) {
    DataType stored = stored(type);
    boolean one = isNumber(stored) || stored instanceof DecimalType;
    return one
        ? width == 1
        : stored instanceof ArrayType array
            ? ELEMENTS.contains(array.elementType())
            : stored instanceof StructType struct && RowValues.isVector(struct);
  }

  /** Describes the cells of a column that {@link #reads} holds for. */
  static NumberCells of(int place, DataType type, int width) {
    return new NumberCells(place, stored(type), width);
  }

  /** Returns the width of each cell of a row, as {@link FirstRow#widths} has it. */
  static int[] widths(InternalRow row, DataType[] types) {
    int[] widths = new int[types.length];
    for (int place = 0; place < widths.length; place++) {
      widths[place] = row.isNullAt(place) ? FirstRow.NULL : width(row, place, stored(types[place]));
    }
    return widths;
  }

  private static int width(InternalRow row, int place, DataType type) {
    if (RowValues.Kind.of(type) == RowValues.Kind.VECTOR) {
      InternalRow vector = row.getStruct(place, VECTOR_FIELDS);
      boolean sparse = !vector.isNullAt(0) && vector.getByte(0) == SPARSE;
      return sparse
          ? (vector.isNullAt(1) ? Cells.NO_WIDTH : vector.getInt(1))
          : (vector.isNullAt(3) ? Cells.NO_WIDTH : vector.getArray(3).numElements());
    }
    if (type instanceof ArrayType) {
      return RowValues.Kind.of(type) == RowValues.Kind.PLAIN
          ? Cells.NO_WIDTH
          : row.getArray(place).numElements();
    }
    boolean one =
        type instanceof NumericType || type instanceof StringType || type instanceof BooleanType;
    return one ? 1 : Cells.NO_WIDTH;
  }

  private static DataType stored(DataType type) {
    return type instanceof UserDefinedType<?> named ? named.sqlType() : type;
  }

  /**
   * Reads the cell of a row.
   *
   * @param to overwritten with {@link #width} numbers from {@code at} on: NaN for a missing one,
   *     infinite ones for a cell that does not hold as many
   */
  void read(InternalRow row, double[] to, int at) {
    if (row.isNullAt(place)) {
      // A missing cell counts as one missing number.
      Arrays.fill(to, at, at + width, width == 1 ? Double.NaN : WRONG);
    } else if (type instanceof StructType) {
      vector(row.getStruct(place, VECTOR_FIELDS), to, at);
    } else if (type instanceof ArrayType array) {
      elements(row.getArray(place), array.elementType(), to, at);
    } else {
      to[at] = number(row);
    }
  }

  private double number(InternalRow row) {
    if (type == DataTypes.FloatType) {
      return row.getFloat(place);
    }
    if (type == DataTypes.DoubleType) {
      return row.getDouble(place);
    }
    if (type instanceof DecimalType decimal) {
      return row.getDecimal(place, decimal.precision(), decimal.scale())
          .toJavaBigDecimal()
          .doubleValue();
    }
    if (type == DataTypes.IntegerType) {
      return row.getInt(place);
    }
    if (type == DataTypes.LongType) {
      return row.getLong(place);
    }
    return type == DataTypes.ShortType ? row.getShort(place) : row.getByte(place);
  }

  private void elements(ArrayData array, DataType element, double[] to, int at) {
    if (array.numElements() != width) {
      Arrays.fill(to, at, at + width, WRONG);
      return;
    }
    if (element == DataTypes.DoubleType) {
      copy(array, to, at);
    } else if (element == DataTypes.FloatType) {
      float[] floats = array.toFloatArray();
      for (int i = 0; i < width; i++) {
        to[at + i] = floats[i];
      }
    } else {
      int[] ints = array.toIntArray();
      for (int i = 0; i < width; i++) {
        to[at + i] = ints[i];
      }
    }
    for (int i = 0; i < width; i++) {
      if (array.isNullAt(i)) {
        to[at + i] = Double.NaN;
      }
    }
  }

  /** Reads a vector, whose fields are type, size, indices and values. */
  private void vector(InternalRow vector, double[] to, int at) {
    if (vector.isNullAt(0) || vector.isNullAt(3) || !numbers(vector, to, at)) {
      Arrays.fill(to, at, at + width, WRONG);
    }
  }

  /** Reads the numbers of a vector; returns whether it holds as many. */
  private boolean numbers(InternalRow vector, double[] to, int at) {
    ArrayData values = vector.getArray(3);
    if (hasNull(values)) {
      return false;
    }
    byte kind = vector.getByte(0);
    if (kind == DENSE && values.numElements() == width) {
      copy(values, to, at);
      return true;
    }
    return kind == SPARSE
        && !vector.isNullAt(1)
        && vector.getInt(1) == width
        && !vector.isNullAt(2)
        && !hasNull(vector.getArray(2))
        && sparse(vector.getArray(2).toIntArray(), values.toDoubleArray(), to, at);
  }

  /** Copies as many doubles as an array has, from where Spark holds them if that is known. */
  private static void copy(ArrayData values, double[] to, int at) {
    int count = values.numElements();
    if (values instanceof UnsafeArrayData unsafe) {
      Platform.copyMemory(
          unsafe.getBaseObject(),
          unsafe.getBaseOffset() + UnsafeArrayData.calculateHeaderPortionInBytes(count),
          to,
          Platform.DOUBLE_ARRAY_OFFSET + (long) at * Double.BYTES,
          (long) count * Double.BYTES);
    } else {
      System.arraycopy(values.toDoubleArray(), 0, to, at, count);
    }
  }

  private static boolean hasNull(ArrayData array) {
    if (array instanceof UnsafeArrayData unsafe) {
      // The bits of the elements that are null follow the number of elements.
      return BitSetMethods.anySet(
          unsafe.getBaseObject(),
          unsafe.getBaseOffset() + Long.BYTES,
          (array.numElements() + Long.SIZE - 1) / Long.SIZE);
    }
    for (int i = 0; i < array.numElements(); i++) {
      if (array.isNullAt(i)) {
        return true;
      }
    }
    return false;
  }

  /** Reads non-zeros, unless their indices do not ascend within the width. */
  private boolean sparse(int[] indices, double[] values, double[] to, int at) {
    if (indices.length != values.length) {
      return false;
    }
    for (int k = 0; k < indices.length; k++) {
      if (indices[k] < (k == 0 ? 0 : indices[k - 1] + 1) || indices[k] >= width) {
        return false;
      }
    }
    Arrays.fill(to, at, at + width, 0);
    for (int k = 0; k < indices.length; k++) {
      to[at + indices[k]] = values[k];
    }
    return true;
  }
}
