package org.tributary.driver.store;

import java.time.Duration;

/** A clock that runs when somebody waits, and what happens meanwhile. */
final class ManualClock implements LeaseTerms.Clock {
  private final Runnable meanwhile;
  private long now = 41;

  ManualClock(Runnable meanwhile) {
    this.meanwhile = meanwhile;
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void pause(Duration time) {
    now += time.toNanos();
    meanwhile.run();
  }
}
