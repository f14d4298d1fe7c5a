package org.tributary.ml;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.BinaryAttribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.util.SchemaUtils;
import org.apache.spark.sql.types.StructType;
import org.tributary.core.data.Outcome;
import org.tributary.core.model.Columns;
import org.tributary.core.model.Model;
import scala.Option;

/**
 * The names of classes: those that the attributes of the label column tell, as StringIndexer leaves
 * them, else the numbers of the classes.
 */
final class LabelNames {
  private LabelNames() {}

  /** Returns the numbers of classes as their names, which they are while a model is trained. */
  static List<String> numbers(int classes) {
    return IntStream.range(0, classes).mapToObj(String::valueOf).toList();
  }

  /**
   * Returns a model with the names that the attributes of the label column tell, if these are as
   * many different ones as classes.
   */
  static Model named(Model model, StructType schema, String labelCol) {
    Outcome.Classes classes = (Outcome.Classes) model.columns().outcome();
    Attribute label = Attribute.fromStructField(SchemaUtils.getSchemaField(schema, labelCol));
    List<String> values = values(label);
    if (values.size() != classes.names().size()
        || values.stream().distinct().count() < values.size()) {
      return model;
    }
    return new Model(
        model.topology(),
        model.precision(),
        model.theta(),
        model.preparation(),
        new Columns(
            model.columns().features(),
            new Outcome.Classes(classes.column(), values, classes.outputs()),
            model.columns().weight()),
        model.provenance(),
        model.decision());
  }

  private static List<String> values(Attribute label) {
    Option<String[]> values =
        label instanceof NominalAttribute nominal
            ? nominal.values()
            : label instanceof BinaryAttribute binary ? binary.values() : Option.empty();
    return values.isDefined() ? Arrays.asList(values.get()) : List.of();
  }
}
