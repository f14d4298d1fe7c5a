package org.tributary.driver.config;

import java.util.HashMap;
import java.util.Map;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.spec.StrategySpec;

/**
 * A job with the settings that it was read from.
 *
 * @param spec the job
 * @param settings the resolved values of all keys that apply to the job, by name, as strings,
 *     numbers, booleans and lists, without unset optional keys
 */
public record ConfiguredJob(JobSpec spec, Map<String, Object> settings) {
  /** Copies the map. */
  public ConfiguredJob {
    settings = Map.copyOf(settings);
  }

  /**
   * Returns the job with the values that depend on the data: the output function and loss, the
   * number of epochs, and the number of shards and their batch.
   *
   * @param decided the job of this spec, as it was trained
   */
  public ConfiguredJob decided(JobSpec decided) {
    Map<String, Object> with = new HashMap<>(settings);
    with.put(Keys.OUTPUT_LOSS.name(), Keys.OUTPUT_LOSS.type().write(decided.network().output()));
    with.put(Keys.EPOCHS.name(), Keys.EPOCHS.type().write(decided.train().epochs()));
    with.put(Keys.SAMPLES.name(), Keys.SAMPLES.type().write(decided.train().samples()));
    if (decided.train().strategy() instanceof StrategySpec.LocalSteps local) {
      with.put(Keys.SHARDS.name(), Keys.SHARDS.type().write(local.shards()));
      with.put(Keys.BATCH.name(), Keys.BATCH.type().write(local.batch()));
    }
    return new ConfiguredJob(decided, with);
  }
}
