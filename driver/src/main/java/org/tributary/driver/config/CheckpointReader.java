package org.tributary.driver.config;

import java.util.List;
import java.util.Optional;
import org.tributary.driver.spec.CheckpointSpec;

/** Reads the section {@code checkpoint}. */
final class CheckpointReader {
  private CheckpointReader() {}

  /** Returns the checkpoints of a job; empty if it has none. */
  static Optional<CheckpointSpec> read(Settings settings) {
    Optional<String> path = settings.optional(Keys.CHECKPOINT_PATH);
    if (path.isEmpty() && settings.optional(Keys.REGISTRY).isPresent()) {
      // A retraining keeps them in the directory of its run.
      return Optional.empty();
    }
    if (path.isEmpty()) {
      for (Key<?> key : List.of(Keys.CHECKPOINT_EVERY, Keys.CHECKPOINT_KEEP)) {
        settings.refuse(key, "the job has no checkpoint.path; set it, or remove this key");
      }
      return Optional.empty();
    }
    return Optional.of(
        new CheckpointSpec(
            path.get(),
            settings.value(Keys.CHECKPOINT_EVERY),
            settings.value(Keys.CHECKPOINT_KEEP)));
  }
}
