package org.tributary.driver.bench;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.VoidFunction;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.summation.Rounding;
import org.tributary.core.summation.Transport;
import org.tributary.driver.aggregation.Aggregation;
import org.tributary.driver.aggregation.Load;
import org.tributary.driver.aggregation.Traffic;
import org.tributary.driver.spec.AggregationSpec;
import org.tributary.driver.spec.AggregationSpec.Merge;
import org.tributary.driver.spec.AggregationSpec.Mode;
import org.tributary.driver.spec.InvalidConfiguration;

/**
 * Measures the traffic of a round trip to the driver and to the busiest task with Spark's metrics,
 * and compares it with the formulas.
 */
public final class AggregationBenchmark {
  private AggregationBenchmark() {}

  /**
   * The round trips of one method.
   *
   * @param way the method
   * @param plan description of the plan
   * @param load the sums
   * @param expected traffic by the formulas
   * @param outcome the measured result
   */
  public record Rounds(
      AggregationMethod way, String plan, Load load, Traffic expected, Outcome outcome) {}

  /** The outcome of the round trips. */
  public sealed interface Outcome {}

  /**
   * Successful round trips.
   *
   * @param driverBytes serialized results of all tasks, maximum over the round trips
   * @param busiestTaskBytes maximum that one task read from shuffles
   * @param stages stages that ran tasks
   * @param seconds of a round, without a broadcast
   */
  public record Measured(long driverBytes, long busiestTaskBytes, int stages, Timings seconds)
      implements Outcome {}

  /**
   * No round trip was possible.
   *
   * @param reason why not
   */
  public record Refused(String reason) implements Outcome {}

  /**
   * Measures a method.
   *
   * @param transport of partial sums; the methods for comparison use full precision
   * @param parameters numbers of a sum
   * @param repeat measured rounds, at least 1; before several, there is one that is not measured
   */
  public static <A> Rounds measure(
      JavaSparkContext spark,
      KernelFactory<A> kernels,
      AggregationMethod way,
      Transport transport,
      int parameters,
      int partitions,
      int repeat) {
    SyntheticSums<A> sums =
        SyntheticSums.of(parameters, partitions, kernels, transport.rounding(1, 1));
    Load load = sums.load();
    return switch (way) {
      case NONE -> {
        JavaRDD<Integer> elements = sums.partitions(spark);
        Discard<A> discard = new Discard<>(sums);
        Runnable round = () -> elements.foreachPartition(discard);
        yield rounds(spark, way, load, new Traffic(0, 0, 1), repeat, round);
      }
      case DIRECT -> ours(spark, way, new Mode.Direct(), Merge.NONE, transport, sums, repeat);
      case TREE -> ours(spark, way, new Mode.Tree(0), Merge.NONE, transport, sums, repeat);
      case TREE_2 -> ours(spark, way, new Mode.Tree(2), Merge.NONE, transport, sums, repeat);
      case SHARDED -> ours(spark, way, new Mode.Sharded(0), Merge.NONE, transport, sums, repeat);
      case MERGED -> ours(spark, way, new Mode.Auto(), Merge.EXECUTOR, transport, sums, repeat);
      case SPARK_TREE ->
          rounds(
              spark,
              way,
              load,
              sparkTree(load),
              repeat,
              () -> sums.plain(spark).treeReduce(new Add<>(kernels)));
      case COLLECT ->
          rounds(
              spark,
              way,
              load,
              new Traffic(partitions * load.wholeBytes(), 0, 1),
              repeat,
              () -> collected(sums.plain(spark), new Add<>(kernels)));
    };
  }

  private static <A> Rounds ours(
      JavaSparkContext spark,
      AggregationMethod way,
      Mode mode,
      Merge merge,
      Transport transport,
      SyntheticSums<A> sums,
      int repeat) {
    return measure(spark, way, new AggregationSpec(mode, merge, transport), sums, repeat);
  }

  /**
   * Measures an aggregation as a job may ask for it.
   *
   * @param way what to call it
   * @param parameters numbers of a sum
   * @param repeat measured rounds, at least 1; before several, there is one that is not measured
   */
  public static <A> Rounds measure(
      JavaSparkContext spark,
      KernelFactory<A> kernels,
      AggregationMethod way,
      AggregationSpec spec,
      int parameters,
      int partitions,
      int repeat) {
    Rounding rounding = spec.transport().rounding(1, 1);
    return measure(
        spark, way, spec, SyntheticSums.of(parameters, partitions, kernels, rounding), repeat);
  }

