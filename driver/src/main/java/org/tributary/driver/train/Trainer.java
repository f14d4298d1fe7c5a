package org.tributary.driver.train;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.api.java.JavaSparkContext;
import org.tributary.core.metrics.TaskKind;
import org.tributary.core.model.Decision;
import org.tributary.core.model.ThetaChain;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.objective.Objective;
import org.tributary.core.scoring.PredictionRule;
import org.tributary.driver.dataset.PreparedData;
import org.tributary.driver.evaluation.Evaluation;
import org.tributary.driver.evaluation.Evaluator;
import org.tributary.driver.evaluation.Evaluator.Depth;
import org.tributary.driver.evaluation.UnpredictedRows;
import org.tributary.driver.solver.Divergence;
import org.tributary.driver.solver.Solver;
import org.tributary.driver.solver.SolverEpoch;
import org.tributary.driver.solver.Solvers;
import org.tributary.driver.solver.StopReason;
import org.tributary.driver.solver.TrainingException;
import org.tributary.driver.spark.JobName;
import org.tributary.driver.spec.DecisionSpec;
import org.tributary.driver.spec.Monitor;
import org.tributary.driver.spec.NetworkSpec;
import org.tributary.driver.spec.StopSpec;
import org.tributary.driver.spec.TrainSpec;

