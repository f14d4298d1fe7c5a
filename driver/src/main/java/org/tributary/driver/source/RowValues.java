package org.tributary.driver.source;

import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.ArraySeq;

/**
 * The values of Spark's rows as cells, and back.
 *
 * <p>A vector of Spark ML is stored as a struct of {@code type} (0 sparse, 1 dense), {@code size},
 * {@code indices} and {@code values}; without Spark ML on the class path it is read as that struct,
 * which is taken for a vector here.
 */
final class RowValues {
  private static final byte SPARSE = 0;
  private static final byte DENSE = 1;

  /** The conversion of a column's values. */
  enum Kind {
    /** They are cells as they are. */
    PLAIN,
    /** Arrays of float: {@code float[]}. */
    FLOATS,
    /** Arrays of double or int: dense vectors. */
    NUMBERS,
    /** Arrays of other numbers or of booleans: {@link NumberArray}. */
    ARRAY,
    /** Stored vectors: vectors. */
    VECTOR;

    /** Returns the kind of a column of this type. */
    static Kind of(DataType type) {
      if (type instanceof ArrayType array) {
        DataType element = array.elementType();
        if (element.equals(DataTypes.FloatType)) {
          return FLOATS;
        }
        if (element.equals(DataTypes.DoubleType) || element.equals(DataTypes.IntegerType)) {
          return NUMBERS;
        }
        return element instanceof NumericType || element.equals(DataTypes.BooleanType)
            ? ARRAY
            : PLAIN;
      }
      return type instanceof StructType struct && isVector(struct) ? VECTOR : PLAIN;
    }
  }

  private RowValues() {}

  /** Returns the cell of a value. */
  static Object cell(Object value, Kind kind) {
    if (value == null) {
      return null;
    }
    return switch (kind) {
      case PLAIN -> value;
      case FLOATS -> floats((scala.collection.Seq<?>) value);
      case NUMBERS -> dense((scala.collection.Seq<?>) value);
      case ARRAY -> array((scala.collection.Seq<?>) value);
      case VECTOR -> vector((Row) value);
    };
  }

  /** Returns the value of a cell in a column of this type. */
  static Object value(Object cell, DataType type) {
    if (cell instanceof float[] floats) {
      return ArraySeq.unsafeWrapArray(floats);
    }
    if (cell instanceof NumberArray array) {
      return array.source();
    }
    if (cell instanceof TextOnly text) {
      return text.toString();
    }
    if (!(cell instanceof Vector vector)) {
      return cell;
    }
    if (type instanceof StringType) {
      return libsvm(vector);
    }
    if (type instanceof ArrayType array) {
      return array.elementType().equals(DataTypes.IntegerType)
          ? ArraySeq.unsafeWrapArray(ints(vector.toArray()))
          : ArraySeq.unsafeWrapArray(vector.toArray());
    }
    return type instanceof StructType ? struct(vector) : vector;
  }

  /** Tells whether a struct has the fields of a stored vector. */
  static boolean isVector(StructType struct) {
    StructField[] fields = struct.fields();
    return fields.length == 4
        && is(fields[0], "type", DataTypes.ByteType)
        && is(fields[1], "size", DataTypes.IntegerType)
        && is(fields[2], "indices", DataTypes.createArrayType(DataTypes.IntegerType))
        && is(fields[3], "values", DataTypes.createArrayType(DataTypes.DoubleType));
  }

  private static boolean is(StructField field, String name, DataType type) {
    return field.name().equals(name)
        && (field.dataType().equals(type)
            || (field.dataType() instanceof ArrayType found
                && type instanceof ArrayType expected
                && found.elementType().equals(expected.elementType())));
  }

  private static Object floats(scala.collection.Seq<?> sequence) {
    float[] floats = new float[sequence.length()];
    scala.collection.Iterator<?> elements = sequence.iterator();
    for (int i = 0; i < floats.length; i++) {
      if (!(elements.next() instanceof Float number)) {
        return array(sequence);
      }
      floats[i] = number;
    }
    return floats;
  }

  private static Object dense(scala.collection.Seq<?> sequence) {
    Object numbers = numbers(sequence);
    return numbers instanceof DenseVector ? numbers : array(sequence);
  }

  private static NumberArray array(scala.collection.Seq<?> sequence) {
    double[] doubles = new double[sequence.length()];
    scala.collection.Iterator<?> elements = sequence.iterator();
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = Cells.number(elements.next());
    }
    return new NumberArray(doubles, sequence);
  }

  private static Object numbers(scala.collection.Seq<?> sequence) {
    double[] doubles = new double[sequence.length()];
    scala.collection.Iterator<?> elements = sequence.iterator();
    for (int i = 0; i < doubles.length; i++) {
      if (!(elements.next() instanceof Number number)) {
        return sequence;
      }
      doubles[i] = number.doubleValue();
    }
    return new DenseVector(doubles);
  }

  // A struct that has a vector's fields but not its sense stays a struct.
  private static Object vector(Row struct) {
    if (struct.isNullAt(0)
        || struct.isNullAt(3)
        || !(numbers(struct.getSeq(3)) instanceof DenseVector values)) {
      return struct;
    }
    if (struct.getByte(0) == DENSE) {
      return values;
    }
    if (struct.getByte(0) != SPARSE
        || struct.isNullAt(1)
        || struct.isNullAt(2)
        || !(numbers(struct.getSeq(2)) instanceof DenseVector indices)) {
      return struct;
    }
    try {
      return Vectors.sparse(struct.getInt(1), ints(indices.values()), values.values());
    } catch (IllegalArgumentException e) {
      return struct;
    }
  }

  private static Object struct(Vector vector) {
    return vector instanceof SparseVector sparse
        ? RowFactory.create(
            SPARSE,
            sparse.size(),
            ArraySeq.unsafeWrapArray(sparse.indices()),
            ArraySeq.unsafeWrapArray(sparse.values()))
        : RowFactory.create(DENSE, null, null, ArraySeq.unsafeWrapArray(vector.toArray()));
  }

  private static int[] ints(double[] values) {
    int[] ints = new int[values.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = (int) values[i];
    }
    return ints;
  }

  private static String libsvm(Vector vector) {
    SparseVector sparse = vector.toSparse();
    int[] indices = sparse.indices();
    double[] values = sparse.values();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < indices.length; i++) {
      text.append(i == 0 ? "" : " ").append(indices[i] + 1).append(':').append(values[i]);
    }
    return text.toString();
  }
}
