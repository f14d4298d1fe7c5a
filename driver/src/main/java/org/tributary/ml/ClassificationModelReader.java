package org.tributary.ml;

import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.ReadWriteUtils;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import org.tributary.core.preparation.Feature;
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
          org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel.load(path));
    }
    String own = MultilayerPerceptronClassificationModel.class.getName();
    if (!metadata.className().equals(own)) {
      throw new IllegalArgumentException(
          "Cannot read model %s: it is a %s (expected a %s)"
              .formatted(name, metadata.className(), own));
    }
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
    List<Feature> features = saved.columns().features();
    if (features.size() == 1 && features.get(0).width() > 1) {
      model.setFeaturesCol(features.get(0).name());
    } else {
      model.set(model.featuresCols(), features.stream().map(Feature::name).toArray(String[]::new));
    }
    model.set(model.labelCol(), saved.columns().outcome().columns().get(0));
    saved.columns().weight().ifPresent(name -> model.set(model.weightCol(), name));
    return model;
  }
}
