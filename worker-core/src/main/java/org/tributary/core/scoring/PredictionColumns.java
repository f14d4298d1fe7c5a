package org.tributary.core.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.tributary.core.data.Outcome;
import org.tributary.core.model.Model;

/**
 * The columns of a prediction: of a class, {@code prediction}, its name, and {@code
 * probability_NAME} for each class; of one number {@code prediction}; of several, or several
 * labels, {@code prediction_COLUMN} for each; of quantiles, the same with {@code _qLEVEL} at the
 * end.
 *
 * @param names of the columns in their order
 * @param classes the names of the classes in the order of the model; none if numbers are predicted
 * @param threshold with two classes, the second is predicted where its probability is above it
 */
public record PredictionColumns(
    List<String> names, List<String> classes, OptionalDouble threshold) {
  /** The column of the class, or of the only number. */
  public static final String PREDICTION = "prediction";

  /** Copies the lists. */
  public PredictionColumns {
    names = List.copyOf(names);
    classes = List.copyOf(classes);
  }

  /** Returns the columns of a model's predictions. */
  public static PredictionColumns of(Model model) {
    Outcome outcome = model.columns().outcome();
    List<String> names = new ArrayList<>();
    if (outcome instanceof Outcome.Classes classes) {
      names.add(PREDICTION);
      classes.names().forEach(name -> names.add("probability_" + name));
      return new PredictionColumns(names, classes.names(), model.decision().threshold());
    }
    List<String> targets =
        outcome.outputs() == 1
            ? List.of(PREDICTION)
            : outcome.columns().stream().map(name -> PREDICTION + "_" + name).toList();
    names.addAll(model.topology().lossParameters().outputNames(targets));
    return new PredictionColumns(names, List.of(), OptionalDouble.empty());
  }

  /** Tells whether a class is predicted, in the first column; the others are numbers. */
  public boolean areClasses() {
    return !classes.isEmpty();
  }
}
