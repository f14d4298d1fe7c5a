package org.tributary.driver.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Times repeated runs, by the wall and by the processor time of the whole process. */
final class Stopwatch {
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private Stopwatch() {}

  /**
   * What runs took, in seconds.
   *
   * @param wall by the clock
   * @param processor of all threads of this process together
   */
  record Timed(Timings wall, Timings processor) {}

  /** Runs until both the number of runs and the time are reached: the JIT compiler needs both. */
  static void warmUp(int runs, Duration atLeast, Runnable run) {
    long begin = System.nanoTime();
    for (int i = 0; i < runs || System.nanoTime() - begin < atLeast.toNanos(); i++) {
      run.run();
    }
  }

  /**
   * Runs {@code warmUps} times unmeasured and {@code repeat} times measured.
   *
   * @param repeat at least 1
   */
  static Timed time(int warmUps, int repeat, Runnable run) {
    for (int i = 0; i < warmUps; i++) {
      run.run();
    }
    List<Double> wall = new ArrayList<>();
    List<Double> processor = new ArrayList<>();
    for (int i = 0; i < repeat; i++) {
      long processorBefore = PROCESS.getProcessCpuTime();
      long before = System.nanoTime();
      run.run();
      wall.add((System.nanoTime() - before) / 1e9);
      processor.add((PROCESS.getProcessCpuTime() - processorBefore) / 1e9);
    }
    return new Timed(new Timings(wall), new Timings(processor));
  }
}
