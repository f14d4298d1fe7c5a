package org.tributary.driver.store;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A {@link Lease} that a thread renews until it is closed. Thread-safe. */
public final class KeptLease implements AutoCloseable {
  private final Lease lease;
  private final CountDownLatch ended = new CountDownLatch(1);

  private KeptLease(Lease lease) {
    this.lease = lease;
  }

  /**
   * Begins to renew a lease.
   *
   * @param lease a new lease, which this closes
   * @param what the name of the thread
   */
  public static KeptLease of(Lease lease, String what) {
    KeptLease kept = new KeptLease(lease);
    Thread heart = new Thread(kept::renew, what);
    heart.setDaemon(true);
    heart.start();
    return kept;
  }

  private void renew() {
    try {
      while (!ended.await(LeaseTerms.DEFAULT.beat().toMillis(), TimeUnit.MILLISECONDS)) {
        lease.renew();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Refuses to go on if another process has taken the lease over.
   *
   * @throws LeaseHeld naming that process
   */
  public void requireHeld() {
    lease.requireHeld();
  }

  /** Gives the lease back. */
  @Override
  public void close() {
    ended.countDown();
    lease.close();
  }
}
