package org.tributary.core.scoring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tributary.core.model.ModelException;

/** What a model predicts for one row. Immutable. */
public final class Prediction {
  private final PredictionColumns columns;

  /** The K outputs of the row, all finite. */
  private final double[] outputs;

  /** Wraps the outputs without a copy. */
  Prediction(PredictionColumns columns, double[] outputs) {
    this.columns = columns;
    this.outputs = outputs;
  }

  /**
   * Returns the place of the predicted class in the order of the model.
   *
   * @throws ModelException if the model predicts numbers
   */
  public int classIndex() {
    requireClasses();
    return PredictionRule.classIndex(outputs, 0, outputs.length, columns.threshold());
  }

  /**
   * Returns the name of the predicted class.
   *
   * @throws ModelException if the model predicts numbers
   */
  public String className() {
    return columns.classes().get(classIndex());
  }

  /**
   * Returns a copy of the probabilities of the classes in the order of the model; of losses that
   * have no probabilities, the outputs.
   *
   * @throws ModelException if the model predicts numbers
   */
  public double[] probabilities() {
    requireClasses();
    return outputs.length == 1 ? new double[] {1 - outputs[0], outputs[0]} : outputs.clone();
  }

  /**
   * Returns the probability of a class.
   *
   * @throws ModelException if the model predicts numbers, or has no class of that name
   */
  public double probability(String className) {
    int index = columns.classes().indexOf(className);
    if (index < 0) {
      throw new ModelException(
          "Cannot return the probability of %s: the model has the classes %s"
              .formatted(className, columns.classes()));
    }
    return probabilities()[index];
  }

  /**
   * Returns the predicted number.
   *
   * @throws ModelException if the model predicts a class, or several numbers
   */
  public double number() {
    if (columns.areClasses() || outputs.length != 1) {
      throw new ModelException("Cannot return one number: the model predicts " + columns.names());
    }
    return outputs[0];
  }

  /**
   * Returns a copy of the predicted numbers, in the order of {@link PredictionColumns#names}; of
   * several labels, their probabilities.
   *
   * @throws ModelException if the model predicts a class
   */
  public double[] numbers() {
    if (columns.areClasses()) {
      throw new ModelException("Cannot return numbers: the model predicts " + columns.names());
    }
    return outputs.clone();
  }

  /** Returns the values of all columns by their names, in their order: a String, or Doubles. */
  public Map<String, Object> byColumn() {
    Map<String, Object> values = new LinkedHashMap<>();
    List<String> names = columns.names();
    int first = 0;
    if (columns.areClasses()) {
      values.put(names.get(0), className());
      first = 1;
    }
    double[] numbers = columns.areClasses() ? probabilities() : outputs;
    for (int i = 0; i < numbers.length; i++) {
      values.put(names.get(first + i), numbers[i]);
    }
    return values;
  }

  private void requireClasses() {
    if (!columns.areClasses()) {
      throw new ModelException(
          "Cannot return a class: the model predicts numbers, " + columns.names());
    }
  }

  @Override
  public String toString() {
    return byColumn().toString();
  }
}
