package org.tributary.driver.spec;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/**
 * The checkpoints of a job.
 *
 * @param path the directory of the checkpoints, on any Hadoop file system
 * @param every when the next checkpoint is due
 * @param keep how many of the latest checkpoints are kept, besides the best
 */
public record CheckpointSpec(String path, Every every, int keep) implements Serializable {
  /** The default number of checkpoints that are kept. */
  public static final int KEEP = 3;

  /** Refuses a path that is blank and a number out of its range. */
  public CheckpointSpec {
    Check.text("checkpoint directory", path);
    Check.integer("number of checkpoints to keep", keep, 1, Limits.CHECKPOINTS);
  }

  /** When a checkpoint is due. */
  public sealed interface Every extends Serializable {
    /** The default: every ten minutes. */
    Every DEFAULT = new Time(Duration.ofMinutes(10));
  }

  /**
   * After a number of round trips since the last checkpoint.
   *
   * @param count the number
   */
  public record Rounds(int count) implements Every {
    /** Refuses a number out of its range. */
    public Rounds {
      Check.integer("rounds between checkpoints", count, 1, Limits.STEPS);
    }
  }

  /**
   * After a time since the last checkpoint.
   *
   * @param length the time
   */
  public record Time(Duration length) implements Every {
    /** Refuses a time out of its range. */
    public Time {
      Check.duration("time between checkpoints", Optional.of(length));
    }
  }
}
