package org.tributary.driver.train;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tributary.core.model.ThetaChain;
import org.tributary.driver.solver.Solver;
import org.tributary.driver.solver.SolverEpoch;
import org.tributary.driver.solver.StopReason;
import org.tributary.driver.spec.TrainSpec;

/**
 * The progress of a run, apart from its solver: the curve, the clock, and the state of the stop
 * rules. Mutable; its parts are immutable values.
 */
final class Progress {
  private final TrainSpec spec;
  private final StopRules rules;
  private final List<EpochEnd> curve;
  private final Chain chain;
  private final int until;
  private StopState stop;
  private Optional<BestOnHoldout> best;

  /** The start time of an equivalent training run without interruption. */
  private final long begin;

  private long epochBegin;
  private Duration epochTime = Duration.ZERO;

  /** The time of an epoch that began before the run was resumed. */
  private Duration before;

  private Progress(
      TrainSpec spec,
      List<EpochEnd> curve,
      StopState stop,
      Optional<BestOnHoldout> best,
      Chain chain,
      int until,
      Duration elapsed,
      Duration before) {
    this.before = before;
    this.spec = spec;
    this.rules = new StopRules(spec);
    this.curve = new ArrayList<>(curve);
    this.stop = stop;
    this.best = best;
    this.chain = chain;
    this.until = until;
    this.begin = System.nanoTime() - elapsed.toNanos();
    this.epochBegin = begin;
  }

  /**
   * Returns the progress of a new run.
   *
   * @param chain the chain of hashes, with that of the initial parameters
   * @param until the epoch after which the run ends at the latest
   */
  static Progress begin(TrainSpec spec, Chain chain, int until) {
    return new Progress(
        spec,
        List.of(),
        StopState.START,
        Optional.empty(),
        chain,
        until,
        Duration.ZERO,
        Duration.ZERO);
  }

  /** Returns the progress of a resumed run. */
  static Progress resume(TrainSpec spec, TrainingState from, Chain chain, int until) {
    Optional<BestOnHoldout> best = spec.stop().patience() > 0 ? from.best() : Optional.empty();
    return new Progress(
        spec, from.curve(), from.stop(), best, chain, until, from.elapsed(), from.inEpoch());
  }

  /** Returns the state of the run, including the state of its solver. */
  TrainingState state(Solver solver) {
    return new TrainingState(solver.state(), stop, best, curve, chain.links());
  }

  /** Returns the state of the run within an epoch. */
  TrainingState stateWithinEpoch(Solver solver) {
    Duration inEpoch = Duration.ofNanos(System.nanoTime() - epochBegin);
    return new TrainingState(solver.state(), stop, best, curve, chain.links(), inEpoch);
  }

  /** Records the start of an epoch. */
  void epochBegins() {
    epochBegin = System.nanoTime() - before.toNanos();
    before = Duration.ZERO;
  }

  /** Records the end of an epoch's round trips. */
  void epochTrained(SolverEpoch epoch) {
    epochTime = Duration.ofNanos(System.nanoTime() - epochBegin);
    stop = rules.after(stop, epoch);
    chain.epochEnds(epoch.epoch(), epoch.theta());
  }

  /** Records hold-out metrics. */
  void measured(SolverEpoch epoch, Measurement measurement) {
    if (spec.stop().patience() > 0) {
      best =
          Optional.of(
              BestOnHoldout.after(
                  best, epoch.epoch(), epoch.theta(), measurement, spec.stop().monitor()));
    }
  }

  /** Records the end of an epoch, and returns its results. */
  EpochEnd epochEnds(SolverEpoch epoch, Solver solver, Optional<Measurement> holdout) {
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

  /** Returns the reason to stop because of the objective, the clock or the number of epochs. */
  Optional<StopReason> reasonToStop() {
    Optional<StopReason> reason = rules.reason(stop, elapsed());
    return reason.isEmpty() && stop.epoch() >= until ? Optional.of(StopReason.EPOCHS) : reason;
  }

  /** Returns the reason to stop because of the hold-out metrics. */
  Optional<StopReason> reasonToStopOnHoldout() {
    return rules.reason(best);
  }

  /** Returns the whole chain of hashes, with the parameters of the last epoch. */
  ThetaChain chain(double[] theta) {
    return chain.end(stop.epoch(), theta);
  }

  /** Returns the epochs so far, in order. */
  List<EpochEnd> curve() {
    return List.copyOf(curve);
  }

  /** Returns the best hold-out result, if patience is set and there is one. */
  Optional<BestOnHoldout> best() {
    return best;
  }

  /** Returns the training time so far, without the time between runs. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
