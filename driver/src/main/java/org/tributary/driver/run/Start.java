package org.tributary.driver.run;

/** How a run with checkpoints starts. */
public enum Start {
  /** From the latest checkpoint, if there is one. */
  RESUME,
  /** From the beginning; the checkpoints of earlier runs are deleted. */
  FRESH
}
