package org.tributary.ml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.util.DatasetUtils$;
import org.apache.spark.ml.util.SchemaUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;
import org.tributary.driver.source.DataSource;
import org.tributary.driver.source.FirstRow;

/**
 * The checked rows of a dataset to fit to: only the columns that are used, under their names.
 * Spark's own checks refuse labels, vectors and weights, in its words, when rows are read. Vectors
 * are read without them as long as all of their numbers are finite.
 *
 * @param training the rows to train on
 * @param validation the rows to validate with, if there is a column that tells
 * @param features the names of the feature columns
 */
record FitData(
    DataSource.Frame training, Optional<DataSource.Frame> validation, List<String> features) {

  /**
   * Checks a dataset.
   *
   * @param label the label column, checked
   * @throws IllegalArgumentException if a column is not there, is of another type or has two parts
   */
  static FitData of(ModelParams params, Dataset<?> dataset, Column label) {
    StructType schema = dataset.schema();
    List<String> features = params.features();
    List<Column> columns = new ArrayList<>();
    columns.add(label.as(params.labelCol()));
    if (params.isByColumns()) {
      features.forEach(
          name -> {
            SchemaUtils.getSchemaField(schema, quoted(name));
            columns.add(functions.col(quoted(name)).as(name));
          });
    } else {
      Metadata attributes = SchemaUtils.getSchemaField(schema, features.get(0)).metadata();
      columns.add(checkedVectors(features.get(0)).as(features.get(0), attributes));
    }
    params
        .text("weightCol")
        .ifPresent(
            name -> {
              SchemaUtils.checkNumericType(schema, name, "");
              columns.add(DatasetUtils$.MODULE$.checkNonNegativeWeights(name).as(name));
            });
    requireOnePart(params);
    List<Column> unchecked = new ArrayList<>(columns);
    // Where missing numbers are filled, only the checks refuse those in vectors.
    if (!params.isByColumns() && params.hasSparksDefaults()) {
      unchecked.set(1, functions.col(features.get(0)));
    }
    BiFunction<String, Dataset<Row>, DataSource.Frame> frame =
        (name, rows) ->
            new DataSource.Frame(name, rows.select(array(columns)), rows.select(array(unchecked)));
    Dataset<Row> all = dataset.toDF();
    Optional<String> indicator = params.text("validationIndicatorCol");
    if (indicator.isEmpty()) {
      return new FitData(frame.apply(JobOfParams.DATA, all), Optional.empty(), features);
    }
    SchemaUtils.checkColumnType(schema, indicator.get(), DataTypes.BooleanType, "");
    Column isValidation = checkedIndicator(indicator.get());
    return new FitData(
        frame.apply(JobOfParams.DATA, all.filter(functions.not(isValidation))),
        Optional.of(
            frame.apply(
                "the set of rows where validationIndicatorCol %s is true"
                    .formatted(indicator.get()),
                all.filter(isValidation))),
        features);
  }

  private static void requireOnePart(ModelParams params) {
    List<String> named = new ArrayList<>(params.features());
    named.add(params.labelCol());
    params.text("weightCol").ifPresent(named::add);
    params.text("validationIndicatorCol").ifPresent(named::add);
    for (String name : named) {
      if (named.stream().filter(name::equals).count() > 1) {
        throw new IllegalArgumentException(
            "Invalid columns: %s has two parts (expected one of %s, labelCol, weightCol and"
                    .formatted(name, params.isByColumns() ? "featuresCols" : "featuresCol")
                + " validationIndicatorCol)");
      }
    }
  }

  /**
   * Checks vectors as Spark does, whose own expression reads each element by itself and takes
   * longer than all else.
   */
  private static Column checkedVectors(String name) {
    Column vectors = functions.col(name);
    UDF1<Vector, Boolean> finite = FitData::isFinite;
    Column words = functions.lit("Vector values MUST NOT be NaN or Infinity, but got ");
    return functions
        .when(vectors.isNull(), functions.raise_error(functions.lit("Vectors MUST NOT be Null")))
        .when(
            functions.not(functions.udf(finite, DataTypes.BooleanType).apply(vectors)),
            functions.raise_error(functions.concat(words, vectors.cast(DataTypes.StringType))))
        .otherwise(vectors);
  }

  private static boolean isFinite(Vector vector) {
    double[] values =
        vector instanceof SparseVector sparse ? sparse.values() : ((DenseVector) vector).values();
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static Column checkedIndicator(String name) {
    Column indicator = functions.col(name);
    return functions
        .when(
            indicator.isNull(),
            functions.raise_error(functions.lit("Validation indicators MUST NOT be Null")))
        .otherwise(indicator);
  }

  /**
   * Returns the size of the vectors of a column: by its attributes, else of the first row.
   *
   * @throws IllegalArgumentException if there are no rows
   */
  int vectorSize(StructType schema) {
    String name = features.get(0);
    int known = AttributeGroup.fromStructField(SchemaUtils.getSchemaField(schema, name)).size();
    if (known > 0) {
      return known;
    }
    Optional<int[]> widths = training.first().widths();
    if (widths.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot fit to the DataFrame: it has no rows (expected one or more)");
    }
    int size = widths.get()[training.unchecked().schema().fieldIndex(name)];
    // A vector that is null is refused by the checks, in Spark's words.
    return size == FirstRow.NULL ? ((Vector) firstChecked(name)).size() : size;
  }

  private Object firstChecked(String name) {
    return training.rows().select(quoted(name)).first().get(0);
  }

  /** Returns a name that stands for itself in an expression. */
  static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  private static Column[] array(List<Column> columns) {
    return columns.toArray(Column[]::new);
  }

  /** Returns the rows of a dataset that are trained on, with all of their columns. */
  static Dataset<Row> trainingRows(ModelParams params, Dataset<?> dataset) {
    Dataset<Row> all = dataset.toDF();
    return params
        .text("validationIndicatorCol")
        .map(name -> all.filter(functions.not(functions.col(name))))
        .orElse(all);
  }
}
