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
    /** Arrays of numbers. */
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
        if (!element.isNumber()) {
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
        numbers[i] = array.get(i).doubleValue();
      }
      return new DenseVector(numbers);
    }
  }

  private final LinkedHashMap<String, Kind> kinds = new LinkedHashMap<>();

  /** Adds the members of an object. */
  void add(JsonNode object) {
    object
        .properties()
        .forEach(member -> kinds.merge(member.getKey(), Kind.of(member.getValue()), Kind::with));
  }

  /** Adds the columns of later lines. */
  void add(JsonColumns others) {
    others.kinds.forEach((name, kind) -> kinds.merge(name, kind, Kind::with));
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
