package org.tributary.driver.train;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.tributary.core.optim.DescentSnapshot;
import org.tributary.core.optim.OptimizerSnapshot;
import org.tributary.core.optim.ParameterVector;
import org.tributary.driver.solver.SolverState;

/** How tests take, copy and compare the states of runs. */
final class States {
  private States() {}

  /** Keeps the state at the end of every epoch, and interrupts a run where it is asked to. */
  static final class Recorder implements TrainingListener {
    private final List<TrainingState> states = new ArrayList<>();
    private final int interruptAfter;

    private Recorder(int interruptAfter) {
      this.interruptAfter = interruptAfter;
    }

    static Recorder ofWholeRun() {
      return new Recorder(Integer.MAX_VALUE);
    }

    static Recorder untilEpoch(int epoch) {
      return new Recorder(epoch);
    }

    @Override
    public void epochEnded(EpochEnd end, Supplier<TrainingState> state) {
      states.add(state.get());
      if (end.epoch() == interruptAfter) {
        throw new Interruption();
      }
    }

    /** Returns the state at the end of an epoch that was recorded. */
    TrainingState at(int epoch) {
      return states.stream().filter(state -> state.epoch() == epoch).findFirst().orElseThrow();
    }
  }

  /** What ends an interrupted run. */
  static final class Interruption extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Returns an equal state that shares no array and no map with the other. */
  static TrainingState copy(TrainingState state) {
    return new TrainingState(
        copy(state.solver()),
        state.stop(),
        state
            .best()
            .map(
                best ->
                    new BestOnHoldout(
                        best.epoch(), copy(best.theta()), best.measurement(), best.worseSince())),
        List.copyOf(state.curve()),
        state.chain(),
        state.inEpoch());
  }

  private static SolverState copy(SolverState state) {
    if (state instanceof SolverState.FirstOrder rule) {
      return new SolverState.FirstOrder(
          rule.epoch(), rule.rounds(), copy(rule.theta()), copy(rule.optimizer()), rule.part());
    }
    if (state instanceof SolverState.LocalSteps local) {
      return new SolverState.LocalSteps(
          local.epoch(),
          local.rounds(),
          copy(local.theta()),
          copy(local.outer()),
          copy(local.inner()),
          local.steps(),
          local.stepsARound(),
          local.part());
    }
    DescentSnapshot descent = ((SolverState.QuasiNewton) state).descent();
    return new SolverState.QuasiNewton(
        new DescentSnapshot(
            descent.iteration(),
            descent.evaluations(),
            copy(descent.theta()),
            descent.value(),
            copy(descent.gradient()),
            descent.weightSum(),
            descent.corrections().stream()
                .map(
                    correction ->
                        new DescentSnapshot.Correction(
                            copy(correction.step()), copy(correction.gradientChange())))
                .toList()));
  }

  private static OptimizerSnapshot copy(OptimizerSnapshot snapshot) {
    Map<String, ParameterVector> arrays = new LinkedHashMap<>();
    snapshot.arrays().forEach((name, values) -> arrays.put(name, copy(values)));
    return new OptimizerSnapshot(snapshot.step(), arrays);
  }

  private static ParameterVector copy(ParameterVector vector) {
    return ParameterVector.copyOf(vector.toArray());
  }

  /** Returns the state as it would be if no clock ran: what two runs can have in common. */
  static TrainingState timeless(TrainingState state) {
    return new TrainingState(
        state.solver(), state.stop(), state.best(), timeless(state.curve()), state.chain());
  }

  /** Returns the epochs as they would be if no clock ran. */
  static List<EpochEnd> timeless(List<EpochEnd> curve) {
    return curve.stream().map(end -> timed(end, Duration.ZERO)).toList();
  }

  /** Returns a state that has taken a time, up to its last epoch. */
  static TrainingState timed(TrainingState state, Duration elapsed) {
    return new TrainingState(
        state.solver(),
        state.stop(),
        state.best(),
        state.curve().stream().map(end -> timed(end, elapsed)).toList(),
        state.chain());
  }

  private static EpochEnd timed(EpochEnd end, Duration elapsed) {
    return new EpochEnd(
        end.epoch(),
        end.loss(),
        end.gradientNorm(),
        end.holdout(),
        end.rounds(),
        end.samples(),
        0,
        elapsed,
        elapsed);
  }
}
