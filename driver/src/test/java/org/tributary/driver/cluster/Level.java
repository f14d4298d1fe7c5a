package org.tributary.driver.cluster;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.spark.MapOutputTrackerMaster;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockId;
import scala.runtime.AbstractFunction1;

/**
 * What a driver and its executors hold.
 *
 * @param heap bytes of the driver's heap in use after a collection
 * @param threads of the driver
 * @param files that the driver has open
 * @param broadcasts blocks of broadcast values, on the driver and all executors
 * @param shuffles that the driver knows
 * @param shuffleFiles files of shuffles in the directories of the driver and of living executors
 */
record Level(long heap, int threads, long files, int broadcasts, int shuffles, long shuffleFiles) {
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int STEADY = 10;
  private static final long HALF_A_MEBIBYTE = 1 << 19;
  private static final double MEBI = 1 << 20;

  /** Tells whether a block is of a broadcast value. */
  private static final class IsBroadcast extends AbstractFunction1<BlockId, Object>
      implements Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public Object apply(BlockId block) {
      return block.isBroadcast();
    }
  }

  /**
   * Measures between round trips. Spark deletes what nobody refers to some time after a collection;
   * this waits until the numbers do not decrease any more.
   *
   * @param executors directories of the blocks of living executors
   */
  static Level now(List<String> executors) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    Level least = measured(executors);
    int steady = 0;
    while (steady < STEADY && System.nanoTime() < end) {
      LockSupport.parkNanos(PAUSE_NANOS);
      Level next = measured(executors);
      Level lower = least.least(next);
      steady = lower.isLowerThan(least) ? 0 : steady + 1;
      least = lower;
    }
    return least;
  }

  private static Level measured(List<String> executors) {
    System.gc();
    SparkEnv env = SparkEnv.get();
    List<String> directories = new ArrayList<>(executors);
    directories.addAll(Arrays.asList(env.blockManager().diskBlockManager().localDirsString()));
    return new Level(
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        entries(Path.of("/proc/self/fd")),
        env.blockManager().master().getMatchingBlockIds(new IsBroadcast(), true).size(),
        ((MapOutputTrackerMaster) env.mapOutputTracker()).shuffleStatuses().size(),
        directories.stream().mapToLong(Level::shuffleFiles).sum());
  }

  private static long entries(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long shuffleFiles(String directory) {
    try (Stream<Path> files = Files.walk(Path.of(directory))) {
      return files.filter(file -> file.getFileName().toString().startsWith("shuffle_")).count();
    } catch (IOException | UncheckedIOException e) {
      // Deleted by an executor meanwhile.
      return 0;
    }
  }

  private Level least(Level other) {
    return new Level(
        Math.min(heap, other.heap),
        Math.min(threads, other.threads),
        Math.min(files, other.files),
        Math.min(broadcasts, other.broadcasts),
        Math.min(shuffles, other.shuffles),
        Math.min(shuffleFiles, other.shuffleFiles));
  }

  private boolean isLowerThan(Level other) {
    return heap < other.heap - HALF_A_MEBIBYTE
        || threads < other.threads
        || files < other.files
        || broadcasts < other.broadcasts
        || shuffles < other.shuffles
        || shuffleFiles < other.shuffleFiles;
  }

  /** Returns the largest of each number. */
  Level most(Level other) {
    return new Level(
        Math.max(heap, other.heap),
        Math.max(threads, other.threads),
        Math.max(files, other.files),
        Math.max(broadcasts, other.broadcasts),
        Math.max(shuffles, other.shuffles),
        Math.max(shuffleFiles, other.shuffleFiles));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "heap %.1f MiB, %d threads, %d files, %d broadcast blocks, %d shuffles, %d shuffle files",
        heap / MEBI,
        threads,
        files,
        broadcasts,
        shuffles,
        shuffleFiles);
  }
}
