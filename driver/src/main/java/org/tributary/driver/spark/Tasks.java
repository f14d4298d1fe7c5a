package org.tributary.driver.spark;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The state of the tasks of the running stages.
 *
 * @param total number of tasks
 * @param ended number of successful tasks
 * @param unbegun number of tasks that have not started
 * @param running number of running attempts by executor
 * @param failed number of failed or lost attempts
 * @param lastFailure the reason of the last failure
 */
record Tasks(
    int total,
    int ended,
    int unbegun,
    Map<Place, Integer> running,
    int failed,
    Optional<String> lastFailure) {
  static final Tasks NONE = new Tasks(0, 0, 0, Map.of(), 0, Optional.empty());

  private static final int PLACES_SHOWN = 8;
  private static final int FAILURE_SHOWN = 200;

  /** An executor and its host. */
  record Place(String executor, String host) {
    private static final String DRIVER = "driver";

    @Override
    public String toString() {
      return executor.equals(DRIVER)
          ? "in the driver's own process"
          : "on executor %s (%s)".formatted(executor, host);
    }
  }

  /** Copies the map. */
  Tasks {
    running = Map.copyOf(running);
  }

  /** Returns whether no attempt is running. */
  boolean areIdle() {
    return running.isEmpty();
  }

  /** Describes the state and the executors of the tasks. */
  String describe() {
    if (total == 0) {
      return "no stage of it has begun";
    }
    int attempts = running.values().stream().mapToInt(Integer::intValue).sum();
    String have = total == 1 ? "task has" : "tasks have";
    StringBuilder text =
        new StringBuilder("%d of %d %s ended, ".formatted(ended, total, have))
            .append(attempts == 0 ? "none runs" : attempts + (attempts == 1 ? " runs" : " run"));
    if (attempts > 0) {
      text.append(attempts == 1 ? " " : ": ").append(places(attempts));
    }
    if (unbegun > 0) {
      text.append(", %d %s for a core".formatted(unbegun, unbegun == 1 ? "waits" : "wait"));
    }
    lastFailure.ifPresent(
        failure ->
            text.append("; attempts that failed: %d, ".formatted(failed)).append(cut(failure)));
    return text.toString();
  }

  private String places(int attempts) {
    // The busiest first; of these the lower number.
    List<Map.Entry<Place, Integer>> sorted =
        running.entrySet().stream()
            .sorted(
                Map.Entry.<Place, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(
                        entry -> entry.getKey().executor(),
                        Comparator.comparingInt(String::length)
                            .thenComparing(Comparator.naturalOrder())))
            .toList();
    if (attempts == 1) {
      return sorted.get(0).getKey().toString();
    }
    String shown =
        sorted.stream()
            .limit(PLACES_SHOWN)
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    int more = sorted.size() - PLACES_SHOWN;
    return more > 0 ? shown + ", and the rest on %d executors more".formatted(more) : shown;
  }

  private static String cut(String failure) {
    String text =
        failure.length() > FAILURE_SHOWN ? failure.substring(0, FAILURE_SHOWN) + "..." : failure;
    return "the last by " + text;
  }
}
