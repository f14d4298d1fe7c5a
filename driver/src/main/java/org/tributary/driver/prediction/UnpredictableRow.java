package org.tributary.driver.prediction;

import org.tributary.core.model.Model;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.RawCells;
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

  /** Reports the cell whose input is farthest from the training data. */
  static UnpredictableRow of(SourceRow row, double output, double[] features, Model model) {
    Preparation preparation = model.preparation();
    double[] inputs = new double[preparation.inputs()];
    preparation.apply(RawCells.ofNumbers(features), 0, inputs, 0);
    int farthest = 0;
    double distance = -1;
    for (int j = 0; j < inputs.length; j++) {
      if (Math.abs(inputs[j]) > distance) {
        farthest = j;
        distance = Math.abs(inputs[j]);
      }
    }
    int cell = preparation.cell(farthest);
    return new UnpredictableRow(
        row.file(),
        row.position(),
        "the model's output is %s; column %s is %s, too far from the training data"
            .formatted(output, preparation.layout().cellName(cell), features[cell]));
  }

  String file() {
    return file;
  }

  long position() {
    return position;
  }
}
