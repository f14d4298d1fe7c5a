package org.tributary.driver.train;

import java.util.Optional;
import java.util.function.Function;
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
 * @param choice evaluates the set by which epochs, thresholds and temperatures are chosen: the
 *     validation set, else the hold-out set, if there is one
 * @param report evaluates the set by which the model is measured: the hold-out set, else the
 *     validation set, if there is one
 * @param team the threads of the driver
 */
record RoundsSite<A>(
    TrainingProblem<A> problem,
    Evaluator<A> training,
    Optional<Evaluator<A>> choice,
    Optional<Evaluator<A>> report,
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
            + bytes(data.validation(), job)
            + bytes(data.holdout(), job);
    RoundsPlan plan =
        new RoundsPlanner(spark, job.train(), threads).plan(data.training(), job.layout(), bytes);
    if (!plan.onDriver()) {
      LOG.info("Rounds run on the cluster ({})", plan.reason());
      Function<Blocks<A>, Evaluator<A>> onCluster =
          blocks -> evaluator(spark, blocks, job, Optional.empty());
      return of(problem, onCluster.apply(data.training()), data, onCluster, Optional.empty());
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
    return of(
        problem.onDriver(training),
        evaluator(spark, data.training(), job, Optional.of(training)),
        data,
        blocks -> evaluator(spark, blocks, job, Optional.of(DriverBlocks.of(spark, blocks, team))),
        Optional.of(team));
  }

  private static <A> RoundsSite<A> of(
      TrainingProblem<A> problem,
      Evaluator<A> training,
      PreparedData<A> data,
      Function<Blocks<A>, Evaluator<A>> evaluator,
      Optional<ThreadTeam> team) {
    Optional<Evaluator<A>> validation = data.validation().map(evaluator);
    Optional<Evaluator<A>> holdout = data.holdout().map(evaluator);
    return new RoundsSite<>(
        problem, training, validation.or(() -> holdout), holdout.or(() -> validation), team);
  }

  private static <A> long bytes(Optional<Blocks<A>> blocks, TrainingJob job) {
    return blocks.map(some -> some.bytes(job.layout().topology())).orElse(0L);
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