  private static <A> A collected(JavaRDD<A> arrays, Add<A> add) {
    List<A> all = arrays.collect();
    A sum = all.get(0);
    for (A next : all.subList(1, all.size())) {
      sum = add.call(sum, next);
    }
    return sum;
  }

  private static <A> Rounds measure(
      JavaSparkContext spark,
      AggregationMethod way,
      AggregationSpec spec,
      SyntheticSums<A> sums,
      int repeat) {
    JavaRDD<Integer> elements = sums.partitions(spark);
    Load load = sums.load();
    try {
      Aggregation<A> aggregation = Aggregation.of(spark, spec, load, sums.kernels());
      Rounds rounds =
          rounds(
              spark,
              way,
              load,
              aggregation.plan().traffic(load),
              repeat,
              () -> aggregation.total(elements, sums, sums.rounding()));
      return new Rounds(
          way, aggregation.plan().sentence(), load, rounds.expected(), rounds.outcome());
    } catch (InvalidConfiguration e) {
      Traffic all = new Traffic(load.allBytes(), 0, 1);
      return new Rounds(way, way.title(), load, all, new Refused("spark.driver.maxResultSize"));
    }
  }

  /**
   * Returns what {@code treeAggregate} moves: it stops adding in executors once the partial sums
   * left are no more than the square root of the partitions, or nearly so.
   */
  static Traffic sparkTree(Load load) {
    int partitions = load.partitions();
    int scale = Math.max(2, (int) Math.ceil(Math.sqrt(partitions)));
    int left = partitions;
    int stages = 1;
    while (left > scale + Math.ceil((double) left / scale)) {
      left /= scale;
      stages++;
    }
    long fanIn = stages == 1 ? 0 : (partitions + left - 1) / left;
    return new Traffic(left * load.wholeBytes(), fanIn * load.wholeBytes(), stages);
  }

  private static Rounds rounds(
      JavaSparkContext spark,
      AggregationMethod way,
      Load load,
      Traffic expected,
      int repeat,
      Runnable round) {
    JobTimes jobs = new JobTimes();
    spark.sc().addSparkListener(jobs);
    try {
      if (repeat > 1) {
        round.run();
      }
      AtomicInteger number = new AtomicInteger();
      Timings seconds =
          Stopwatch.time(
                  0,
                  repeat,
                  () -> {
                    spark.setLocalProperty(JobTimes.COLLECTED, "" + number.incrementAndGet());
                    round.run();
                  })
              .wall();
      Moved most =
          jobs.byRound(spark.sc()).values().stream()
              .map(Moved::of)
              .max(Comparator.comparingLong(Moved::driverBytes))
              .orElseThrow();
      return new Rounds(
          way,
          way.title(),
          load,
          expected,
          new Measured(most.driverBytes, most.busiestTaskBytes, most.stages, seconds));
    } catch (Exception e) {
      // Spark's own exception is a checked one, which its methods do not declare.
      String refusal =
          refusal(e).orElseThrow(() -> new IllegalStateException("Cannot measure rounds", e));
      return new Rounds(way, way.title(), load, expected, new Refused(refusal));
    } finally {
      spark.setLocalProperty(JobTimes.COLLECTED, null);
      spark.sc().removeSparkListener(jobs);
    }
  }

  /** What the jobs of a round moved. */
  private record Moved(long driverBytes, long busiestTaskBytes, int stages) {
    static Moved of(List<JobTimes.Job> jobs) {
      return new Moved(
          jobs.stream().mapToLong(JobTimes.Job::resultBytes).sum(),
          jobs.stream().mapToLong(JobTimes.Job::busiestTaskBytes).max().orElseThrow(),
          jobs.stream().mapToInt(JobTimes.Job::stages).sum());
    }
  }

  private static Optional<String> refusal(Throwable failure) {
    List<String> reasons = new ArrayList<>();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (String.valueOf(t.getMessage()).contains("spark.driver.maxResultSize")) {
        reasons.add("spark.driver.maxResultSize");
      }
    }
    return reasons.stream().findFirst();
  }

  /** Sums and forgets. */
  private record Discard<A>(SyntheticSums<A> sums) implements VoidFunction<Iterator<Integer>> {
    @Override
    public void call(Iterator<Integer> partition) {
      if (sums.of(partition).subtrees() == 0) {
        throw new IllegalStateException("Cannot measure: a partition without leaves");
      }
    }
  }

  /** Adds the second array to the first. */
  private record Add<A>(KernelFactory<A> kernels) implements Function2<A, A, A>, Serializable {
    @Override
    public A call(A sum, A other) {
      Kernel<A> kernel = kernels.create();
      kernel.blend(sum, 1, other, 1);
      return sum;
    }
  }
}
