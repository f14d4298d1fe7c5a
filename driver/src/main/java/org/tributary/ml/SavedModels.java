package org.tributary.ml;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.sql.SparkSession;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.gemm.Blas;
import org.tributary.core.kernel.Precision;
import org.tributary.core.model.Columns;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import org.tributary.core.model.Platform;
import org.tributary.core.model.Provenance;
import org.tributary.core.model.TrainingData;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;
import org.tributary.core.preparation.Feature;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.RowLayout;
import org.tributary.driver.config.ConfiguredJob;
import org.tributary.driver.files.UserPath;
import org.tributary.driver.run.BuildVersion;
import org.tributary.driver.store.ModelStore;

/** Reads models that estimators, jobs and Spark's own class saved. */
final class SavedModels {
  private static final String SPARKS =
      org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel.class.getName();

  private SavedModels() {}

  /**
   * Reads a model.
   *
   * @throws ModelException if there is none, or it cannot be read
   */
  static Model read(String path, SparkSession spark) {
    Optional<DefaultParamsReader.Metadata> metadata = metadata(path, spark);
    return metadata.isPresent() && metadata.get().className().equals(SPARKS)
        ? ofSpark(
            org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel.load(
                ModelWriter.toSpark(path)))
        : ModelStore.load(path, spark.sparkContext().hadoopConfiguration());
  }

  /** Tells whether Spark's own class saved a model with this metadata. */
  static boolean isSparks(DefaultParamsReader.Metadata metadata) {
    return metadata.className().equals(SPARKS);
  }

  /**
   * Returns what Spark ML saved of a model; empty if a job saved it.
   *
   * @throws ModelException if it cannot be read
   */
  static Optional<DefaultParamsReader.Metadata> metadata(String path, SparkSession spark) {
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    try {
      Path metadata = new Path(UserPath.of(path), "metadata");
      FileSystem fileSystem = UserPath.fileSystem(metadata, configuration);
      return fileSystem.exists(metadata)
          ? Optional.of(DefaultParamsReader.loadMetadata(ModelWriter.toSpark(path), spark, ""))
          : Optional.empty();
    } catch (IOException e) {
      throw new ModelException("Cannot read model " + path + ": " + e.getMessage(), e);
    }
  }

  /**
   * Refuses what another class saved.
   *
   * @param name what messages call the model
   * @throws IllegalArgumentException if it did
   */
  static void requireClass(String name, DefaultParamsReader.Metadata metadata, Class<?> expected) {
    if (!metadata.className().equals(expected.getName())) {
      throw new IllegalArgumentException(
          "Cannot read model %s: it is a %s (expected a %s)"
              .formatted(name, metadata.className(), expected.getName()));
    }
  }

  /** Sets the columns that a job trained with. */
  static void takeColumns(HasTrainingParams owner, Model saved) {
    List<Feature> features = saved.columns().features();
    if (features.size() == 1 && features.get(0).width() > 1) {
      owner.set("featuresCol", features.get(0).name());
    } else {
      owner.set(owner.featuresCols(), features.stream().map(Feature::name).toArray(String[]::new));
    }
    owner.set("labelCol", saved.columns().outcome().columns().get(0));
    saved.columns().weight().ifPresent(name -> owner.set(owner.weightCol(), name));
  }

  /** Returns the network of a model of Spark's class, in float64, as it scores. */
  static Model ofSpark(
      org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel model) {
    int[] layers = model.getLayers();
    List<HiddenLayer> hidden = new ArrayList<>();
    for (int l = 1; l < layers.length - 1; l++) {
      hidden.add(new HiddenLayer(layers[l], Activation.SIGMOID));
    }
    int classes = layers[layers.length - 1];
    ParameterLayout layout =
        new ParameterLayout(
            new Topology(layers[0], hidden, classes, OutputLoss.SOFTMAX_CROSS_ENTROPY));
    List<Feature> features = List.of(new Feature(model.getFeaturesCol(), layers[0]));
    List<String> names = IntStream.range(0, classes).mapToObj(String::valueOf).toList();
    return new Model(
        layout.topology(),
        Precision.FLOAT64,
        SparkWeights.theta(layout, model.weights()),
        Preparation.identity(new RowLayout(features)),
        new Columns(
            features, new Outcome.Classes(model.getLabelCol(), names, classes), Optional.empty()),
        provenance(model, Arrays.copyOfRange(layers, 1, layers.length - 1)));
  }

  private static Provenance provenance(
      org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel model,
      int[] hidden) {
    MultilayerPerceptronClassifier estimator = new MultilayerPerceptronClassifier(model.uid());
    estimator.setLayers(model.getLayers());
    estimator.setFeaturesCol(model.getFeaturesCol());
    estimator.setLabelCol(model.getLabelCol());
    estimator.setPrecision("float64");
    ConfiguredJob job =
        JobOfParams.of(
            new ModelParams(estimator, TrainingParams.PRESET_SPARK),
            model.uid(),
            "softmax-cross-entropy",
            Optional.of(hidden));
    return new Provenance(
        Instant.now(),
        new TrainingData("unknown", 0, 0),
        job.spec().train().seed(),
        0,
        "unknown",
        Map.of(),
        new Platform(
            BuildVersion.current(),
            System.getProperty("java.version"),
            org.apache.spark.package$.MODULE$.SPARK_VERSION(),
            Blas.description()),
        JobOfParams.kept(job, job.spec()),
        List.of());
  }
}
