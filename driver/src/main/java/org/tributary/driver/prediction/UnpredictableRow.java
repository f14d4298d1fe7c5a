package org.tributary.driver.prediction;

import org.tributary.core.data.Standardization;
import org.tributary.core.model.Feature;
import org.tributary.core.model.Model;
import org.tributary.driver.source.SourceRow;

/** A row for which a model has no finite output. Thrown by a task and reported by the driver. */
final class UnpredictableRow extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String file;
  private final long position;

  private UnpredictableRow(String file, long position, String reason) {
    super(reason);
    this.file = file;
    this.position = position;
  }

  /** Reports the feature with the largest distance from the training data. */
  static UnpredictableRow of(SourceRow row, double output, double[] features, Model model) {
    Standardization standardization = model.standardization();
    int farthest = 0;
    double distance = -1;
    for (int j = 0; j < features.length; j++) {
      double standardized = Math.abs(standardization.apply(j, features[j]));
      if (standardized > distance) {
        farthest = j;
        distance = standardized;
      }
    }
    return new UnpredictableRow(
        row.file(),
        row.position(),
        "the model's output is %s; column %s is %s, too far from the training data"
            .formatted(output, columnOf(farthest, model), features[farthest]));
  }

  private static String columnOf(int input, Model model) {
    int end = 0;
    for (Feature feature : model.columns().features()) {
      end += feature.width();
      if (input < end) {
        return feature.name();
      }
    }
    throw new IllegalArgumentException("Invalid input: " + input + " (expected less than " + end);
  }

  String file() {
    return file;
  }

  long position() {
    return position;
  }
}
