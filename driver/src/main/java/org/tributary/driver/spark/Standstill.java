package org.tributary.driver.spark;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Running jobs without progress.
 *
 * @param jobs their names, oldest first
 * @param still time since the last progress
 * @param tasks the tasks of their running stages
 * @param lastLoss why the last executor was lost, if one was lost since then
 */
record Standstill(List<String> jobs, Duration still, Tasks tasks, Optional<String> lastLoss) {

  /** Returns the name of the job that is waited for. */
  String job() {
    return jobs.size() == 1
        ? jobs.get(0)
        : "%s and %d more jobs".formatted(jobs.get(0), jobs.size() - 1);
  }

  /** Describes the time without progress and what is waited for. */
  String reason(Cluster cluster) {
    StringBuilder text =
        new StringBuilder("no task has ended for %s; ".formatted(spell(still)))
            .append(tasks.describe());
    lastLoss.ifPresent(loss -> text.append("; the last executor was lost: ").append(loss));
    if (tasks.areIdle()) {
      text.append("; ").append(cluster.describe());
    }
    return text.toString();
  }

  /** Writes a duration in its two largest units, rounded down. */
  static String spell(Duration duration) {
    if (duration.toHours() > 0) {
      return join(duration.toHours(), "h", duration.toMinutesPart(), "min");
    }
    if (duration.toMinutes() > 0) {
      return join(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
    }
    return duration.toSeconds() > 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
  }

  private static String join(long many, String unit, int few, String smaller) {
    return few == 0 ? many + " " + unit : "%d %s %d %s".formatted(many, unit, few, smaller);
  }
}
