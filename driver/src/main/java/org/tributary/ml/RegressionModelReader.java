package org.tributary.ml;

import java.util.Optional;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.ReadWriteUtils;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import scala.Option;

/** Reads regressions that their own class or a job saved. */
final class RegressionModelReader extends MLReader<MultilayerPerceptronRegressionModel> {

  /**
   * Reads a model. One that a job saved takes the columns that the job had.
   *
   * @throws ModelException if there is none, or it cannot be read
   * @throws IllegalArgumentException if it does not predict a number
   */
  @Override
  public MultilayerPerceptronRegressionModel load(String name) {
    String path = ModelWriter.located(name, ReadWriteUtils.localSavingModeState().get());
    Optional<DefaultParamsReader.Metadata> found = SavedModels.metadata(path, sparkSession());
    found.ifPresent(
        metadata ->
            SavedModels.requireClass(name, metadata, MultilayerPerceptronRegressionModel.class));
    Model saved = SavedModels.read(path, sparkSession());
    MultilayerPerceptronRegressionModel model =
        new MultilayerPerceptronRegressionModel(
            found
                .map(DefaultParamsReader.Metadata::uid)
                .orElseGet(() -> Identifiable$.MODULE$.randomUID("mlpr")),
            ScoringModel.of(saved));
    if (found.isPresent()) {
      found.get().getAndSetParams(model, Option.empty());
    } else {
      SavedModels.takeColumns(model, saved);
    }
    return model;
  }
}
