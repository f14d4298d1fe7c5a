package org.tributary.driver.train;

/** Is told of training as it goes; calls come from the thread that trains, in order. */
public interface TrainingListener {

  /** The data is ready and training begins. */
  default void started(TrainingStart start) {}

  /** An epoch is done. */
  default void epochEnded(EpochEnd end) {}

  /** Training ended well. */
  default void ended(TrainingResult result) {}
}
