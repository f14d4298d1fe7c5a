package org.tributary.driver.train;

import java.util.List;
import java.util.function.Supplier;

/**
 * Receives the events of training, in order, on the training thread. An exception of a listener
 * ends the training.
 */
public interface TrainingListener {

  /**
   * Called when training starts.
   *
   * @param job the training job
   * @param curve the epochs of the run that is resumed, in order; empty for a new run
   */
  default void started(TrainingJob job, List<EpochEnd> curve) {}

  /**
   * Called after a round trip within an epoch; after the last of an epoch, {@link #epochEnded} is
   * called. A full batch has no such round trips.
   *
   * @param rounds number of round trips so far
   * @param state supplies the complete state of the run within the epoch, as in {@link #epochEnded}
   */
  default void roundEnded(long rounds, Supplier<TrainingState> state) {}

  /**
   * Called after an epoch.
   *
   * @param end the results of the epoch
   * @param state supplies the complete state of the run at the end of the epoch. The state is
   *     copied on the first call only. Call it during this method: later it throws an {@link
   *     IllegalStateException}
   */
  default void epochEnded(EpochEnd end, Supplier<TrainingState> state) {}

  /**
   * Called when a stop rule has ended the epochs, before the trained parameters are evaluated; not
   * called if there was no epoch.
   *
   * @param state supplies the complete state of the run, as in {@link #epochEnded}
   */
  default void stopped(Supplier<TrainingState> state) {}

  /** Called when training has ended without an error. */
  default void ended(TrainingResult result) {}
}
