package org.tributary.driver.spark;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.Resubmitted$;
import org.apache.spark.Success$;
import org.apache.spark.TaskEndReason;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.TaskKilled;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.scheduler.TaskInfo;

/** The tasks of a stage that is at work, as far as they have begun. Mutable, for one thread. */
final class StageActivity {
  private final int attempt;
  private final int tasks;
  private final Set<Integer> ended = new HashSet<>();

  /** Attempts at work, by their number; a task may have several. */
  private final Map<Long, TaskInfo> running = new HashMap<>();

  /** The most records that any attempt at a task has moved, by the task's index. */
  private final Map<Integer, Long> records = new HashMap<>();

  private int failed;
  private Optional<String> lastFailure = Optional.empty();

  StageActivity(StageInfo stage) {
    this.attempt = stage.attemptNumber();
    this.tasks = stage.numTasks();
  }

  /** Tells whether these are the tasks of an attempt at the stage. */
  boolean isOf(int stageAttempt) {
    return attempt == stageAttempt;
  }

  /** Notes that an attempt at a task begins; tells whether it is the task's first. */
  boolean begins(TaskInfo task) {
    running.put(task.taskId(), task);
    return task.attemptNumber() == 0 && !task.speculative();
  }

  /**
   * Notes that an attempt ends; tells whether that brings the stage nearer to its end, or to the
   * number of failures that Spark bears. Attempts lost with an executor count for neither.
   */
  boolean ends(TaskInfo task, TaskEndReason reason) {
    running.remove(task.taskId());
    if (reason == Success$.MODULE$) {
      ended.add(task.index());
      return true;
    }
    if (reason == Resubmitted$.MODULE$) {
      // Its result was lost with its executor.
      ended.remove(task.index());
      return false;
    }
    TaskFailedReason failure = (TaskFailedReason) reason;
    if (!(failure instanceof TaskKilled)) {
      failed++;
      lastFailure = failure.toErrorString().lines().findFirst();
    }
    return failure.countTowardsTaskFailures();
  }

  /** Notes how many records an attempt has moved; tells whether the task is further than ever. */
  boolean moves(long taskId, long moved) {
    TaskInfo task = running.get(taskId);
    if (task == null || moved <= records.getOrDefault(task.index(), 0L)) {
      return false;
    }
    records.put(task.index(), moved);
    return true;
  }

  /** Adds this stage to the tasks of others. */
  Tasks plus(Tasks others) {
    Map<Tasks.Place, Integer> places = new HashMap<>(others.running());
    Set<Integer> at = new HashSet<>();
    for (TaskInfo task : running.values()) {
      places.merge(new Tasks.Place(task.executorId(), task.host()), 1, Integer::sum);
      at.add(task.index());
    }
    at.addAll(ended);
    return new Tasks(
        others.total() + tasks,
        others.ended() + ended.size(),
        others.unbegun() + Math.max(0, tasks - at.size()),
        places,
        others.failed() + failed,
        lastFailure.or(others::lastFailure));
  }
}
