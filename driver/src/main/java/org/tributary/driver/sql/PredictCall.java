package org.tributary.driver.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.expressions.ScalaUDF;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.tributary.core.model.Model;
import org.tributary.core.preparation.Feature;
import org.tributary.core.scoring.PredictionColumns;
import org.tributary.driver.source.DataException;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** A call of {@code tributary_predict} as an expression of Spark. */
final class PredictCall {
  private static final String FUNCTION = TributaryExtensions.FUNCTION;

  private PredictCall() {}

  /**
   * Returns the expression.
   *
   * @param arguments the path of a model, and its columns in their order; or a struct with fields
   *     of their names
   * @throws DataException if the arguments are others
   */
  static Expression of(List<Expression> arguments) {
    LoadedModel loaded = LoadedModel.of(path(arguments));
    List<Expression> columns = arguments.subList(1, arguments.size());
    Model model = loaded.model();
    Expression row =
        columns.size() == 1 && columns.get(0).dataType() instanceof StructType struct
            ? byName(model, columns.get(0), struct)
            : byPosition(model, columns);
    StructType fields = (StructType) row.dataType();
    return new ScalaUDF(
        new PredictFunction(loaded, fields),
        result(model),
        seq(List.of(row)),
        seq(List.of()),
        Option.empty(),
        Option.apply(FUNCTION),
        true,
        true);
  }

  private static String path(List<Expression> arguments) {
    if (arguments.isEmpty() || !arguments.get(0).foldable()) {
      throw refused(
          "its first argument is %s (expected the path of a model as a constant)"
              .formatted(arguments.isEmpty() ? "missing" : arguments.get(0).sql()));
    }
    Object path = arguments.get(0).eval(null);
    if (path == null || !arguments.get(0).dataType().equals(DataTypes.StringType)) {
      throw refused("its first argument is %s (expected the path of a model)".formatted(path));
    }
    return path.toString();
  }

  /** Returns the columns that an input comes from. */
  private static List<String> read(Model model) {
    boolean[] reads = model.preparation().reads();
    List<String> names = new ArrayList<>();
    int cell = 0;
    for (Feature feature : model.columns().features()) {
      if (reads[cell]) {
        names.add(feature.name());
      }
      cell += feature.width();
    }
    return names;
  }

  private static Expression byName(Model model, Expression row, StructType struct) {
    Set<String> fields = Set.of(struct.fieldNames());
    for (String name : read(model)) {
      if (!fields.contains(name)) {
        throw refused(
            "the struct has no field %s, which the model reads (fields: %s)"
                .formatted(name, String.join(", ", struct.fieldNames())));
      }
    }
    return row;
  }

  private static Expression byPosition(Model model, List<Expression> columns) {
    List<String> names = read(model);
    if (columns.size() != names.size()) {
      throw refused(
          "it has %d columns (expected %d, in this order: %s; or struct(*))"
              .formatted(columns.size(), names.size(), String.join(", ", names)));
    }
    List<Expression> fields = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String expected = names.get(i);
      boolean another =
          columns.get(i) instanceof Attribute column
              && !column.name().equals(expected)
              && names.contains(column.name());
      if (another) {
        throw refused(
            "column %d is %s (expected %s, in this order: %s; or struct(*))"
                .formatted(
                    i + 1,
                    ((Attribute) columns.get(i)).name(),
                    expected,
                    String.join(", ", names)));
      }
      fields.add(Literal$.MODULE$.apply(expected));
      fields.add(columns.get(i));
    }
    return new CreateNamedStruct(seq(fields));
  }

  private static StructType result(Model model) {
    PredictionColumns columns = PredictionColumns.of(model);
    if (columns.areClasses()) {
      DataType map = DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType, false);
      return new StructType()
          .add(PredictionColumns.PREDICTION, DataTypes.StringType)
          .add("probabilities", map);
    }
    return new StructType(
        columns.names().stream()
            .map(name -> DataTypes.createStructField(name, DataTypes.DoubleType, true))
            .toArray(StructField[]::new));
  }

  private static <T> Seq<T> seq(List<T> list) {
    return CollectionConverters.asScala(list).toSeq();
  }

  private static DataException refused(String reason) {
    return new DataException("Cannot call %s: %s".formatted(FUNCTION, reason));
  }
}
