package org.tributary.driver.checkpoint;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.tributary.core.metrics.Direction;
import org.tributary.driver.spec.CheckpointSpec;
import org.tributary.driver.spec.Monitor;
import org.tributary.driver.store.LeaseHeld;
import org.tributary.driver.train.EpochEnd;
import org.tributary.driver.train.TrainingJob;
import org.tributary.driver.train.TrainingListener;
import org.tributary.driver.train.TrainingState;

/**
 * Writes checkpoints of a run. The state is copied on the training thread, which takes as long as
 * copying its vectors, and written on a thread of this writer while the rounds go on. At most one
 * checkpoint is being written; one that is due earlier waits for the next round trip.
 *
 * <p>A checkpoint that cannot be written is reported, and training goes on: the next one is tried
 * when it is due.
 */
public final class CheckpointWriter implements TrainingListener, AutoCloseable {
  private final CheckpointDirectory directory;
  private final CheckpointSpec spec;
  private final RunIdentity run;
  private final Runnable permission;
  private final Consumer<String> notices;
  private final Retention retention;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread daemon = new Thread(task, "checkpoints");
            daemon.setDaemon(true);
            return daemon;
          });

  private final CountDownLatch interrupted = new CountDownLatch(1);
  private CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);
  private Monitor monitor = Monitor.SCORE;
  private long lastRounds;
  private long lastTime = System.nanoTime();
  private volatile boolean active;
  private volatile boolean interrupting;
  private volatile boolean written;
  private volatile String lastState = "";

  /**
   * Creates a writer.
   *
   * @param run what the checkpoints belong to
   * @param from rounds of the checkpoint that the run goes on from; 0 for a new run
   * @param permission throws if this process may no longer write to the directory
   * @param notices receives a line for each checkpoint that cannot be written
   */
  public CheckpointWriter(
      CheckpointDirectory directory,
      CheckpointSpec spec,
      RunIdentity run,
      long from,
      Runnable permission,
      Consumer<String> notices) {
    this.directory = directory;
    this.spec = spec;
    this.run = run;
    this.permission = permission;
    this.notices = notices;
    this.lastRounds = from;
    this.retention = new Retention(directory, spec.keep());
  }

  @Override
  public void started(TrainingJob job, List<EpochEnd> curve) {
    monitor = job.train().stop().monitor();
    lastTime = System.nanoTime();
    active = true;
  }

  /**
   * Takes a checkpoint if one is due.
   *
   * @throws LeaseHeld if another process has taken over
   */
  @Override
  public void epochEnded(EpochEnd end, Supplier<TrainingState> state) {
    permission.run();
    takeIfDue(end.rounds(), state);
  }

  /** Takes a checkpoint within an epoch if one is due. */
  @Override
  public void roundEnded(long rounds, Supplier<TrainingState> state) {
    if (interrupting || isDue(rounds)) {
      permission.run();
      takeIfDue(rounds, state);
    }
  }

  private void takeIfDue(long rounds, Supplier<TrainingState> state) {
    if (interrupting) {
      writeNow(state.get());
      interrupted.countDown();
      awaitEndOfProcess();
    }
    if (isDue(rounds) && writing.isDone()) {
      begin(state.get());
    }
  }

  private boolean isDue(long done) {
    if (spec.every() instanceof CheckpointSpec.Rounds rounds) {
      return done - lastRounds >= rounds.count();
    }
    Duration time = ((CheckpointSpec.Time) spec.every()).length();
    return System.nanoTime() - lastTime >= time.toNanos();
  }

  private void begin(TrainingState state) {
    lastRounds = state.rounds();
    lastTime = System.nanoTime();
    writing = CompletableFuture.runAsync(() -> write(state), thread);
  }

  /** Writes the state at the end of the training, from which nothing is left to train. */
  @Override
  public void stopped(Supplier<TrainingState> state) {
    permission.run();
    writeNow(state.get());
    active = false;
    interrupted.countDown();
  }

  private void writeNow(TrainingState state) {
    writing.join();
    if (state.rounds() != lastRounds || !written) {
      begin(state);
      writing.join();
    }
  }

  private void write(TrainingState state) {
    try {
      directory.write(run, state, rank(state), permission);
      lastState = state.place();
      written = true;
      retention.apply();
    } catch (IOException e) {
      notices.accept(
          "Cannot write the checkpoint of %s to %s: %s; training goes on"
              .formatted(state.place(), directory.name(), e.getMessage()));
    } catch (LeaseHeld e) {
      // The training thread finds out at the next checkpoint, or at the end of its epoch.
      return;
    }
  }

  private OptionalDouble rank(TrainingState state) {
    return state
        .last()
        .filter(end -> !state.isWithinEpoch())
        .flatMap(EpochEnd::holdout)
        .map(
            measured -> {
              boolean higher =
                  monitor.metricOf(measured.taskKind()).direction() == Direction.HIGHER;
              return OptionalDouble.of(higher ? measured.monitored() : -measured.monitored());
            })
        .orElse(OptionalDouble.empty());
  }

  /**
   * Called by a shutdown hook: lets the training thread write a checkpoint at the end of its round
   * trip, after which it does not go on.
   *
   * @param patience how long to wait for that
   * @return a line that says what was written
   */
  public String interrupt(Duration patience) {
    if (!active) {
      return "Interrupted";
    }
    interrupting = true;
    boolean done;
    try {
      done = interrupted.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      done = false;
    }
    if (!written) {
      return "Interrupted before the first checkpoint";
    }
    return done
        ? "Interrupted: the checkpoint of %s is in %s; the same command goes on from it"
            .formatted(lastState, directory.name())
        : "Interrupted: no round trip ended within %d s; the same command goes on from that of %s"
            .formatted(patience.toSeconds(), lastState);
  }

  /** The process is ending: its shutdown hooks run, and this thread must do nothing more. */
  private static void awaitEndOfProcess() {
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        // Tasks are interrupted when Spark stops.
      }
    }
  }

  /** Ends the thread, after the checkpoint that is being written. */
  @Override
  public void close() {
    active = false;
    thread.shutdown();
    try {
      thread.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
