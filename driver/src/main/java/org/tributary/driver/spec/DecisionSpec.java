package org.tributary.driver.spec;

import java.io.Serializable;
import java.util.Optional;
import org.tributary.core.metrics.ThresholdMetric;

/**
 * What is learned on the hold-out set, after training, about turning logits into a prediction.
 *
 * @param threshold the metric by which the threshold between two classes is chosen; empty for 1/2
 * @param temperature whether the logits are divided by a temperature
 */
public record DecisionSpec(Optional<ThresholdMetric> threshold, Temperature temperature)
    implements Serializable {
  /** The default: nothing. */
  public static final DecisionSpec NONE = new DecisionSpec(Optional.empty(), Temperature.NONE);

  /** The name of no threshold in configurations. */
  public static final String NO_THRESHOLD = "none";

  /** What the logits are divided by. */
  public enum Temperature {
    /** Nothing. */
    NONE,
    /** The number with the lowest log loss on the hold-out set. */
    FITTED
  }

  /** Tells whether anything is learned. */
  public boolean isActive() {
    return threshold.isPresent() || temperature == Temperature.FITTED;
  }
}
