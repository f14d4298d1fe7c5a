package org.tributary.driver.checkpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.tributary.core.metrics.TaskKind;
import org.tributary.core.model.Platform;
import org.tributary.core.model.ThetaChain;
import org.tributary.core.optim.DescentSnapshot;
import org.tributary.core.optim.OptimizerSnapshot;
import org.tributary.core.optim.ParameterVector;
import org.tributary.driver.solver.EpochPart;
import org.tributary.driver.solver.SolverState;
import org.tributary.driver.train.BestOnHoldout;
import org.tributary.driver.train.EpochEnd;
import org.tributary.driver.train.Measurement;
import org.tributary.driver.train.StopState;
import org.tributary.driver.train.TrainingState;

/** States of runs of every kind, of eleven parameters. */
final class TestStates {
  static final RunIdentity RUN =
      new RunIdentity(
          new RunSettings(Map.of("train.seed", "1", "train.optimizer.name", "\"adam\"")),
          3,
          new DataIdentity(
              List.of(10L, 0L, 2L),
              List.of("ab", "", "cd"),
              Optional.of("version 3"),
              List.of(new DataIdentity.File("file:/data.csv", 100, 1_700_000_000_000L))),
          new Platform("0.1", "17", "4.2.0", "java"));

  private static final ThetaChain CHAIN =
      ThetaChain.begin(new double[] {1, 2}).with(3, new double[] {3, 4});

  private static final int SIZE = 11;

  private TestStates() {}

  /** Returns a state of a first-order solver at an epoch, with as many rounds as epochs. */
  static TrainingState at(int epoch) {
    return at(epoch, 1.0 / epoch, Optional.empty());
  }

  /** Returns such a state with a loss and, for a hold-out set, a score. */
  static TrainingState at(int epoch, double loss, Optional<Double> score) {
    return state(
        new SolverState.FirstOrder(epoch, epoch, vector(epoch, false), optimizer("mean", epoch)),
        loss,
        score);
  }

  /** Returns a state of round 17, in the first epoch. */
  static TrainingState withinTheFirstEpoch() {
    SolverState firstEpoch =
        new SolverState.FirstOrder(
            0,
            17,
            vector(9, false),
            optimizer("mean", 2),
            new EpochPart(
                17,
                0.1,
                64,
                0,
                Map.of("logFactor", vector(12, false), "distance", vector(13, false))));
    return state(firstEpoch, Double.POSITIVE_INFINITY, Optional.empty());
  }

  static List<TrainingState> ofEveryKind() {
    SolverState firstOrder =
        new SolverState.FirstOrder(
            7, 7_000_000_000L, vector(1, false), optimizer("mean", 2, "meanSquare", 3));
    SolverState localSteps =
        new SolverState.LocalSteps(
            7,
            40,
            vector(4, false),
            optimizer("velocity", 5),
            optimizer("mean", 6, "meanSquare", 7),
            1 << 20,
            96.4,
            new EpochPart(3, 12.5, 99.25, 1e-3, Map.of()));
    SolverState noMemory =
        new SolverState.FirstOrder(3, 3, vector(8, true), new OptimizerSnapshot(3, Map.of()));
    return List.of(
        state(firstOrder, 0.25, Optional.of(0.75)),
        state(firstOrder, Double.NaN, Optional.of(Double.NaN)),
        withinTheFirstEpoch(),
        state(localSteps, Double.POSITIVE_INFINITY, Optional.empty()),
        state(noMemory, -0.0, Optional.of(Double.NEGATIVE_INFINITY)),
        state(quasiNewton(0), 1e-300, Optional.empty()),
        state(quasiNewton(12), 1, Optional.of(1.0)));
  }

  private static SolverState quasiNewton(int corrections) {
    List<DescentSnapshot.Correction> pairs = new ArrayList<>();
    for (int i = 0; i < corrections; i++) {
      pairs.add(new DescentSnapshot.Correction(vector(30 + i, false), vector(60 + i, false)));
    }
    return new SolverState.QuasiNewton(
        new DescentSnapshot(5, 9, vector(10, false), 0.125, vector(11, false), 99.5, pairs));
  }

  private static TrainingState state(SolverState solver, double loss, Optional<Double> score) {
    List<EpochEnd> curve = new ArrayList<>();
    for (int epoch = 1; epoch <= solver.epoch(); epoch++) {
      boolean last = epoch == solver.epoch();
      Optional<Measurement> measured =
          score
              .filter(value -> last)
              .map(value -> new Measurement(TaskKind.CLASSIFICATION, 0.5, value, value));
      curve.add(
          new EpochEnd(
              epoch,
              last ? loss : 9.0 / epoch,
              1e-3 * epoch,
              measured,
              epoch * 2L,
              epoch * 100L,
              1234.5,
              Duration.ofNanos(1_000_000_007L * epoch),
              Duration.ofNanos(1_500_000_009L * epoch)));
    }
    Optional<BestOnHoldout> best =
        score.map(
            value ->
                new BestOnHoldout(
                    1,
                    vector(20, false),
                    new Measurement(TaskKind.REGRESSION, 0.5, value, -value),
                    2));
    return new TrainingState(
        solver,
        new StopState(solver.epoch(), loss, 0.1, 2),
        best,
        curve,
        CHAIN,
        solver.part().isNone() ? Duration.ZERO : Duration.ofNanos(2_000_000_001L));
  }

  private static OptimizerSnapshot optimizer(Object... namesAndSeeds) {
    Map<String, ParameterVector> arrays = new LinkedHashMap<>();
    for (int i = 0; i < namesAndSeeds.length; i += 2) {
      arrays.put((String) namesAndSeeds[i], vector((Integer) namesAndSeeds[i + 1], true));
    }
    return new OptimizerSnapshot(77, arrays);
  }

  private static ParameterVector vector(int seed, boolean single) {
    Random random = new Random(seed);
    double[] values = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      values[i] = single ? (float) random.nextGaussian() : random.nextGaussian();
    }
    values[0] = -0.0;
    values[1] = Double.MIN_VALUE;
    return ParameterVector.copyOf(values);
  }
}
