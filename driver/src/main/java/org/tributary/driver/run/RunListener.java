package org.tributary.driver.run;

import org.tributary.driver.train.TrainingListener;

/** Is told of a run of training from the reading of the data on, in order. */
public interface RunListener extends TrainingListener {

  /** Reading of the data begins. */
  default void reading(String data) {}

  /** The data is ready. */
  default void prepared(DataSummary data) {}
}
