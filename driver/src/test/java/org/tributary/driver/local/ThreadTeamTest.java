package org.tributary.driver.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadTeamTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void everyThreadRunsEachTaskOnce(int threads) {
    AtomicIntegerArray runs = new AtomicIntegerArray(threads);
    try (ThreadTeam team = new ThreadTeam(threads)) {
      for (int task = 1; task <= 2000; task++) {
        team.run(threads, runs::incrementAndGet);
        // All threads have finished when the call returns.
        for (int t = 0; t < threads; t++) {
          assertThat(runs.get(t)).isEqualTo(task);
        }
      }
    }
  }

  @Test
  void tasksForFewerThreadsLeaveTheOthersAlone() {
    AtomicIntegerArray runs = new AtomicIntegerArray(4);
    try (ThreadTeam team = new ThreadTeam(4)) {
      team.run(2, runs::incrementAndGet);
      team.run(1, runs::incrementAndGet);
      team.run(4, runs::incrementAndGet);
    }
    assertThat(runs).hasToString("[3, 2, 1, 1]");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void failureOfAThreadReachesTheCallerWhenAllHaveEnded(int failing) {
    AtomicIntegerArray runs = new AtomicIntegerArray(3);
    try (ThreadTeam team = new ThreadTeam(3)) {
      assertThatThrownBy(
              () ->
                  team.run(
                      3,
                      thread -> {
                        runs.incrementAndGet(thread);
                        if (thread == failing) {
                          throw new IllegalStateException("thread " + thread);
                        }
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("thread " + failing);
      assertThat(runs).hasToString("[1, 1, 1]");
      // The team goes on.
      team.run(3, runs::incrementAndGet);
      assertThat(runs).hasToString("[2, 2, 2]");
    }
  }

  @Test
  void numbersOfThreadsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new ThreadTeam(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid number of threads: 0 (expected 1 or more)");
    try (ThreadTeam team = new ThreadTeam(2)) {
      assertThatThrownBy(() -> team.run(3, thread -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Invalid number of threads: 3 (expected 1 to 2)");
    }
  }

  @Test
  void callerDoesWhatNoOtherThreadHasBegun() {
    ThreadTeam team = new ThreadTeam(3);
    // Helpers of a closed team begin nothing.
    team.close();
    Thread[] ran = new Thread[3];
    team.run(3, thread -> ran[thread] = Thread.currentThread());
    assertThat(ran).containsOnly(Thread.currentThread());
  }

  @Test
  void threadsEndWithTheTeam() throws InterruptedException {
    ThreadTeam team = new ThreadTeam(2);
    Thread caller = Thread.currentThread();
    AtomicReference<Thread> helper = new AtomicReference<>();
    team.run(
        2,
        thread -> {
          // The caller waits, or it could do both parts.
          while (Thread.currentThread() == caller && helper.get() == null) {
            Thread.onSpinWait();
          }
          helper.compareAndSet(null, Thread.currentThread());
        });
    team.close();
    helper.get().join();
    assertThat(helper.get()).isNotSameAs(caller);
    assertThat(helper.get().isAlive()).isFalse();
  }
}
