package org.tributary.driver.run;

import java.util.Optional;
import org.tributary.driver.dataset.KnownData;
import org.tributary.driver.train.InitialParameters;

/**
 * What is known before a training, besides its job.
 *
 * @param data what is known of the data
 * @param parameters the initial parameters; empty to draw them
 * @param penalty what the penalty of the job is a penalty on
 */
public record Beginning(KnownData data, Optional<InitialParameters> parameters, PenaltyOn penalty) {
  /** Nothing is known: all follows from the job and its data. */
  public static final Beginning UNKNOWN =
      new Beginning(KnownData.NOTHING, Optional.empty(), PenaltyOn.SUM);

  /** What a penalty is added to. */
  public enum PenaltyOn {
    /** The sum of the losses of all samples, as in a job. */
    SUM,
    /** Their mean: the penalty of the job is multiplied by the sum of the weights. */
    MEAN
  }
}
