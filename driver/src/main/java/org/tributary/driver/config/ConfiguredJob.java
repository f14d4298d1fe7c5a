package org.tributary.driver.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.spec.RetrainSpec;
import org.tributary.driver.spec.StopSpec;
import org.tributary.driver.spec.StrategySpec;

/**
 * A job with the settings that it was read from.
 *
 * @param spec the job
 * @param settings the resolved values of all keys that apply to the job, by name, as strings,
 *     numbers, booleans and lists, without unset optional keys
 * @param retraining how the job is trained again, if it names a registry
 */
public record ConfiguredJob(
    JobSpec spec, Map<String, Object> settings, Optional<RetrainSpec> retraining) {
  /** Copies the map. */
  public ConfiguredJob {
    settings = Map.copyOf(settings);
  }

  /** Creates a job that is not trained again. */
  public ConfiguredJob(JobSpec spec, Map<String, Object> settings) {
    this(spec, settings, Optional.empty());
  }

  /** Tells whether the job names the directory of its model. */
  public boolean namesModel() {
    return settings.containsKey(Keys.MODEL.name());
  }

  /**
   * Returns the job with the values that depend on the data: the output function and loss, the
   * number of epochs, the number of shards and their batch, and the epoch to stop after without a
   * validation set; and with those that a retraining decides on: the directory of the model, the
   * initial weights, the columns and their kinds.
   *
   * @param decided the job of this spec, as it was trained
   */
  public ConfiguredJob decided(JobSpec decided) {
    Map<String, Object> with = new HashMap<>(settings);
    with.put(Keys.OUTPUT_LOSS.name(), Keys.OUTPUT_LOSS.type().write(decided.network().output()));
    with.put(Keys.EPOCHS.name(), Keys.EPOCHS.type().write(decided.train().epochs()));
    with.put(Keys.SAMPLES.name(), Keys.SAMPLES.type().write(decided.train().samples()));
    StopSpec stop = decided.train().stop();
    if (!stop.equals(spec.train().stop())) {
      with.put(Keys.PATIENCE.name(), Keys.PATIENCE.type().write(stop.patience()));
      with.put(Keys.STOP_EPOCH.name(), Keys.STOP_EPOCH.type().write(stop.epoch()));
      with.put(Keys.REFIT.name(), Keys.REFIT.type().write(stop.refit()));
      with.put(
          Keys.VALIDATION_FRACTION.name(),
          Keys.VALIDATION_FRACTION.type().write(decided.data().validation()));
    }
    if (decided.train().strategy() instanceof StrategySpec.LocalSteps local) {
      with.put(Keys.SHARDS.name(), Keys.SHARDS.type().write(local.shards()));
      with.put(Keys.BATCH.name(), Keys.BATCH.type().write(local.batch()));
    }
    if (retraining.isPresent()) {
      with.put(Keys.MODEL.name(), decided.output().model());
      decided
          .network()
          .initialWeights()
          .ifPresent(
              path ->
                  with.put(Keys.INITIAL_WEIGHTS.name(), Keys.INITIAL_WEIGHTS.type().write(path)));
      if (!decided.data().columns().features().equals(spec.data().columns().features())) {
        with.put(
            Keys.DATA_FEATURES.name(),
            Keys.DATA_FEATURES.type().write(decided.data().columns().features()));
      }
      with.put(
          Keys.COLUMNS.name(), Keys.COLUMNS.type().write(decided.data().preparation().kinds()));
    }
    return new ConfiguredJob(decided, with, retraining);
  }
}
