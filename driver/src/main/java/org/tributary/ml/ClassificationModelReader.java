package org.tributary.ml;

import java.util.Optional;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.ReadWriteUtils;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import scala.Option;

/** Reads classifiers that their own class, Spark's class or a job saved. */
final class ClassificationModelReader
    extends MLReader<org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel> {

  /**
   * Reads a model. One that a job saved takes the columns that the job had.
   *
   * @throws ModelException if there is none, or it cannot be read
   * @throws IllegalArgumentException if it is no classifier
   */
  @Override
  public MultilayerPerceptronClassificationModel load(String name) {
    String path = ModelWriter.located(name, ReadWriteUtils.localSavingModeState().get());
    Optional<DefaultParamsReader.Metadata> found = SavedModels.metadata(path, sparkSession());
    if (found.isEmpty()) {
      return ofJob(SavedModels.read(path, sparkSession()));
    }
    DefaultParamsReader.Metadata metadata = found.get();
    if (SavedModels.isSparks(metadata)) {
      return ofSpark(
          org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel.load(
              ModelWriter.toSpark(path)));
    }
    SavedModels.requireClass(name, metadata, MultilayerPerceptronClassificationModel.class);
    MultilayerPerceptronClassificationModel model =
        new MultilayerPerceptronClassificationModel(
            metadata.uid(), ScoringModel.of(SavedModels.read(path, sparkSession())));
    metadata.getAndSetParams(model, Option.empty());
    return model;
  }

  private static MultilayerPerceptronClassificationModel ofSpark(
      org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel saved) {
    return saved.copyValues(
        new MultilayerPerceptronClassificationModel(
            saved.uid(), ScoringModel.of(SavedModels.ofSpark(saved))),
        ParamMap.empty());
  }

  private static MultilayerPerceptronClassificationModel ofJob(Model saved) {
    MultilayerPerceptronClassificationModel model =
        new MultilayerPerceptronClassificationModel(
            Identifiable$.MODULE$.randomUID("mlpc"), ScoringModel.of(saved));
    SavedModels.takeColumns(model, saved);
    return model;
  }
}
