package org.tributary.driver.train;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * The state of a run at the end of an epoch, taken once and only if somebody asks; to be asked
 * until it is closed, when the run goes on. Mutable.
 */
final class StateAtEpochEnd implements Supplier<TrainingState>, AutoCloseable {
  private final Supplier<TrainingState> source;
  private Optional<TrainingState> taken = Optional.empty();
  private boolean closed;

  /** Prepares to take the state from {@code source}. */
  StateAtEpochEnd(Supplier<TrainingState> source) {
    this.source = source;
  }

  @Override
  public TrainingState get() {
    if (closed) {
      throw new IllegalStateException(
          "Cannot take the state of an epoch that is over: the run has gone on; take it while"
              + " the listener is told of the epoch");
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
