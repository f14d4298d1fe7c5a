package org.tributary.driver.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.Initialization;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;
import org.tributary.core.objective.Penalty;
import org.tributary.driver.dataset.Blocks;
import org.tributary.driver.solver.DistributedObjective;
import org.tributary.driver.solver.TrainingProblem;

/**
 * Measures the overhead of a round trip: one sample per partition, a model of {@value #PARAMETERS}
 * parameters.
 */
public final class RoundBenchmark {
  /** Parameters of the network 784-126-10. */
  public static final int PARAMETERS = 785 * 126 + 127 * 10;

  private static final Topology TOPOLOGY =
      new Topology(
          BenchmarkNetwork.INPUTS,
          List.of(new HiddenLayer(126, Activation.RELU)),
          BenchmarkNetwork.OUTPUTS,
          OutputLoss.SOFTMAX_CROSS_ENTROPY);

  /** Number of warm-up rounds for the JIT compiler. */
  private static final int WARM_UPS = 100;

  private final JavaSparkContext spark;
  private final int partitions;

  private final int warmUps;

  private RoundBenchmark(JavaSparkContext spark, int partitions, int warmUps) {
    this.spark = spark;
    this.partitions = partitions;
    this.warmUps = warmUps;
  }

  /**
   * The phases of a round trip in milliseconds, as means over the faster half of all round trips.
   * Spark's clock has a resolution of milliseconds, so a mean is needed; the slower half is
   * affected by other processes.
   *
   * @param submit from the call to the job's start: the broadcast, and the task's code checked and
   *     handed over
   * @param schedule from there to the first task's launch
   * @param tasks from there to the end of the last task
   * @param merge from there to the job's end: results read and merged
   * @param finish from there to the return: the total, the division, the broadcast's end
   * @param taskDeserialize time of a task for deserialization
   * @param taskRun run time of a task
   * @param taskSerialize time of a task for serializing its result
   */
  public record Phases(
      double submit,
      double schedule,
      double tasks,
      double merge,
      double finish,
      double taskDeserialize,
      double taskRun,
      double taskSerialize) {}

  /**
   * The cost of a round trip.
   *
   * @param parameters of the model
   * @param partitions tasks a round
   * @param milliseconds of a round
   * @param processor milliseconds of all threads of this process, a round on average
   * @param phases where they go
   * @param emptyJob milliseconds of a job of as many tasks that carry and do nothing
   * @param emptyJobProcessor milliseconds of all threads, such a job on average
   * @param broadcast milliseconds to broadcast the parameters and to take that back
   */
  public record Round(
      int parameters,
      int partitions,
      Timings milliseconds,
      double processor,
      Phases phases,
      Timings emptyJob,
      double emptyJobProcessor,
      Timings broadcast) {}

  /**
   * Measures.
   *
   * @param partitions tasks a round
   * @param repeat measured rounds, at least 1
   */
  public static Round measure(JavaSparkContext spark, int partitions, int repeat) {
    return measure(spark, partitions, WARM_UPS, repeat);
  }

  static Round measure(JavaSparkContext spark, int partitions, int warmUps, int repeat) {
    return new RoundBenchmark(spark, partitions, warmUps).measure(repeat);
  }

  private Round measure(int repeat) {
    SyntheticBlocks shape =
        new SyntheticBlocks(
            partitions, BenchmarkNetwork.INPUTS, BenchmarkNetwork.OUTPUTS, 1, partitions);
    try (Blocks<float[]> blocks = shape.cached(spark, KernelFactory.FLOAT32)) {
      ParameterLayout layout = new ParameterLayout(TOPOLOGY);
      double[] theta = Initialization.AUTO.parameters(layout, 1);
      DistributedObjective<float[]> objective =
          new DistributedObjective<>(new TrainingProblem<>(spark, blocks, layout, Penalty.NONE));
      Stopwatch.time(warmUps, 1, () -> objective.at(theta));
      JobTimes jobs = new JobTimes();
      spark.sc().addSparkListener(jobs);
      spark.setLocalProperty(JobTimes.COLLECTED, "yes");
      List<Long> starts = new ArrayList<>();
      List<Long> ends = new ArrayList<>();
      Stopwatch.Timed rounds =
          Stopwatch.time(
              0,
              repeat,
              () -> {
                starts.add(System.currentTimeMillis());
                objective.at(theta);
                ends.add(System.currentTimeMillis());
              });
      spark.setLocalProperty(JobTimes.COLLECTED, null);
      Phases phases = phases(jobs.await(repeat), starts, ends, rounds.wall());
      spark.sc().removeSparkListener(jobs);
      Stopwatch.Timed empty = emptyJob(repeat);
      return new Round(
          layout.size(),
          partitions,
          milliseconds(rounds),
          processor(rounds),
          phases,
          milliseconds(empty),
          processor(empty),
          broadcast(KernelFactory.FLOAT32.create().fromDoubles(theta), repeat));
    }
  }

  /** Returns the means over the faster half; job i belongs to call i. */
  private static Phases phases(
      List<JobTimes.Job> jobs, List<Long> starts, List<Long> ends, Timings seconds) {
    int[] faster =
        IntStream.range(0, jobs.size())
            .filter(i -> seconds.values().get(i) <= seconds.median())
            .toArray();
    return new Phases(
        mean(faster, i -> jobs.get(i).start() - starts.get(i)),
        mean(faster, i -> jobs.get(i).firstLaunch() - jobs.get(i).start()),
        mean(faster, i -> jobs.get(i).lastFinish() - jobs.get(i).firstLaunch()),
        mean(faster, i -> jobs.get(i).end() - jobs.get(i).lastFinish()),
        mean(faster, i -> ends.get(i) - jobs.get(i).end()),
        mean(faster, i -> jobs.get(i).deserialize()),
        mean(faster, i -> jobs.get(i).run()),
        mean(faster, i -> jobs.get(i).serialize()));
  }

  private static double mean(int[] indices, IntToDoubleFunction of) {
    return Arrays.stream(indices).mapToDouble(of).average().orElseThrow();
  }

  private Stopwatch.Timed emptyJob(int repeat) {
    JavaRDD<Integer> nothing =
        spark.parallelize(IntStream.range(0, partitions).boxed().toList(), partitions).cache();
    Stopwatch.Timed timed =
        Stopwatch.time(warmUps, repeat, () -> nothing.foreachPartition(partition -> {}));
    nothing.unpersist(true);
    return timed;
  }

  private Timings broadcast(float[] theta, int repeat) {
    return milliseconds(
        Stopwatch.time(
            warmUps,
            repeat,
            () -> {
              Broadcast<float[]> broadcast = spark.broadcast(theta);
              broadcast.destroy();
            }));
  }

  private static Timings milliseconds(Stopwatch.Timed timed) {
    return timed.wall().map(seconds -> seconds * 1e3);
  }

  private static double processor(Stopwatch.Timed timed) {
    return 1e3
        * timed.processor().values().stream()
            .mapToDouble(Double::doubleValue)
            .average()
            .orElseThrow();
  }
}
