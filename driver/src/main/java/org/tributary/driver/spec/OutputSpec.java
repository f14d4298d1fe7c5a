package org.tributary.driver.spec;

import java.io.Serializable;
import java.util.Optional;

/**
 * The output of a job.
 *
 * @param model the model's directory, on any Hadoop file system
 * @param existing what to do when it is there already
 * @param checkpoints where checkpoints go, if any are written
 */
public record OutputSpec(String model, Existing existing, Optional<CheckpointSpec> checkpoints)
    implements Serializable {
  /** Refuses a path that is blank. */
  public OutputSpec {
    Check.text("model directory", model);
  }

  /** Writes no checkpoints. */
  public OutputSpec(String model, Existing existing) {
    this(model, existing, Optional.empty());
  }

  /** Goes to a new directory, and refuses one that is there already: the default. */
  public OutputSpec(String model) {
    this(model, Existing.REFUSE);
  }

  /** What to do with a directory that is there already. */
  public enum Existing {
    /** Leave it and end with an error. */
    REFUSE("refuse"),
    /** Replace it once the new one is complete. */
    REPLACE("replace");

    private final String word;

    Existing(String word) {
      this.word = word;
    }

    /** Returns the word for it in a configuration and on the command line. */
    @Override
    public String toString() {
      return word;
    }
  }
}
