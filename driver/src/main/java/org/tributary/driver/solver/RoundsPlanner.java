package org.tributary.driver.solver;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.Backpropagation;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Parameters;
import org.tributary.driver.aggregation.Resources;
import org.tributary.driver.dataset.Blocks;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spark.Rdds;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.StrategySpec;
import org.tributary.driver.spec.TrainSpec;

/**
 * Chooses where the round trips of a run are made. The trained bits do not depend on the choice.
 *
 * <p>The driver may take a {@value #HEAP_SHARE}th of its heap for samples. Where tasks are its own
 * threads, it makes the rounds as long as the samples fit: the same threads do the same work
 * without a job of Spark's for each round. Elsewhere, with S samples a round and g seconds of one
 * core for the gradient of one:
 *
 * <pre>
 *   driver   S g / driver threads
 *   cluster  j + S g / cores of the executors
 * </pre>
 *
 * <p>Both g and j, the seconds of a job over the blocks that does nothing, are measured.
 */
public final class RoundsPlanner {
  /** Which part of the driver's heap may hold samples: one of so many. */
  private static final int HEAP_SHARE = 3;

  /** The first runs of code are slower; the last of so many counts. */
  private static final int TRIALS = 3;

  private final JavaSparkContext spark;
  private final TrainSpec spec;
  private final int driverThreads;

  /**
   * Plans for a session.
   *
   * @param driverThreads threads that the driver can use
   */
  public RoundsPlanner(JavaSparkContext spark, TrainSpec spec, int driverThreads) {
    this.spark = spark;
    this.spec = spec;
    this.driverThreads = driverThreads;
  }

  /**
   * Plans the rounds of a run.
   *
   * @param blocks the samples that rounds propagate
   * @param bytes of all samples that the driver would hold
   * @throws InvalidConfiguration if the rounds shall be made on the driver and the samples do not
   *     fit
   */
  public <A> RoundsPlan plan(Blocks<A> blocks, ParameterLayout layout, long bytes) {
    Resources resources = Resources.of(spark);
    boolean local = resources.place() == Resources.Place.THREADS;
    long limit = resources.driverBytes() / HEAP_SHARE;
    if (!local) {
      limit = Math.min(limit, resources.resultBytes());
    }
    if (spec.rounds() == TrainSpec.Rounds.CLUSTER) {
      return new RoundsPlan(false, "train.rounds = cluster");
    }
    if (bytes > limit) {
      return tooLarge(bytes, limit);
    }
    if (spec.rounds() == TrainSpec.Rounds.DRIVER) {
      return new RoundsPlan(true, "train.rounds = driver");
    }
    if (local) {
      return new RoundsPlan(
          true, "tasks are threads of this process, %s of samples".formatted(megabytes(bytes)));
    }
    return measured(blocks, layout, resources);
  }

  private RoundsPlan tooLarge(long bytes, long limit) {
    if (spec.rounds() == TrainSpec.Rounds.DRIVER) {
      throw new InvalidConfiguration(
          List.of(
              ("Cannot make rounds on the driver (train.rounds = driver): the samples take %s, of"
                      + " which it may hold %s, a third of its heap and no more than"
                      + " spark.driver.maxResultSize; raise spark.driver.memory or remove"
                      + " train.rounds")
                  .formatted(megabytes(bytes), megabytes(limit))));
    }
    return new RoundsPlan(
        false,
        "the samples take %s, more than the %s that the driver may hold"
            .formatted(megabytes(bytes), megabytes(limit)));
  }

  private <A> RoundsPlan measured(Blocks<A> blocks, ParameterLayout layout, Resources resources) {
    double gradient = samplesARound(blocks) * gradientSeconds(blocks, layout);
    double onDriver = gradient / driverThreads;
    double onCluster = jobSeconds(blocks.rdd()) + gradient / resources.cores();
    return new RoundsPlan(
        onDriver < onCluster,
        "estimated to take %.1f ms there and %.1f ms %s"
            .formatted(
                1e3 * Math.min(onDriver, onCluster),
                1e3 * Math.max(onDriver, onCluster),
                onDriver < onCluster ? "on the cluster" : "on the driver"));
  }

  private double samplesARound(Blocks<?> blocks) {
    if (spec.strategy() instanceof StrategySpec.MiniBatch miniBatch) {
      return miniBatch.batch();
    }
    if (spec.strategy() instanceof StrategySpec.LocalSteps local) {
      int shards = blocks.range().groups();
      int batch = local.decided(shards, blocks.rows()).batch();
      return Math.min((double) local.steps() * batch * shards, (double) blocks.rows());
    }
    return blocks.rows();
  }

  private <A> double gradientSeconds(Blocks<A> blocks, ParameterLayout layout) {
    Block<A> block =
        JobName.during(
            spark.sc(),
            "the measurement of a block",
            () -> Rdds.first(Rdds.filter(blocks.rdd(), b -> b.rows() > 0)));
    Kernel<A> kernel = blocks.kernels().create();
    Backpropagation<A> backpropagation = new Backpropagation<>(layout, kernel, block.rows());
    A theta = kernel.allocate(layout.size());
    A sum = kernel.allocate(layout.size());
    Runnable gradient;
    if (blocks.areSparse()) {
      Parameters<A> byFeature = Parameters.byFeature(layout, theta);
      gradient = () -> backpropagation.gradientByColumn(byFeature, block, 0, sum, kernel::allocate);
    } else {
      Parameters<A> parameters = Parameters.of(layout, theta);
      gradient = () -> backpropagation.gradient(parameters, block, sum);
    }
    double seconds = lastOf(TRIALS, gradient);
    return seconds / block.rows();
  }

  private double jobSeconds(JavaRDD<? extends Block<?>> blocks) {
    return JobName.during(
        spark.sc(),
        "the measurement of a job",
        () -> lastOf(TRIALS, () -> Rdds.collect(Rdds.mapPartitions(blocks, RoundsPlanner::leave))));
  }

  /** The task of a job of which only Spark's own work is measured. */
  private static Iterator<Object> leave(Iterator<?> blocks) {
    return Collections.emptyIterator();
  }

  private static double lastOf(int trials, Runnable work) {
    long nanos = 0;
    for (int trial = 0; trial < trials; trial++) {
      long begin = System.nanoTime();
      work.run();
      nanos = System.nanoTime() - begin;
    }
    return nanos / 1e9;
  }

  private static String megabytes(long bytes) {
    return "%,.1f MB".formatted(bytes / 1e6);
  }
}
