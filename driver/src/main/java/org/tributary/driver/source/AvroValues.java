package org.tributary.driver.source;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import scala.jdk.javaapi.CollectionConverters;

/** The values of Avro's fields as cells, with the types that Spark has for them. */
final class AvroValues {
  private static final long MILLIS = 1_000;
  private static final long MICROS = 1_000_000;

  private AvroValues() {}

  /** Returns the type of a field. What is not listed is text: its JSON. */
  static DataType type(Schema schema) {
    Schema value = value(schema).orElse(schema);
    LogicalType logical = value.getLogicalType();
    if (logical instanceof LogicalTypes.Decimal decimal) {
      return DataTypes.createDecimalType(decimal.getPrecision(), decimal.getScale());
    }
    if (logical instanceof LogicalTypes.Date) {
      return DataTypes.DateType;
    }
    if (isTimestamp(logical)) {
      return DataTypes.TimestampType;
    }
    return switch (value.getType()) {
      case INT -> DataTypes.IntegerType;
      case LONG -> DataTypes.LongType;
      case FLOAT -> DataTypes.FloatType;
      case DOUBLE -> DataTypes.DoubleType;
      case BOOLEAN -> DataTypes.BooleanType;
      case ARRAY ->
          isNumeric(value.getElementType())
              ? DataTypes.createArrayType(type(value.getElementType()))
              : DataTypes.StringType;
      case STRING, ENUM, UNION, RECORD, MAP, FIXED, BYTES, NULL -> DataTypes.StringType;
    };
  }

  /** Returns the cell of a value; null if it is missing. */
  static Object cell(Object value, Schema schema) {
    if (value == null) {
      return null;
    }
    Schema of = value(schema).orElse(schema);
    LogicalType logical = of.getLogicalType();
    if (logical instanceof LogicalTypes.Decimal decimal) {
      return new BigDecimal(new BigInteger(bytes(value)), decimal.getScale());
    }
    if (logical instanceof LogicalTypes.Date) {
      return Date.valueOf(LocalDate.ofEpochDay((Integer) value));
    }
    if (isTimestamp(logical)) {
      return timestamp((Long) value, logical instanceof LogicalTypes.TimestampMillis);
    }
    return switch (of.getType()) {
      case INT, LONG, FLOAT, DOUBLE, BOOLEAN -> value;
      case ARRAY -> isNumeric(of.getElementType()) ? array(value, of) : value.toString();
      case STRING, ENUM, UNION, RECORD, MAP, FIXED, BYTES, NULL -> value.toString();
    };
  }

  private static Object array(Object value, Schema schema) {
    List<Object> elements =
        ((Collection<?>) value).stream().map(each -> cell(each, schema.getElementType())).toList();
    return RowValues.cell(
        CollectionConverters.asScala(elements).toSeq(), RowValues.Kind.of(type(schema)));
  }

  private static Timestamp timestamp(long value, boolean millis) {
    long units = millis ? MILLIS : MICROS;
    long nanos = Math.floorMod(value, units) * (1_000_000_000 / units);
    return Timestamp.from(Instant.ofEpochSecond(Math.floorDiv(value, units), nanos));
  }

  private static boolean isTimestamp(LogicalType logical) {
    return logical instanceof LogicalTypes.TimestampMillis
        || logical instanceof LogicalTypes.TimestampMicros;
  }

  private static boolean isNumeric(Schema schema) {
    return switch (value(schema).orElse(schema).getType()) {
      case INT, LONG, FLOAT, DOUBLE, BOOLEAN ->
          value(schema).orElse(schema).getLogicalType() == null;
      case ARRAY, STRING, ENUM, UNION, RECORD, MAP, FIXED, BYTES, NULL -> false;
    };
  }

  /** Returns the other type of a union with null. */
  private static Optional<Schema> value(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return Optional.empty();
    }
    List<Schema> others =
        schema.getTypes().stream().filter(each -> each.getType() != Schema.Type.NULL).toList();
    return others.size() == 1 ? Optional.of(others.get(0)) : Optional.empty();
  }

  private static byte[] bytes(Object value) {
    if (value instanceof GenericFixed fixed) {
      return fixed.bytes();
    }
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
