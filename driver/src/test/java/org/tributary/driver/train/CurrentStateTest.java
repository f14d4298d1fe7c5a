package org.tributary.driver.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tributary.core.model.ThetaChain;
import org.tributary.core.optim.OptimizerSnapshot;
import org.tributary.core.optim.ParameterVector;
import org.tributary.driver.solver.SolverState;

class CurrentStateTest {
  private static final ParameterVector THETA = ParameterVector.copyOf(new double[] {1, 2});

  private static TrainingState state(int solver, int stop, int curve) {
    EpochEnd end =
        new EpochEnd(curve, 1, 1, Optional.empty(), 1, 1, 1, Duration.ZERO, Duration.ZERO);
    return new TrainingState(
        new SolverState.FirstOrder(solver, 1, THETA, new OptimizerSnapshot(1, Map.of())),
        new StopState(stop, 1, 1, 0),
        Optional.empty(),
        List.of(end),
        ThetaChain.begin(new double[0]));
  }

  @Test
  void stateIsTakenOnceForAllWhoAskAndNotAtAllIfNobodyAsks() {
    AtomicInteger taken = new AtomicInteger();
    try (CurrentState source =
        new CurrentState(
            () -> {
              taken.incrementAndGet();
              return state(1, 1, 1);
            })) {
      assertThat(taken).hasValue(0);
      assertThat(source.get()).isSameAs(source.get());
      assertThat(taken).hasValue(1);
    }
  }

  @Test
  void stateIsRefusedWhenTheRunHasGoneOn() {
    CurrentState source = new CurrentState(() -> state(1, 1, 1));
    source.close();

    assertThatThrownBy(source::get)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Cannot take a past state");
  }

  @Test
  void partsOfDifferentEpochsMakeNoState() {
    assertThatThrownBy(() -> state(2, 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid training state: the solver is at epoch 2, the stop rules at 1, the curve at 2"
                + " (expected the same, 1 or more but in the first epoch)");
    assertThatThrownBy(() -> state(2, 2, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
