package org.tributary.driver.train;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * The state of a run at the end of an epoch or of a round trip, copied lazily and at most once. It
 * can be requested until it is closed, when the run continues. Mutable.
 */
final class CurrentState implements Supplier<TrainingState>, AutoCloseable {
  private final Supplier<TrainingState> source;
  private Optional<TrainingState> taken = Optional.empty();
  private boolean closed;

  /** Takes the state from {@code source} on request. */
  CurrentState(Supplier<TrainingState> source) {
    this.source = source;
  }

  @Override
  public TrainingState get() {
    if (closed) {
      throw new IllegalStateException(
          "Cannot take a past state: the run has continued; call this during the method of"
              + " TrainingListener that supplies it");
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
