package org.tributary.ml;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.tributary.core.data.Inputs;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelFiles;
import org.tributary.core.scoring.Scorer;

/**
 * A Tributary model that travels to tasks and scores single rows there, from any thread. Or none,
 * in a model of Spark ML that was created without one.
 */
final class ScoringModel implements Serializable {
  private static final long serialVersionUID = 1;

  /** None or one. */
  private final List<ModelFiles> files;

  // Made again in each JVM. A race makes an equal one twice.
  private transient volatile Scorer scorer;

  private ScoringModel(List<ModelFiles> files) {
    this.files = files;
  }

  /** Wraps a model. */
  static ScoringModel of(Model model) {
    ScoringModel scoring = new ScoringModel(List.of(ModelFiles.of(model)));
    scoring.scorer = Scorer.of(model);
    return scoring;
  }

  /** Returns what stands for no model. */
  static ScoringModel none() {
    return new ScoringModel(List.of());
  }

  /**
   * Returns the model.
   *
   * @throws IllegalStateException if there is none
   */
  Model model() {
    return scorer().model();
  }

  private Scorer scorer() {
    Scorer found = scorer;
    if (found == null) {
      if (files.isEmpty()) {
        throw new IllegalStateException(
            "Cannot use this model: it was not trained (expected a model that fit or load returned)");
      }
      found = Scorer.of(files.get(0).model());
      scorer = found;
    }
    return found;
  }

  /** Tells whether there is a model. */
  boolean isPresent() {
    return !files.isEmpty();
  }

  /** Returns the size of the files of the model in bytes. */
  long bytes() {
    return files.stream()
        .flatMap(some -> some.sizes().values().stream())
        .mapToLong(Integer::longValue)
        .sum();
  }

  /**
   * Returns the logits of a row, divided by the temperature of the model.
   *
   * @param features the encoded cells of the features
   * @throws IllegalArgumentException if they are not as many as the model takes
   */
  double[] logits(Vector features) {
    requireWidth(features);
    return features instanceof SparseVector sparse
        ? scorer().sparseLogits(csr(sparse))
        : scorer().encodedLogits(features.toArray());
  }

  /** Returns the outputs of a row, in the units of the data. */
  double[] outputs(Vector features) {
    requireWidth(features);
    return scorer().encodedOutputs(features.toArray());
  }

  private void requireWidth(Vector features) {
    int cells = model().preparation().layout().cells();
    if (features.size() != cells) {
      throw new IllegalArgumentException(
          "Cannot predict: the features are %d numbers (expected %d, as in training)"
              .formatted(features.size(), cells));
    }
  }

  private static Inputs.Csr<double[]> csr(SparseVector vector) {
    return new Inputs.Csr<>(
        vector.size(), new int[] {0, vector.indices().length}, vector.indices(), vector.values());
  }
}
