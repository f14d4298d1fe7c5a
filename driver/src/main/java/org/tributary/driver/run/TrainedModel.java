package org.tributary.driver.run;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tributary.core.gemm.Blas;
import org.tributary.core.model.Columns;
import org.tributary.core.model.CurvePoint;
import org.tributary.core.model.Model;
import org.tributary.core.model.Platform;
import org.tributary.core.model.Provenance;
import org.tributary.core.model.TrainingData;
import org.tributary.driver.dataset.PreparedData;
import org.tributary.driver.redaction.Credentials;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.train.EpochEnd;
import org.tributary.driver.train.Measurement;
import org.tributary.driver.train.TrainingResult;

/** Creates a model from the result of a training. */
final class TrainedModel {
  private TrainedModel() {}

  /**
   * What a model was trained with.
   *
   * @param tributary version of Tributary
   * @param spark version of Spark
   * @param table version of the table that was read, if it has versions
   */
  record Versions(String tributary, String spark, Optional<String> table) {}

  /**
   * Returns the model.
   *
   * @param configuration the rendered configuration of the job
   * @param versions of what it was trained with
   */
  static Model of(
      JobSpec job,
      PreparedData<?> data,
      DataSummary summary,
      TrainingResult training,
      String configuration,
      Versions versions) {
    Provenance provenance =
        new Provenance(
            Instant.now(),
            new TrainingData(
                Credentials.hidden(job.data().path())
                    + versions.table().map(table -> " (" + table + ")").orElse(""),
                summary.trainingRows(),
                summary.holdoutRows(),
                Optional.of(summary.columns().digest())),
            job.train().seed(),
            TrainRun.Result.epochs(training),
            training.stopReason().name().toLowerCase(Locale.ROOT),
            metrics(training),
            platform(versions.tributary(), versions.spark()),
            configuration,
            training.history().stream().map(TrainedModel::curvePoint).toList(),
            training.chain());
    return new Model(
        training.layout().topology(),
        job.train().precision(),
        training.theta(),
        data.preparation(),
        new Columns(data.features(), data.outcome(), job.data().columns().weight()),
        provenance,
        training.decision());
  }

  /** Returns what this process trains with. */
  static Platform platform(String tributary, String spark) {
    return new Platform(tributary, System.getProperty("java.version"), spark, Blas.description());
  }

  private static Map<String, Double> metrics(TrainingResult training) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    training.last().ifPresent(last -> metrics.put("trainingLoss", last.loss()));
    training.holdout().ifPresent(holdout -> metrics.putAll(holdout.metrics()));
    return metrics;
  }

  private static CurvePoint curvePoint(EpochEnd end) {
    Optional<Measurement> holdout = end.holdout();
    OptionalDouble score =
        holdout.isPresent() ? OptionalDouble.of(holdout.get().score()) : OptionalDouble.empty();
    return new CurvePoint(end.epoch(), end.loss(), end.gradientNorm(), score);
  }
}
