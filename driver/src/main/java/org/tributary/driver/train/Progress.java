package org.tributary.driver.train;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tributary.driver.evaluation.Evaluation;
import org.tributary.driver.solver.Solver;
import org.tributary.driver.solver.SolverEpoch;
import org.tributary.driver.solver.StopReason;
import org.tributary.driver.spec.TrainSpec;

/**
 * How far a run is, apart from its solver: the curve, the clock, and what the rules that may stop
 * it know. Mutable; each of its parts is a value.
 */
final class Progress {
  private final TrainSpec spec;
  private final StopRules rules;
  private final List<EpochEnd> curve;
  private StopState stop;
  private Optional<BestOnHoldout> best;

  /** When training would have begun, had it gone on without a break. */
  private final long begin;

  private long epochBegin;
  private Duration epochTime = Duration.ZERO;

  private Progress(
      TrainSpec spec,
      List<EpochEnd> curve,
      StopState stop,
      Optional<BestOnHoldout> best,
      Duration elapsed) {
    this.spec = spec;
    this.rules = new StopRules(spec);
    this.curve = new ArrayList<>(curve);
    this.stop = stop;
    this.best = best;
    this.begin = System.nanoTime() - elapsed.toNanos();
    this.epochBegin = begin;
  }

  /** Returns the progress of a run that begins now. */
  static Progress begin(TrainSpec spec) {
    return new Progress(spec, List.of(), StopState.START, Optional.empty(), Duration.ZERO);
  }

  /** Returns the progress of a run that goes on now. */
  static Progress resume(TrainSpec spec, TrainingState from) {
    Optional<BestOnHoldout> best = spec.stop().patience() > 0 ? from.best() : Optional.empty();
    return new Progress(spec, from.curve(), from.stop(), best, from.elapsed());
  }

  /** Returns the state of the run, with that of its solver. */
  TrainingState state(Solver solver) {
    return new TrainingState(solver.state(), stop, best, curve);
  }

  /** Notes that an epoch begins. */
  void epochBegins() {
    epochBegin = System.nanoTime();
  }

  /** Notes that the rounds of an epoch are done. */
  void epochTrained(SolverEpoch epoch) {
    epochTime = Duration.ofNanos(System.nanoTime() - epochBegin);
    stop = rules.after(stop, epoch);
  }

  /** Notes an evaluation on the hold-out set. */
  void measured(SolverEpoch epoch, Evaluation evaluation) {
    if (spec.stop().patience() > 0) {
      best =
          Optional.of(
              BestOnHoldout.after(
                  best, epoch.epoch(), epoch.theta(), evaluation, spec.stop().monitor()));
    }
  }

  /** Notes the end of an epoch, and returns what is known of it. */
  EpochEnd epochEnds(SolverEpoch epoch, Solver solver, Optional<Evaluation> holdout) {
    Optional<EpochEnd> before =
        curve.isEmpty() ? Optional.empty() : Optional.of(curve.get(curve.size() - 1));
    long samples = solver.samples() - before.map(EpochEnd::samples).orElse(0L);
    EpochEnd end =
        new EpochEnd(
            epoch.epoch(),
            epoch.value(),
            epoch.gradientNorm(),
            holdout,
            solver.rounds(),
            solver.samples(),
            samples / (epochTime.toNanos() / 1e9),
            before.map(EpochEnd::training).orElse(Duration.ZERO).plus(epochTime),
            elapsed());
    curve.add(end);
    return end;
  }

  /** Returns the reason to stop, if the objective, the clock or the number of epochs gives one. */
  Optional<StopReason> reasonToStop() {
    return rules.reason(stop, elapsed());
  }

  /** Returns the reason to stop, if the evaluations on the hold-out set give one. */
  Optional<StopReason> reasonToStopOnHoldout() {
    return rules.reason(best);
  }

  /** Returns the epochs until now, in order. */
  List<EpochEnd> curve() {
    return List.copyOf(curve);
  }

  /** Returns the best on the hold-out set, where patience is asked for and there is one. */
  Optional<BestOnHoldout> best() {
    return best;
  }

  /** Returns the time since training began, without that between runs. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