/**
 * Trains a network on prepared data, epoch by epoch, until a stop rule applies.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Trainer<A> {
  private final JavaSparkContext spark;
  private final PreparedData<A> data;
  private final TrainingJob job;
  private final List<TrainingListener> listeners;

  /** Creates a trainer; the listeners are called after every epoch, in their order. */
  public Trainer(
      JavaSparkContext spark,
      PreparedData<A> data,
      NetworkSpec network,
      TrainSpec spec,
      List<TrainingListener> listeners) {
    ParameterLayout layout = new ParameterLayout(data.topology(network));
    this.spark = spark;
    this.data = data;
    this.job = new TrainingJob(network, spec, layout, DataDescription.of(data));
    this.listeners = List.copyOf(listeners);
  }

  /**
   * Trains from the initial parameters.
   *
   * @throws TrainingException if the loss is not finite
   * @throws UnpredictedRows if an output for a row of the hold-out set is not finite
   */
  public TrainingResult train() {
    return train(this::drawn);
  }

  /**
   * Trains from given parameters.
   *
   * @throws IllegalArgumentException if they are not those of the network
   * @throws TrainingException if the loss is not finite
   * @throws UnpredictedRows if an output for a row of the hold-out set is not finite
   */
  public TrainingResult train(InitialParameters initial) {
    double[] theta = initial.of(job.layout());
    if (theta.length != job.layout().size()) {
      throw new IllegalArgumentException(
          "Invalid initial parameters: %d numbers (expected %d for the network %s)"
              .formatted(theta.length, job.layout().size(), job.layout().topology()));
    }
    return train(theta, Integer.MAX_VALUE, Optional.empty());
  }

  private TrainingResult train(double[] theta, int until, Optional<ThetaChain> expected) {
    Chain chain = new Chain(chainInterval(), ThetaChain.begin(theta), expected);
    Progress progress = Progress.begin(job.train(), chain, until);
    started(progress);
    try (RoundsSite<A> site = RoundsSite.of(spark, data, job)) {
      Solver solver = Solvers.begin(site.problem(), job.train(), theta);
      return run(site, solver, theta, progress, Optional.empty());
    }
  }

  /**
   * Resumes training from a state. The result equals that of the uninterrupted run: the same bits,
   * curve and stop reason, except for times. With more epochs or another stop rule it trains
   * longer; if a stop rule already applies, it does not train.
   *
   * @param from the state of a run with the same specs on the same data, on any partitions
   * @throws TrainingException if the loss is not finite
   * @throws UnpredictedRows if an output for a row of the hold-out set is not finite
   * @throws IllegalArgumentException if the state does not fit the solver or the network
   */
  public TrainingResult resume(TrainingState from) {
    return resume(from, Integer.MAX_VALUE, Optional.empty());
  }

  /**
   * Repeats a training, or a part of it, and compares its parameters on the way.
   *
   * @param expected the hashes of that training
   * @param until the epoch after which to end; that training may have been ended by the clock
   * @param from a state of that training to begin with, if not with the initial parameters
   * @param initial the initial parameters; empty to draw them
   * @throws ChainBroken at the first hash that differs
   * @throws TrainingException if the loss is not finite
   * @throws UnpredictedRows if an output for a row of the hold-out set is not finite
   * @throws IllegalArgumentException if the state does not fit the solver or the network
   */
  public TrainingResult repeat(
      ThetaChain expected,
      int until,
      Optional<TrainingState> from,
      Optional<InitialParameters> initial) {
    if (from.isPresent()) {
      return resume(from.get(), until, Optional.of(expected));
    }
    double[] theta = initial.orElse(this::drawn).of(job.layout());
    return train(theta, until, Optional.of(expected));
  }

  private double[] drawn(ParameterLayout layout) {
    return job.network().initialization().parameters(layout, job.train().seed());
  }

  private int chainInterval() {
    return ChainInterval.epochs(
        data.training(), job.layout().topology().inputs(), job.train().strategy());
  }

  private TrainingResult resume(TrainingState from, int until, Optional<ThetaChain> expected) {
    Chain chain = new Chain(chainInterval(), from.chain(), expected);
    Progress progress = Progress.resume(job.train(), from, chain, until);
    started(progress);
    try (RoundsSite<A> site = RoundsSite.of(spark, data, job)) {
      Solver solver = Solvers.restore(site.problem(), job.train(), from.solver());
      Optional<StopReason> already = progress.reasonToStop().or(progress::reasonToStopOnHoldout);
      return run(site, solver, from.theta().toArray(), progress, already);
    }
  }

  private void started(Progress progress) {
    listeners.forEach(listener -> listener.started(job, progress.curve()));
  }

  private TrainingResult run(
      RoundsSite<A> site,
      Solver solver,
      double[] begin,
      Progress progress,
      Optional<StopReason> already) {
    double[] theta = begin;
    Optional<StopReason> stop = already;
    Runnable roundEnded = () -> roundEnded(solver, progress);
    while (stop.isEmpty()) {
      progress.epochBegins();
      if (!solver.hasNext()) {
        stop = Optional.of(solver.end());
        break;
      }
      SolverEpoch epoch = solver.next(roundEnded);
      progress.epochTrained(epoch);
      if (!Double.isFinite(epoch.value()) || !Double.isFinite(epoch.gradientNorm())) {
        throw Divergence.at(epoch.epoch(), epoch.value());
      }
      theta = epoch.theta();
      stop = progress.reasonToStop();
      Optional<Measurement> measured =
          measure(site, epoch, stop.isPresent())
              .map(evaluation -> Measurement.of(evaluation, job.train().stop().monitor()));
      measured.ifPresent(measurement -> progress.measured(epoch, measurement));
      if (stop.isEmpty()) {
        stop = progress.reasonToStopOnHoldout();
      }
      EpochEnd end = progress.epochEnds(epoch, solver, measured);
      try (CurrentState state = new CurrentState(() -> progress.state(solver))) {
        listeners.forEach(listener -> listener.epochEnded(end, state));
      }
    }
    if (!progress.curve().isEmpty()) {
      try (CurrentState state = new CurrentState(() -> progress.state(solver))) {
        listeners.forEach(listener -> listener.stopped(state));
      }
    }
    return finish(site, theta, progress, stop.orElseThrow());
  }

  private void roundEnded(Solver solver, Progress progress) {
    try (CurrentState state = new CurrentState(() -> progress.stateWithinEpoch(solver))) {
      for (TrainingListener listener : listeners) {
        listener.roundEnded(solver.rounds(), state);
      }
    }
  }

  private TrainingResult finish(
      RoundsSite<A> site, double[] last, Progress progress, StopReason stop) {
    Optional<BestOnHoldout> best = progress.best();
    List<EpochEnd> curve = progress.curve();
    Optional<EpochEnd> lastEnd =
        curve.isEmpty() ? Optional.empty() : Optional.of(curve.get(curve.size() - 1));
    ThetaChain chain = progress.chain(last);
    double[] theta = best.map(b -> b.theta().toArray()).orElse(last);
    if (!Objective.areFinite(theta)) {
      throw Divergence.at(curve.size(), Double.NaN);
    }
    int epoch =
        best.map(BestOnHoldout::epoch).orElseGet(() -> lastEnd.map(EpochEnd::epoch).orElse(0));
    Decision decision = decision(site, theta, epoch);
    Optional<Evaluation> holdout =
        measurement(site, site.report(), theta, epoch, decision, Depth.RANKS);
    TrainingResult result =
        new TrainingResult(
            job.layout(), theta, decision, epoch, stop, curve, holdout, chain, progress.elapsed());
    listeners.forEach(listener -> listener.ended(result));
    return result;
  }

  /** Returns what is learned on the validation set: first the temperature, then the threshold. */
  private Decision decision(RoundsSite<A> site, double[] theta, int epoch) {
    DecisionSpec spec = job.train().decision();
    if (!spec.isActive() || site.choice().isEmpty()) {
      return Decision.NONE;
    }
    // Refuses rows without a finite output first.
    measurement(site, site.choice(), theta, epoch, Decision.NONE, Depth.SUMS);
    Evaluator<A> holdout = site.choice().get();
    return JobName.during(
        spark.sc(),
        "the decision on the validation set",
        () -> {
          double temperature =
              switch (spec.temperature()) {
                case NONE -> 1;
                case FITTED -> holdout.temperature(theta);
              };
          Decision network = new Decision(temperature, OptionalDouble.empty());
          return spec.threshold()
              .map(metric -> holdout.withThreshold(theta, network, metric))
              .orElse(network);
        });
  }

  private Optional<Evaluation> measure(RoundsSite<A> site, SolverEpoch epoch, boolean last) {
    if (!last && !EvaluatedEpochs.contain(job.train(), epoch.epoch())) {
      return Optional.empty();
    }
    double[] theta = epoch.theta();
    Optional<Evaluation> plain =
        measurement(site, site.choice(), theta, epoch.epoch(), Decision.NONE, depthOfEpochs());
    StopSpec stop = job.train().stop();
    boolean calibrated =
        stop.patience() > 0
            && stop.monitor().logits() == Monitor.Logits.CALIBRATED
            && job.layout().topology().outputLoss().takesSmoothing();
    if (plain.isEmpty() || !calibrated) {
      return plain;
    }
    double temperature =
        JobName.during(
            spark.sc(),
            "the temperature of epoch " + epoch.epoch(),
            () -> site.choice().orElseThrow().temperature(theta));
    Decision decision = new Decision(temperature, OptionalDouble.empty());
    return measurement(site, site.choice(), theta, epoch.epoch(), decision, depthOfEpochs());
  }

  /** Returns what is computed after each epoch: ranks only where they are monitored. */
  private Depth depthOfEpochs() {
    StopSpec stop = job.train().stop();
    TaskKind kind =
        PredictionRule.taskKind(job.layout().topology().outputLoss(), job.data().outcome());
    boolean ranks = stop.patience() > 0 && stop.monitor().metricOf(kind).needsRanks();
    return ranks ? Depth.RANKS : Depth.SUMS;
  }

  private Optional<Evaluation> measurement(
      RoundsSite<A> site,
      Optional<Evaluator<A>> set,
      double[] theta,
      int epoch,
      Decision decision,
      Depth depth) {
    return set.map(
        holdout -> {
          try {
            return JobName.during(
                spark.sc(),
                "the evaluation of epoch " + epoch,
                () -> holdout.at(theta, decision, depth));
          } catch (UnpredictedRows e) {
            requireConvergent(site, theta, epoch);
            throw e;
          }
        });
  }

  /** Refuses parameters with which the network has no finite outputs for its own training rows. */
  private void requireConvergent(RoundsSite<A> site, double[] theta, int epoch) {
    try {
      JobName.during(
          spark.sc(), "the training rows at epoch " + epoch, () -> site.training().at(theta));
    } catch (UnpredictedRows e) {
      throw Divergence.at(epoch, Double.NaN);
    }
  }
}
