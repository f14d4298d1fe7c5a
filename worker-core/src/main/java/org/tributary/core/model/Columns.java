package org.tributary.core.model;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tributary.core.data.Outcome;
import org.tributary.core.preparation.Feature;

/**
 * What the columns of the training data were, and so what a row to predict must bring.
 *
 * @param features the columns that the preparation reads, in the order of their cells
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
  }

  private static void claim(String name, Set<String> names) {
    if (!names.add(name)) {
      throw new IllegalArgumentException(
          "Invalid columns: " + name + " is named twice (expected one part a column)");
    }
  }
}
