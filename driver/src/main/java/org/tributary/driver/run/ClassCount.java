package org.tributary.driver.run;

import java.util.ArrayList;
import java.util.List;
import org.tributary.core.data.Outcome;
import org.tributary.core.metrics.Metric;
import org.tributary.core.metrics.TaskKind;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.TrainSpec;

/** Refuses settings that need another number of classes than the data has. */
final class ClassCount {
  private ClassCount() {}

  /**
   * Checks the metric that is monitored and the threshold.
   *
   * @throws InvalidConfiguration with all problems
   */
  static void requireFit(TrainSpec train, Outcome outcome) {
    if (!(outcome instanceof Outcome.Classes classes)) {
      return;
    }
    int count = classes.names().size();
    List<String> problems = new ArrayList<>();
    Metric monitored = train.stop().monitor().metricOf(TaskKind.CLASSIFICATION);
    if (train.stop().patience() > 0 && !monitored.takes(TaskKind.CLASSIFICATION, count)) {
      problems.add(
          "Invalid train.stop.monitor: %s (expected a metric of %d classes: %s is for %s; set another one)"
              .formatted(
                  monitored.key(),
                  count,
                  monitored.key(),
                  monitored.outputs(TaskKind.CLASSIFICATION)));
    }
    if (train.decision().threshold().isPresent() && count != 2) {
      problems.add(
          "Invalid train.threshold: %s (expected none: column %s has %d classes, and a threshold is between 2; remove it)"
              .formatted(
                  train.decision().threshold().get().metric().key(), classes.column(), count));
    }
    if (!problems.isEmpty()) {
      throw new InvalidConfiguration(problems);
    }
  }
}
