package org.tributary.core.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * JMH profiler that adds {@code cpu}, the CPU time of the benchmark's threads an operation, as
 * a mean over the iterations. On a shared machine it stands still where the wall clock does not.
 */
public final class CpuTime implements InternalProfiler {
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private long before;

  @Override
  public String getDescription() {
    return "CPU time of the benchmark's threads";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = workerTime();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double operations = result.getMetadata().getAllOps();
    double unit = benchmark.getTimeUnit().toNanos(1);
    double time = (workerTime() - before) / unit / operations;
    String name = benchmark.getTimeUnit().name().toLowerCase(Locale.ROOT) + "/op";
    return List.of(new ScalarResult("cpu", time, name, AggregationPolicy.AVG));
  }

  private long workerTime() {
    long sum = 0;
    for (long id : threads.getAllThreadIds()) {
      var info = threads.getThreadInfo(id);
      if (info != null && info.getThreadName().contains("jmh-worker")) {
        sum += threads.getThreadCpuTime(id);
      }
    }
    return sum;
  }
}
