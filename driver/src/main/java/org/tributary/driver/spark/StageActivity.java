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

/** The started tasks of a running stage. Mutable, for one thread. */
final class StageActivity {
  private final int attempt;
  private final int tasks;
  private final Set<Integer> ended = new HashSet<>();

  /** Running attempts by ID; a task can have several. */
  private final Map<Long, TaskInfo> running = new HashMap<>();

  /** The maximum number of records that an attempt of a task has processed, by task index. */
  private final Map<Integer, Long> records = new HashMap<>();

  private int failed;
  private Optional<String> lastFailure = Optional.empty();

  StageActivity(StageInfo stage) {
    this.attempt = stage.attemptNumber();
    this.tasks = stage.numTasks();
  }

  /** Returns whether these are the tasks of a stage attempt. */
  boolean isOf(int stageAttempt) {
    return attempt == stageAttempt;
  }

  /** Records the start of a task attempt; returns whether it is the first of the task. */
  boolean begins(TaskInfo task) {
    running.put(task.taskId(), task);
    return task.attemptNumber() == 0 && !task.speculative();
  }

  /**
   * Records the end of an attempt; returns whether it is progress towards the end of the stage or
   * towards Spark's maximum number of failures. Attempts lost with an executor are not progress.
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

  /**
   * Records the number of records of an attempt; returns whether it is a new maximum of the task.
   */
  boolean moves(long taskId, long moved) {
    TaskInfo task = running.get(taskId);
    if (task == null || moved <= records.getOrDefault(task.index(), 0L)) {
      return false;
    }
    records.put(task.index(), moved);
    return true;
  }

  /** Adds the tasks of this stage to those of others. */
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
