package org.tributary.driver.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.network.Topology;
import org.tributary.driver.dataset.Blocks;

/**
 * Measures how the cost of a gradient scales with rows, width and partitions, one at a time.
 *
 * <p>Heap figures are those of the driver's process. In local mode that process holds the cached
 * blocks and runs the tasks, too; on a cluster it holds nothing but the driver.
 */
public final class GrowthBenchmark {
  private static final List<Integer> ROWS = List.of(1, 2, 4, 8);
  private static final List<Integer> WIDTHS = List.of(1, 2, 4);
  private static final List<Integer> PARTITIONS = List.of(1, 2, 4, 8, 16);

  private final JavaSparkContext spark;
  private final KernelFactory<?> kernels;
  private final SyntheticBlocks base;
  private final Duration warmUp;
  private final int repeat;
  private final Runnable collector;

  private GrowthBenchmark(
      JavaSparkContext spark,
      KernelFactory<?> kernels,
      SyntheticBlocks base,
      Duration warmUp,
      int repeat,
      Runnable collector) {
    this.spark = spark;
    this.kernels = kernels;
    this.base = base;
    this.warmUp = warmUp;
    this.repeat = repeat;
    this.collector = collector;
  }

  /** The dimension that is scaled. */
  public enum Axis {
    /** The number of rows. */
    ROWS,
    /** The width of the hidden layers of {@link BenchmarkNetwork#W2}. */
    WIDTH,
    /** The number of partitions. */
    PARTITIONS
  }

  /**
   * One measurement.
   *
   * @param axis what grows
   * @param partitions tasks a gradient
   * @param gradient the network, the rows and the seconds
   * @param cachedBytes of the blocks, on all executors, in memory and on disk
   * @param liveBytes of this process's heap, after a garbage collection with all of it in use
   * @param peakBytes of this process's heap while gradients were computed, garbage included
   */
  public record Point(
      Axis axis,
      int partitions,
      GradientBenchmark.Gradient gradient,
      long cachedBytes,
      long liveBytes,
      long peakBytes) {}

  /**
   * Measures.
   *
   * @param base the data that growth starts from
   * @param repeat measured gradients a point, at least 1
   */
  public static List<Point> measure(
      JavaSparkContext spark, KernelFactory<?> kernels, SyntheticBlocks base, int repeat) {
    return measure(spark, kernels, base, GradientBenchmark.WARM_UP, repeat, System::gc);
  }

  /**
   * Measures.
   *
   * @param warmUp how long gradients are computed unmeasured, at least, a point
   * @param collector collects the garbage of this process
   */
  static List<Point> measure(
      JavaSparkContext spark,
      KernelFactory<?> kernels,
      SyntheticBlocks base,
      Duration warmUp,
      int repeat,
      Runnable collector) {
    return new GrowthBenchmark(spark, kernels, base, warmUp, repeat, collector).measure();
  }

  private List<Point> measure() {
    List<Point> points = new ArrayList<>();
    for (int factor : ROWS) {
      points.add(point(Axis.ROWS, shape(base.rows() * factor, base.partitions()), 1));
    }
    for (int factor : WIDTHS) {
      points.add(point(Axis.WIDTH, base, factor));
    }
    for (int partitions : PARTITIONS) {
      points.add(point(Axis.PARTITIONS, shape(base.rows(), partitions), 1));
    }
    return points;
  }

  private SyntheticBlocks shape(long rows, int partitions) {
    return new SyntheticBlocks(rows, base.features(), base.classes(), base.blockRows(), partitions);
  }

  private Point point(Axis axis, SyntheticBlocks shape, int widthFactor) {
    return point(axis, shape, BenchmarkNetwork.W2.topology(widthFactor), kernels);
  }

  private <A> Point point(
      Axis axis, SyntheticBlocks shape, Topology topology, KernelFactory<A> factory) {
    try (Blocks<A> blocks = shape.cached(spark, factory)) {
      long cached = CachedBytes.of(blocks.rdd().id());
      liveBytes();
      heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
      GradientBenchmark.Gradient gradient =
          GradientBenchmark.measure(spark, blocks, topology, warmUp, repeat);
      long peak = heapPools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
      return new Point(axis, shape.partitions(), gradient, cached, liveBytes(), peak);
    }
  }

  private static List<MemoryPoolMXBean> heapPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  /** Runs the garbage collector twice, because some objects are freed only by a second run. */
  private long liveBytes() {
    collector.run();
    collector.run();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
