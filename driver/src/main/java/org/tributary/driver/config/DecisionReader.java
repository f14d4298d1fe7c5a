package org.tributary.driver.config;

import java.util.Optional;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.metrics.TaskKind;
import org.tributary.core.metrics.ThresholdMetric;
import org.tributary.driver.config.OptionNames.SplitName;
import org.tributary.driver.spec.DecisionSpec;
import org.tributary.driver.spec.DecisionSpec.Temperature;
import org.tributary.driver.spec.NetworkSpec;

/** Reads {@code train.threshold} and {@code train.temperature}. */
final class DecisionReader {
  private DecisionReader() {}

  /** Reads the keys; problems are added to the settings. */
  static DecisionSpec read(Settings settings, NetworkSpec network, Optional<TaskKind> kind) {
    return new DecisionSpec(threshold(settings, kind), temperature(settings, network));
  }

  private static Optional<ThresholdMetric> threshold(Settings settings, Optional<TaskKind> kind) {
    String name = settings.value(Keys.THRESHOLD);
    if (name.equals(DecisionSpec.NO_THRESHOLD)) {
      return Optional.empty();
    }
    Optional<ThresholdMetric> metric = ThresholdMetric.of(name);
    if (metric.isEmpty()) {
      settings.invalid(
          Keys.THRESHOLD,
          "one of %s, %s"
              .formatted(DecisionSpec.NO_THRESHOLD, String.join(", ", ThresholdMetric.keys())));
    } else if (kind.isPresent() && kind.get() != TaskKind.CLASSIFICATION) {
      settings.refuse(
          Keys.THRESHOLD,
          "it is for two classes, and the task is %s; remove it".formatted(kind.get().title()));
    } else {
      requireHoldout(settings, Keys.THRESHOLD);
    }
    return metric;
  }

  private static Temperature temperature(Settings settings, NetworkSpec network) {
    if (!settings.value(Keys.TEMPERATURE)) {
      return Temperature.NONE;
    }
    Optional<OutputLoss> other = network.output().filter(output -> !output.takesSmoothing());
    if (other.isPresent()) {
      settings.refuse(
          Keys.TEMPERATURE,
          "network.output is %s (%s), which"
                  .formatted(ValueTypes.name(other.get()), settings.where(Keys.OUTPUT_LOSS))
              + " is no cross-entropy; remove it, or set network.output to softmax-cross-entropy or"
              + " sigmoid-cross-entropy");
    } else {
      requireHoldout(settings, Keys.TEMPERATURE);
    }
    return Temperature.FITTED;
  }

  /** Refuses a key that needs a hold-out set, if there is none. */
  static void requireHoldout(Settings settings, Key<?> key) {
    boolean holdout =
        settings.value(Keys.HOLDOUT_FRACTION) > 0
            || settings.value(Keys.VALIDATION_FRACTION) > 0
            || settings.optional(Keys.HOLDOUT_PATH).isPresent()
            || settings.value(Keys.SPLIT) == SplitName.COLUMN;
    if (!holdout) {
      settings.refuse(
          key,
          "there is no validation or hold-out set; set data.validation.fraction,"
              + " data.holdout.fraction or data.holdout.path");
    }
  }
}
