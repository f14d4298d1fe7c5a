package org.tributary.driver.train;

import org.tributary.core.model.ThetaChain;

/** A repetition of a training has other parameters than the training that it repeats. */
public final class ChainBroken extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int epoch;

  /** Creates an instance for the first link that differs. */
  ChainBroken(ThetaChain.Link found, ThetaChain.Link expected) {
    super(
        "the hash of the parameters of epoch %d is %s (expected %s)"
            .formatted(found.epoch(), found.sha256(), expected.sha256()));
    this.epoch = found.epoch();
  }

  /** Returns the epoch of the first link that differs. */
  public int epoch() {
    return epoch;
  }
}
