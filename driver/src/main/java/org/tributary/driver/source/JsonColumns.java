package org.tributary.driver.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of JSON lines: the members of their objects, in the order of their first appearance.
 * Mutable.
 */
final class JsonColumns implements Serializable {
  private static final long serialVersionUID = 1;

  /** What the values of a column are. */
  enum Kind {
    NULL,
    BOOLEAN,
    INTEGER,
    REAL,
    /** Arrays of numbers, some of which may be null. */
    NUMBERS,
    /** Text, and every mixture: other values are their JSON. */
    TEXT;

    static Kind of(JsonNode value) {
      return switch (value.getNodeType()) {
        case NULL, MISSING -> NULL;
        case BOOLEAN -> BOOLEAN;
        case NUMBER -> value.isIntegralNumber() && value.canConvertToLong() ? INTEGER : REAL;
        case ARRAY -> isNumbers(value) ? NUMBERS : TEXT;
        case STRING, OBJECT, BINARY, POJO -> TEXT;
      };
    }

    private static boolean isNumbers(JsonNode array) {
      for (JsonNode element : array) {
        if (!element.isNumber() && !element.isNull()) {
          return false;
        }
      }
      return true;
    }

    Kind with(Kind other) {
      if (this == other || other == NULL) {
        return this;
      }
      if (this == NULL) {
        return other;
      }
      boolean numbers = (this == INTEGER || this == REAL) && (other == INTEGER || other == REAL);
      return numbers ? REAL : TEXT;
    }

    DataType type() {
      return switch (this) {
        case BOOLEAN -> DataTypes.BooleanType;
        case INTEGER -> DataTypes.LongType;
        case REAL -> DataTypes.DoubleType;
        case NUMBERS -> DataTypes.createArrayType(DataTypes.DoubleType);
        case NULL, TEXT -> DataTypes.StringType;
      };
    }

    /** Returns the cell of a value of a column of this kind; null if it is missing. */
    Object cell(JsonNode value) {
      if (value == null || value.isNull()) {
        return null;
      }
      return switch (this) {
        case BOOLEAN -> value.booleanValue();
        case INTEGER -> value.longValue();
        case REAL -> value.doubleValue();
        case NUMBERS -> vector(value);
        case NULL, TEXT -> value.isTextual() ? value.textValue() : value.toString();
      };
    }

    private static DenseVector vector(JsonNode array) {
      double[] numbers = new double[array.size()];
      for (int i = 0; i < numbers.length; i++) {
        JsonNode number = array.get(i);
        numbers[i] = number.isNull() ? Double.NaN : number.doubleValue();
      }
      return new DenseVector(numbers);
    }
  }

  /** Bytes of a column: its name, its field in the schema, its kind and statistics, about. */
  private static final long COLUMN_BYTES = 2000;

  private final int most;
  private final LinkedHashMap<String, Kind> kinds = new LinkedHashMap<>();
  private boolean tooMany;

  /**
   * Creates the columns of no lines.
   *
   * @param most how many columns there may be
   */
  JsonColumns(int most) {
    this.most = most;
  }

  /** Returns how many columns there may be, so that they do not fill a heap of some bytes. */
  static int most(long heap) {
    return (int) Math.min(Integer.MAX_VALUE, heap / 2 / COLUMN_BYTES);
  }

  /** Adds the members of an object. */
  void add(JsonNode object) {
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      add(member.getKey(), Kind.of(member.getValue()));
    }
  }

  /** Adds the columns of later lines. */
  void add(JsonColumns others) {
    others.kinds.forEach(this::add);
    tooMany |= others.tooMany;
  }

  private void add(String name, Kind kind) {
    if (kinds.size() < most || kinds.containsKey(name)) {
      kinds.merge(name, kind, Kind::with);
    } else {
      tooMany = true;
    }
  }

  /** Tells whether the lines have more columns than there may be; the others are left out. */
  boolean areTooMany() {
    return tooMany;
  }

  /** Returns the kinds by name: the map itself. */
  Map<String, Kind> kinds() {
    return kinds;
  }

  /** Returns the schema. */
  StructType schema() {
    return new StructType(
        kinds.entrySet().stream()
            .map(
                column ->
                    DataTypes.createStructField(column.getKey(), column.getValue().type(), true))
            .toArray(StructField[]::new));
  }
}
