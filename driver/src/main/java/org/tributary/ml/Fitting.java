package org.tributary.ml;

import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.SparkSession;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import org.tributary.driver.config.ConfiguredJob;
import org.tributary.driver.dataset.KnownData;
import org.tributary.driver.run.Beginning;
import org.tributary.driver.run.BuildVersion;
import org.tributary.driver.run.RunListener;
import org.tributary.driver.run.TrainRun;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.DataSource;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.train.InitialParameters;

/**
 * Trains by the use case that the command line trains with.
 *
 * @param params the parameters of the estimator
 * @param job the job that they describe
 * @param listeners called after every epoch
 */
record Fitting(ModelParams params, ConfiguredJob job, List<RunListener> listeners) {

  static Fitting of(ModelParams params, ConfiguredJob job, List<RunListener> listeners) {
    return new Fitting(params, job, listeners);
  }

  /** Begins to load what the first job needs to be read, on another thread, while Spark plans. */
  static void preload() {
    Thread loader = new Thread(JobOfParams::load, "tributary-settings");
    loader.setDaemon(true);
    loader.start();
  }

  /**
   * Trains.
   *
   * @param classes the names of the classes; none for numbers
   * @throws IllegalArgumentException if the rows do not fit the parameters
   */
  TrainRun.Result fit(SparkSession spark, FitData data, List<String> classes) {
    Optional<DataSource> validation = data.validation().map(frame -> frame);
    Beginning beginning =
        new Beginning(new KnownData(classes, validation), initial(spark), Beginning.PenaltyOn.MEAN);
    try {
      return new TrainRun(
              job.spec(),
              decided -> JobOfParams.kept(job, decided),
              List.of(),
              BuildVersion.current())
          .unsaved(spark, data.training(), beginning, listeners);
    } catch (DataException | InvalidConfiguration e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private Optional<InitialParameters> initial(SparkSession spark) {
    Optional<Object> weights = params.set("initialWeights");
    Optional<String> model = params.text("initialModel");
    if (weights.isPresent() && model.isPresent()) {
      throw new IllegalArgumentException(
          "Invalid initialModel: %s (expected none with initialWeights; remove one)"
              .formatted(model.get()));
    }
    if (model.isPresent()) {
      return Optional.of(new InitialModel(model.get(), saved(model.get(), spark)));
    }
    return weights.map(vector -> layout -> SparkWeights.theta(layout, (Vector) vector));
  }

  private static Model saved(String path, SparkSession spark) {
    try {
      return SavedModels.read(path, spark);
    } catch (ModelException e) {
      throw new IllegalArgumentException(
          "Invalid initialModel: %s (%s)".formatted(path, e.getMessage()), e);
    }
  }
}
