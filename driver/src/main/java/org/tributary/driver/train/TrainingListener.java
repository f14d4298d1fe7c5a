package org.tributary.driver.train;

import java.util.List;
import java.util.function.Supplier;

/**
 * Is told of training as it goes; calls come from the thread that trains, in order. What a listener
 * throws ends the training.
 */
public interface TrainingListener {

  /**
   * The data is ready and training begins.
   *
   * @param job what is trained, and how
   * @param curve the epochs of the run that this one goes on with, in order; none for a new run
   */
  default void started(TrainingJob job, List<EpochEnd> curve) {}

  /**
   * An epoch is done.
   *
   * @param end what is known of it
   * @param state gives the whole state of the run at the end of the epoch. It copies the state when
   *     it is first asked for, and nothing if nobody asks. Ask during this call: later it throws an
   *     {@link IllegalStateException}
   */
  default void epochEnded(EpochEnd end, Supplier<TrainingState> state) {}

  /** Training ended well. */
  default void ended(TrainingResult result) {}
}
