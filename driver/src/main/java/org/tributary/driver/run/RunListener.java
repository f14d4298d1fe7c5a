package org.tributary.driver.run;

import org.tributary.driver.train.TrainingListener;
import org.tributary.driver.train.TrainingState;

/** Receives the events of a training run, in order, from the reading of the data. */
public interface RunListener extends TrainingListener {

  /** Called before the data is read. */
  default void reading(String data) {}

  /** Called when the data is prepared. */
  default void prepared(DataSummary data) {}

  /**
   * Called when the best epoch is known, before the network is trained again on the validation rows
   * as well. The events of the second training follow.
   *
   * @param best the best epoch, after which the second training ends
   * @param rows number of samples of the second training
   */
  default void refitting(ValidationScore best, long rows) {}

  /**
   * Called before training goes on from a checkpoint.
   *
   * @param checkpoint the path of the checkpoint
   * @param from its state
   */
  default void resumed(String checkpoint, TrainingState from) {}

  /**
   * Called with a line about the checkpoints of the run, on any thread: one that is damaged or
   * cannot be written, or the last one when the process is interrupted.
   */
  default void noticed(String line) {}
}
