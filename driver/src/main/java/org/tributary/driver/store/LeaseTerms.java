package org.tributary.driver.store;

import java.time.Duration;

/**
 * The times of a {@link Lease}, and the clock that they are measured on.
 *
 * @param beat how often the owner renews the lease
 * @param expiry how long a lease stays unchanged before another process takes it over
 * @param clock measures the time of this process
 */
public record LeaseTerms(Duration beat, Duration expiry, Clock clock) {
  /** The terms of every run: an owner that misses six beats has lost its lease. */
  public static final LeaseTerms DEFAULT =
      new LeaseTerms(Duration.ofSeconds(10), Duration.ofSeconds(60), Clock.SYSTEM);

  /** A clock that only this process reads: it is never compared with that of another machine. */
  public interface Clock {
    /** The monotonic clock of the machine. */
    Clock SYSTEM =
        new Clock() {
          @Override
          public long nanoTime() {
            return System.nanoTime();
          }

          @Override
          public void pause(Duration time) throws InterruptedException {
            Thread.sleep(time.toMillis());
          }
        };

    /** Returns a time in nanoseconds, from an arbitrary origin. */
    long nanoTime();

    /** Waits. */
    void pause(Duration time) throws InterruptedException;
  }
}
