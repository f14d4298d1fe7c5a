package org.tributary.driver.run;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.util.ShutdownHookManager;
import org.tributary.driver.checkpoint.CheckpointWriter;
import org.tributary.driver.train.TrainingResult;

/**
 * Lets a run write a last checkpoint when its process is asked to end, by SIGTERM or Ctrl-C. The
 * exit code stays that of the signal.
 */
final class Interruption {
  /** How long the run has to reach the end of its epoch; Kubernetes kills after 30 seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Longest time of the hook, with the time to write the checkpoint. */
  private static final long LONGEST_SECONDS = 120;

  /** Before logging ends and Spark stops, whose hooks have lower priorities. */
  private static final int BEFORE_SPARK_STOPS = 200;

  private Interruption() {}

  /** Trains; watches for the end of the process meanwhile. */
  static TrainingResult during(
      CheckpointWriter writer,
      RunCheckpoints checkpoints,
      Consumer<String> notices,
      Supplier<TrainingResult> training) {
    Runnable hook =
        () -> {
          notices.accept(writer.interrupt(PATIENCE));
          checkpoints.release();
        };
    ShutdownHookManager hooks = ShutdownHookManager.get();
    if (hooks.isShutdownInProgress()) {
      return training.get();
    }
    hooks.addShutdownHook(hook, BEFORE_SPARK_STOPS, LONGEST_SECONDS, TimeUnit.SECONDS);
    try {
      return training.get();
    } finally {
      if (!hooks.isShutdownInProgress()) {
        hooks.removeShutdownHook(hook);
      }
    }
  }
}
