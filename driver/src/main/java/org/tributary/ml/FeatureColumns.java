package org.tributary.ml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.util.SchemaUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.tributary.core.model.Model;
import org.tributary.core.preparation.Feature;
import org.tributary.driver.prediction.FeatureEncoder;
import org.tributary.driver.source.Cells;

/**
 * Several feature columns in place of one of vectors, in the methods that Spark ML validates by.
 */
final class FeatureColumns {
  private FeatureColumns() {}

  /**
   * Validates a schema by Spark's rules, of which that of the vector column does not hold if {@code
   * featuresCols} is set: then each of those has to be there, and of a type that features have.
   *
   * @param spark validates, and returns the schema after a transformation
   */
  static StructType validated(
      HasTrainingParams owner, StructType schema, UnaryOperator<StructType> spark) {
    if (!owner.isSet(owner.featuresCols())) {
      return spark.apply(schema);
    }
    for (String name : owner.getFeaturesCols()) {
      requireFeatures(SchemaUtils.getSchemaField(schema, FitData.quoted(name)));
    }
    String vector = (String) owner.getOrDefault(owner.getParam("featuresCol"));
    StructField stand = DataTypes.createStructField(vector, SQLDataTypes.VectorType(), true);
    return replaced(
        spark.apply(replaced(schema, vector, Optional.of(stand))), vector, named(schema, vector));
  }

  /** Refuses a column of a type none of whose values can be features. */
  private static void requireFeatures(StructField field) {
    if (!Cells.canHold(field.dataType())) {
      throw new IllegalArgumentException(
          ("Invalid featuresCols: column %s is of type %s (expected numbers, booleans, text, dates,"
                  + " times, vectors or arrays of numbers; remove it, or select what it holds as"
                  + " columns of such types)")
              .formatted(field.name(), field.dataType().simpleString()));
    }
  }

  private static Optional<StructField> named(StructType schema, String name) {
    return Arrays.stream(schema.fields()).filter(field -> field.name().equals(name)).findFirst();
  }

  /** Returns a schema with another field of a name, or without one. */
  private static StructType replaced(StructType schema, String name, Optional<StructField> by) {
    List<StructField> fields = new ArrayList<>();
    boolean found = false;
    for (StructField field : schema.fields()) {
      if (!field.name().equals(name)) {
        fields.add(field);
      } else {
        found = true;
        by.ifPresent(fields::add);
      }
    }
    if (!found) {
      by.ifPresent(fields::add);
    }
    return new StructType(fields.toArray(StructField[]::new));
  }

  /**
   * Returns a dataset with the encoded features of a model as a column of vectors.
   *
   * @param column its name
   * @throws IllegalArgumentException if a column is not there
   */
  static Dataset<Row> withVectors(Dataset<?> dataset, Model model, String column) {
    StructType schema = dataset.schema();
    List<Column> columns = new ArrayList<>();
    List<DataType> types = new ArrayList<>();
    for (Feature feature : model.columns().features()) {
      String name = FitData.quoted(feature.name());
      types.add(SchemaUtils.getSchemaField(schema, name).dataType());
      columns.add(functions.col(name));
    }
    FeatureEncoder encoder =
        new FeatureEncoder(model.preparation(), types.toArray(DataType[]::new));
    UDF1<Row, Vector> encode = row -> Vectors.dense(encoder.encode(row));
    return dataset
        .toDF()
        .withColumn(
            column,
            functions
                .udf(encode, SQLDataTypes.VectorType())
                .apply(functions.struct(columns.toArray(Column[]::new))));
  }
}
