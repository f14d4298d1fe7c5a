package org.tributary.driver.local;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Threads that run one task after the other together, with the calling thread as the first of them.
 *
 * <p>A task takes two hand-overs: one that starts it and one that ends it. Threads spin for a short
 * time before they sleep, so that steps of a tenth of a millisecond gain from a second thread. What
 * a thread has not begun when the caller is done with its own part, the caller does: other threads
 * may have the processor. For one calling thread.
 */
public final class ThreadTeam implements AutoCloseable {
  /** How long a thread waits awake; waking a sleeping one takes about as long. */
  private static final long SPIN_NANOS = 50_000;

  private final Thread[] helpers;
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile Thread caller;
  private volatile Round round = new Round(0, 1, number -> {});
  private volatile boolean closed;

  /**
   * A task for the threads below a number; a new object for each run.
   *
   * @param begun 1 for each thread whose part somebody has begun
   */
  private record Round(long number, int threads, IntConsumer task, AtomicIntegerArray begun) {
    Round(long number, int threads, IntConsumer task) {
      this(number, threads, task, new AtomicIntegerArray(threads));
    }

    /** Begins the part of a thread, unless it has been begun. */
    boolean begin(int thread) {
      return thread < threads && begun.compareAndSet(thread, 0, 1);
    }
  }

  /**
   * Starts the threads.
   *
   * @param threads how many work, the caller included; 1 or more
   */
  public ThreadTeam(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "Invalid number of threads: " + threads + " (expected 1 or more)");
    }
    helpers = new Thread[threads - 1];
    for (int i = 0; i < helpers.length; i++) {
      int number = i + 1;
      helpers[i] = new Thread(() -> help(number), "tributary-round-" + number);
      helpers[i].setDaemon(true);
      helpers[i].start();
    }
  }

  /** Returns the number of threads, the caller's included. */
  public int threads() {
    return helpers.length + 1;
  }

  /**
   * Runs a task on some threads and returns when all have finished it.
   *
   * @param threads how many of them, from 1 to {@link #threads()}
   * @param task is called once with each number of a thread, from 0, by this thread or another
   * @throws RuntimeException what the task threw on one of the threads
   */
  public void run(int threads, IntConsumer task) {
    if (threads < 1 || threads > threads()) {
      throw new IllegalArgumentException(
          "Invalid number of threads: %d (expected 1 to %d)".formatted(threads, threads()));
    }
    if (threads == 1) {
      task.accept(0);
      return;
    }
    caller = Thread.currentThread();
    running.set(threads - 1);
    Round now = new Round(round.number + 1, threads, task);
    round = now;
    for (int i = 0; i < threads - 1; i++) {
      LockSupport.unpark(helpers[i]);
    }
    call(task, 0);
    for (int i = 1; i < threads; i++) {
      if (now.begin(i)) {
        call(task, i);
        running.decrementAndGet();
      }
    }
    awaitHelpers();
    Throwable thrown = failure.getAndSet(null);
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
  }

  private void awaitHelpers() {
    long begin = System.nanoTime();
    while (running.get() > 0) {
      if (System.nanoTime() - begin < SPIN_NANOS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
    }
  }

  private void help(int number) {
    long done = 0;
    while (true) {
      Round next = awaitRound(done);
      if (closed) {
        return;
      }
      done = next.number;
      if (next.begin(number)) {
        call(next.task, number);
        if (running.decrementAndGet() == 0) {
          LockSupport.unpark(caller);
        }
      }
    }
  }

  private Round awaitRound(long done) {
    long begin = System.nanoTime();
    while (round.number == done && !closed) {
      if (System.nanoTime() - begin < SPIN_NANOS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
    }
    return round;
  }

  private void call(IntConsumer task, int number) {
    try {
      task.accept(number);
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  /** Ends the threads; no task may be running. */
  @Override
  public void close() {
    closed = true;
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
    }
  }
}
