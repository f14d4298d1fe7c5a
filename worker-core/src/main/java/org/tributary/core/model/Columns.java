package org.tributary.core.model;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tributary.core.data.Outcome;

/**
 * What the columns of the training data were, and so what a row to predict must bring.
 *
 * @param features the input columns, in the order in which they fill the network's inputs
 * @param outcome what the outputs stand for; its columns may be absent from rows to predict
 * @param weight the column of sample weights, if there was one; a prediction ignores it
 */
public record Columns(List<Feature> features, Outcome outcome, Optional<String> weight) {
  /** Refuses a name that plays two parts. */
  public Columns {
    features = List.copyOf(features);
    Set<String> names = new HashSet<>();
    features.forEach(feature -> claim(feature.name(), names));
    outcome.columns().forEach(column -> claim(column, names));
    weight.ifPresent(column -> claim(column, names));
    if (width(features) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "Invalid columns: " + width(features) + " inputs (expected 2^31 - 1 at most)");
    }
  }

  /** Returns the number of inputs that the features fill together. */
  public int inputs() {
    return (int) width(features);
  }

  private static long width(List<Feature> features) {
    return features.stream().mapToLong(Feature::width).sum();
  }

  private static void claim(String name, Set<String> names) {
    if (!names.add(name)) {
      throw new IllegalArgumentException(
          "Invalid columns: " + name + " is named twice (expected one part a column)");
    }
  }
}
