package org.tributary.driver.train;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * The state of a run at the end of an epoch, copied lazily and at most once. It can be requested
 * until it is closed, when the run continues. Mutable.
 */
final class StateAtEpochEnd implements Supplier<TrainingState>, AutoCloseable {
  private final Supplier<TrainingState> source;
  private Optional<TrainingState> taken = Optional.empty();
  private boolean closed;

  /** Takes the state from {@code source} on request. */
  StateAtEpochEnd(Supplier<TrainingState> source) {
    this.source = source;
  }

  @Override
  public TrainingState get() {
    if (closed) {
      throw new IllegalStateException(
          "Cannot take the state of a past epoch: the run has continued; call this during"
              + " TrainingListener.epochEnded");
    }
    if (taken.isEmpty()) {
      taken = Optional.of(source.get());
    }
    return taken.get();
  }

  @Override
  public void close() {
    closed = true;
    taken = Optional.empty();
  }
}
