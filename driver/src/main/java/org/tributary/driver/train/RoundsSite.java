package org.tributary.driver.train;

import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tributary.driver.dataset.Blocks;
import org.tributary.driver.dataset.PreparedData;
import org.tributary.driver.evaluation.Evaluator;
import org.tributary.driver.local.DriverBlocks;
import org.tributary.driver.local.ThreadTeam;
import org.tributary.driver.solver.RoundsPlan;
import org.tributary.driver.solver.RoundsPlanner;
import org.tributary.driver.solver.TrainingProblem;

/**
 * Where a run makes its rounds and its measurements: on the cluster, or on threads of the driver
 * that end with it.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param problem the problem, with the blocks of the driver if rounds are made there
 * @param training evaluates the training set
 * @param holdout evaluates the hold-out set, if there is one
 * @param team the threads of the driver
 */
record RoundsSite<A>(
    TrainingProblem<A> problem,
    Evaluator<A> training,
    Optional<Evaluator<A>> holdout,
    Optional<ThreadTeam> team)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RoundsSite.class);

  /**
   * Chooses the site for a job and takes the samples there; the choice and its reason are logged.
   */
  static <A> RoundsSite<A> of(JavaSparkContext spark, PreparedData<A> data, TrainingJob job) {
    TrainingProblem<A> problem =
        TrainingProblem.of(spark, data.training(), job.layout(), job.train());
    int threads = threads(spark);
    long bytes =
        data.training().bytes(job.layout().topology())
            + data.holdout().map(blocks -> blocks.bytes(job.layout().topology())).orElse(0L);
    RoundsPlan plan =
        new RoundsPlanner(spark, job.train(), threads).plan(data.training(), job.layout(), bytes);
    if (!plan.onDriver()) {
      LOG.info("Rounds run on the cluster ({})", plan.reason());
      return new RoundsSite<>(
          problem,
          evaluator(spark, data.training(), job, Optional.empty()),
          data.holdout().map(blocks -> evaluator(spark, blocks, job, Optional.empty())),
          Optional.empty());
    }
    LOG.info("Rounds run on {} threads of the driver ({})", threads, plan.reason());
    ThreadTeam team = new ThreadTeam(threads);
    try {
      return onDriver(spark, data, job, problem, team);
    } catch (RuntimeException | Error e) {
      team.close();
      throw e;
    }
  }

  private static <A> RoundsSite<A> onDriver(
      JavaSparkContext spark,
      PreparedData<A> data,
      TrainingJob job,
      TrainingProblem<A> problem,
      ThreadTeam team) {
    DriverBlocks<A> training = DriverBlocks.of(spark, data.training(), team);
    Optional<Evaluator<A>> holdout =
        data.holdout()
            .map(
                blocks ->
                    evaluator(
                        spark, blocks, job, Optional.of(DriverBlocks.of(spark, blocks, team))));
    return new RoundsSite<>(
        problem.onDriver(training),
        evaluator(spark, data.training(), job, Optional.of(training)),
        holdout,
        Optional.of(team));
  }

  private static <A> Evaluator<A> evaluator(
      JavaSparkContext spark, Blocks<A> blocks, TrainingJob job, Optional<DriverBlocks<A>> held) {
    return new Evaluator<>(spark, blocks, job.layout().topology(), job.data().outcome(), held);
  }

  /** Returns how many threads the driver may use: local masters name a number. */
  private static int threads(JavaSparkContext spark) {
    int processors = Runtime.getRuntime().availableProcessors();
    return spark.isLocal() ? Math.min(processors, spark.defaultParallelism()) : processors;
  }

  @Override
  public void close() {
    team.ifPresent(ThreadTeam::close);
  }
}
