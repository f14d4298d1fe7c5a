package org.tributary.driver.bench;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.api.java.JavaSparkContext;
import org.tributary.core.network.Initialization;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;
import org.tributary.core.objective.Objective;
import org.tributary.core.objective.Penalty;
import org.tributary.driver.dataset.Blocks;
import org.tributary.driver.solver.DistributedObjective;
import org.tributary.driver.solver.TrainingProblem;

/**
 * One gradient over all cached blocks, as training computes it: broadcast, tasks, aggregation and
 * the driver's part.
 */
public final class GradientBenchmark {
  private static final int WARM_UPS = 3;

  /** Warm-up time for the JIT compiler. */
  static final Duration WARM_UP = Duration.ofSeconds(3);

  private static final long SEED = 1;

  private GradientBenchmark() {}

  /**
   * The cost of one gradient.
   *
   * @param topology the network
   * @param rows number of samples
   * @param seconds by the clock
   * @param processorSeconds of all threads of this process
   */
  public record Gradient(Topology topology, long rows, Timings seconds, Timings processorSeconds) {
    /** Returns the samples a second, by the median. */
    public double samplesPerSecond() {
      return rows / seconds.median();
    }

    /** Returns the billions of operations a second, by the median. */
    public double gigaflops() {
      return samplesPerSecond() * Operations.ofGradient(topology) / 1e9;
    }
  }

  /**
   * Measures.
   *
   * @param repeat measured gradients, at least 1
   */
  public static <A> Gradient measure(
      JavaSparkContext spark, Blocks<A> blocks, Topology topology, int repeat) {
    return measure(spark, blocks, topology, WARM_UP, repeat);
  }

  /**
   * Measures.
   *
   * @param warmUp how long gradients are computed unmeasured, at least
   * @param repeat measured gradients, at least 1
   */
  static <A> Gradient measure(
      JavaSparkContext spark, Blocks<A> blocks, Topology topology, Duration warmUp, int repeat) {
    ParameterLayout layout = new ParameterLayout(topology);
    double[] theta = Initialization.AUTO.parameters(layout, SEED);
    DistributedObjective<A> objective =
        new DistributedObjective<>(new TrainingProblem<>(spark, blocks, layout, Penalty.NONE));
    AtomicReference<Objective> last = new AtomicReference<>();
    Runnable gradient = () -> last.set(objective.at(theta));
    Stopwatch.warmUp(WARM_UPS, warmUp, gradient);
    Stopwatch.Timed timed = Stopwatch.time(0, repeat, gradient);
    if (!Double.isFinite(last.get().value())) {
      throw new IllegalStateException(
          "Cannot use the measurement: the objective is " + last.get().value());
    }
    return new Gradient(topology, blocks.rows(), timed.wall(), timed.processor());
  }
}
