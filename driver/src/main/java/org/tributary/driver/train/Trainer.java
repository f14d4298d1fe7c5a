package org.tributary.driver.train;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.tributary.core.network.ParameterLayout;
import org.tributary.driver.dataset.Blocks;
import org.tributary.driver.dataset.PreparedData;
import org.tributary.driver.evaluation.Evaluation;
import org.tributary.driver.evaluation.Evaluator;
import org.tributary.driver.evaluation.UnpredictedRows;
import org.tributary.driver.solver.Divergence;
import org.tributary.driver.solver.Solver;
import org.tributary.driver.solver.SolverEpoch;
import org.tributary.driver.solver.Solvers;
import org.tributary.driver.solver.StopReason;
import org.tributary.driver.solver.TrainingException;
import org.tributary.driver.solver.TrainingProblem;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spec.NetworkSpec;
import org.tributary.driver.spec.TrainSpec;

/**
 * Trains a network on prepared data, epoch by epoch, until a stop rule holds.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Trainer<A> {
  private final JavaSparkContext spark;
  private final TrainingProblem<A> problem;
  private final TrainingJob job;
  private final List<TrainingListener> listeners;
  private final Evaluator<A> onTraining;
  private final Optional<Evaluator<A>> onHoldout;

  /** Prepares training; listeners are told of every epoch, in their order. */
  public Trainer(
      JavaSparkContext spark,
      PreparedData<A> data,
      NetworkSpec network,
      TrainSpec spec,
      List<TrainingListener> listeners) {
    ParameterLayout layout = new ParameterLayout(data.topology(network));
    this.spark = spark;
    this.problem = TrainingProblem.of(spark, data.training(), layout, spec);
    this.job = new TrainingJob(network, spec, layout, DataDescription.of(data));
    this.listeners = List.copyOf(listeners);
    this.onTraining = evaluator(data.training());
    this.onHoldout = data.holdout().map(this::evaluator);
  }

  private Evaluator<A> evaluator(Blocks<A> blocks) {
    return new Evaluator<>(
        spark,
        blocks.rdd(),
        blocks.kernels(),
        blocks.maxRows(),
        job.layout().topology(),
        job.data().outcome());
  }

  /**
   * Trains from the initial parameters.
   *
   * @throws TrainingException if the loss is no longer a finite number
   * @throws UnpredictedRows if an output for a row of the hold-out set is not finite
   */
  public TrainingResult train() {
    Progress progress = Progress.begin(job.train());
    started(progress);
    double[] theta = job.network().initialization().parameters(job.layout(), job.train().seed());
    return run(Solvers.begin(problem, job.train(), theta), theta, progress, Optional.empty());
  }

  /**
   * Goes on from a state, and gives what the run that it was taken of would have given: the same
   * bits, the same curve and the same stop reason, but for what the clock says. With more epochs or
   * another stop rule it trains longer; nothing is trained where a rule holds already.
   *
   * @param from taken of a run with the same specs on the same data, on any partitions
   * @throws TrainingException if the loss is no longer a finite number
   * @throws UnpredictedRows if an output for a row of the hold-out set is not finite
   * @throws IllegalArgumentException if the state does not fit the solver or the network
   */
  public TrainingResult resume(TrainingState from) {
    Progress progress = Progress.resume(job.train(), from);
    started(progress);
    Solver solver = Solvers.restore(problem, job.train(), from.solver());
    Optional<StopReason> already = progress.reasonToStop().or(progress::reasonToStopOnHoldout);
    return run(solver, from.theta().toArray(), progress, already);
  }

  private void started(Progress progress) {
    listeners.forEach(listener -> listener.started(job, progress.curve()));
  }

  private TrainingResult run(
      Solver solver, double[] begin, Progress progress, Optional<StopReason> already) {
    double[] theta = begin;
    Optional<StopReason> stop = already;
    while (stop.isEmpty()) {
      progress.epochBegins();
      if (!solver.hasNext()) {
        stop = Optional.of(solver.end());
        break;
      }
      SolverEpoch epoch = solver.next();
      progress.epochTrained(epoch);
      if (!Double.isFinite(epoch.value()) || !Double.isFinite(epoch.gradientNorm())) {
        throw Divergence.at(epoch.epoch(), epoch.value());
      }
      theta = epoch.theta();
      stop = progress.reasonToStop();
      Optional<Evaluation> measured = measure(epoch, stop.isPresent());
      measured.ifPresent(measurement -> progress.measured(epoch, measurement));
      if (stop.isEmpty()) {
        stop = progress.reasonToStopOnHoldout();
      }
      EpochEnd end = progress.epochEnds(epoch, solver, measured);
      try (StateAtEpochEnd state = new StateAtEpochEnd(() -> progress.state(solver))) {
        listeners.forEach(listener -> listener.epochEnded(end, state));
      }
    }
    return finish(theta, progress, stop.orElseThrow());
  }

  private TrainingResult finish(double[] last, Progress progress, StopReason stop) {
    Optional<BestOnHoldout> best = progress.best();
    List<EpochEnd> curve = progress.curve();
    Optional<EpochEnd> lastEnd =
        curve.isEmpty() ? Optional.empty() : Optional.of(curve.get(curve.size() - 1));
    double[] theta = best.map(b -> b.theta().toArray()).orElse(last);
    if (!Arrays.stream(theta).allMatch(Double::isFinite)) {
      throw Divergence.at(curve.size(), Double.NaN);
    }
    int epoch =
        best.map(BestOnHoldout::epoch).orElseGet(() -> lastEnd.map(EpochEnd::epoch).orElse(0));
    Optional<Evaluation> holdout =
        best.map(BestOnHoldout::evaluation)
            .or(() -> lastEnd.flatMap(EpochEnd::holdout))
            .or(() -> measurement(theta, epoch));
    TrainingResult result =
        new TrainingResult(job.layout(), theta, epoch, stop, curve, holdout, progress.elapsed());
    listeners.forEach(listener -> listener.ended(result));
    return result;
  }

  private Optional<Evaluation> measure(SolverEpoch epoch, boolean last) {
    boolean due = last || epoch.epoch() % job.train().evaluateEvery() == 0;
    return due ? measurement(epoch.theta(), epoch.epoch()) : Optional.empty();
  }

  private Optional<Evaluation> measurement(double[] theta, int epoch) {
    return onHoldout.map(
        holdout -> {
          try {
            return JobName.during(
                spark.sc(), "the measurement of epoch " + epoch, () -> holdout.at(theta));
          } catch (UnpredictedRows e) {
            requireConvergent(theta, epoch);
            throw e;
          }
        });
  }

  /** Refuses parameters with which the network has no finite outputs for its own training rows. */
  private void requireConvergent(double[] theta, int epoch) {
    try {
      JobName.during(spark.sc(), "the training rows at epoch " + epoch, () -> onTraining.at(theta));
    } catch (UnpredictedRows e) {
      throw Divergence.at(epoch, Double.NaN);
    }
  }
}
