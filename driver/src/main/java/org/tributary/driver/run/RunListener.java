package org.tributary.driver.run;

import org.tributary.driver.train.TrainingListener;

/** Receives the events of a training run, in order, from the reading of the data. */
public interface RunListener extends TrainingListener {

  /** Called before the data is read. */
  default void reading(String data) {}

  /** Called when the data is prepared. */
  default void prepared(DataSummary data) {}
}
