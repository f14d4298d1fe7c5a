package org.tributary.driver.solver;

import java.util.List;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.optim.QuasiNewtonDescent;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.StrategySpec;
import org.tributary.driver.spec.TrainSpec;

/** The solvers that specs describe, at their beginning and from a state. */
public final class Solvers {
  /** Rows of a shard on average, so that no shard has more than an int counts. */
  private static final long LARGEST_SHARD = 1 << 30;

  private Solvers() {}

  /**
   * Begins to load the classes and native libraries that a solver needs, on another thread.
   *
   * @param kernels that it will compute with
   */
  public static void preload(TrainSpec spec, KernelFactory<?> kernels) {
    Thread loader =
        new Thread(
            () -> {
              kernels.create();
              if (spec.optimizer() instanceof OptimizerSpec.QuasiNewton) {
                QuasiNewtonDescent.load();
              }
            },
            "tributary-loader");
    loader.setDaemon(true);
    // The first use fails in the same way, where somebody learns of it.
    loader.setUncaughtExceptionHandler((thread, thrown) -> {});
    loader.start();
  }

  /**
   * Returns a solver at its beginning.
   *
   * @param theta where it begins, unrolled; copied
   * @throws InvalidConfiguration if the rows cannot be cut into the shards of local steps
   */
  public static <A> Solver begin(TrainingProblem<A> problem, TrainSpec spec, double[] theta) {
    if (spec.strategy() instanceof StrategySpec.MiniBatch miniBatch) {
      OptimizerSpec.FirstOrder rule = firstOrder(spec, stepsAnEpoch(problem, miniBatch));
      return problem.blocks().areSparse()
          ? SparseMiniBatchSolver.begin(problem, rule, miniBatch, theta)
          : MiniBatchSolver.begin(problem, rule, miniBatch, theta);
    }
    if (spec.strategy() instanceof StrategySpec.LocalSteps local) {
      StrategySpec.LocalSteps decided = decided(problem, local);
      long steps = LocalStepsSolver.stepsAnEpoch(problem, decided);
      return LocalStepsSolver.begin(problem, firstOrder(spec, steps), decided, theta);
    }
    if (spec.optimizer() instanceof OptimizerSpec.QuasiNewton quasiNewton) {
      return QuasiNewtonSolver.begin(problem, quasiNewton, theta);
    }
    return FirstOrderSolver.begin(problem, firstOrder(spec, 1), theta);
  }

  /**
   * Returns a solver that goes on from a state.
   *
   * @throws InvalidConfiguration if the rows cannot be cut into the shards of local steps
   * @throws IllegalArgumentException if the state is not of such a solver, or of another number of
   *     parameters
   */
  public static <A> Solver restore(TrainingProblem<A> problem, TrainSpec spec, SolverState state) {
    int parameters = problem.layout().size();
    if (state.theta().size() != parameters) {
      throw new IllegalArgumentException(
          "Cannot resume training: the state has %,d parameters, the network %,d"
              .formatted(state.theta().size(), parameters));
    }
    if (spec.strategy() instanceof StrategySpec.MiniBatch miniBatch) {
      SolverState.FirstOrder own = require(SolverState.FirstOrder.class, state);
      OptimizerSpec.FirstOrder rule = firstOrder(spec, stepsAnEpoch(problem, miniBatch));
      return problem.blocks().areSparse()
          ? SparseMiniBatchSolver.restore(problem, rule, miniBatch, own)
          : MiniBatchSolver.restore(problem, rule, miniBatch, own);
    }
    if (spec.strategy() instanceof StrategySpec.LocalSteps local) {
      StrategySpec.LocalSteps decided = decided(problem, local);
      SolverState.LocalSteps own = require(SolverState.LocalSteps.class, state);
      long steps = LocalStepsSolver.stepsAnEpoch(problem, decided);
      return LocalStepsSolver.restore(problem, firstOrder(spec, steps), decided, own);
    }
    if (spec.optimizer() instanceof OptimizerSpec.QuasiNewton quasiNewton) {
      SolverState.QuasiNewton own = require(SolverState.QuasiNewton.class, state);
      return QuasiNewtonSolver.restore(problem, quasiNewton, own);
    }
    SolverState.FirstOrder own = require(SolverState.FirstOrder.class, state);
    return FirstOrderSolver.restore(problem, firstOrder(spec, 1), own);
  }

  /** Returns the optimiser, with schedules over the whole training as long as that is. */
  private static OptimizerSpec.FirstOrder firstOrder(TrainSpec spec, long stepsAnEpoch) {
    OptimizerSpec.FirstOrder optimizer = (OptimizerSpec.FirstOrder) spec.optimizer();
    long steps = Math.multiplyExact(spec.epochs(), stepsAnEpoch);
    return optimizer.withSchedules(schedule -> schedule.decided(steps));
  }

  private static long stepsAnEpoch(TrainingProblem<?> problem, StrategySpec.MiniBatch strategy) {
    return MiniBatchSolver.batches(problem.blocks().rows(), strategy.batch());
  }

  private static <S extends SolverState> S require(Class<S> kind, SolverState state) {
    if (!kind.isInstance(state)) {
      throw new IllegalArgumentException(
          "Cannot resume training: the state is of a %s solver, the job needs one of %s; train with"
                  .formatted(state.getClass().getSimpleName(), kind.getSimpleName())
              + " the train.strategy and train.optimizer that the state was taken with");
    }
    return kind.cast(state);
  }

  /** Returns the strategy for the data of a problem, whose shards are checked. */
  private static StrategySpec.LocalSteps decided(
      TrainingProblem<?> problem, StrategySpec.LocalSteps local) {
    long rows = problem.blocks().rows();
    int shards = problem.blocks().range().groups();
    if (local.shards() != 0 && local.shards() != shards) {
      throw new InvalidConfiguration(
          List.of(
              ("Cannot cut %,d rows into %d shards (train.strategy.shards): they make %d blocks;"
                      + " lower train.strategy.shards or data.blockRows")
                  .formatted(rows, local.shards(), shards)));
    }
    if (rows / shards > LARGEST_SHARD) {
      throw new InvalidConfiguration(
          List.of(
              "Cannot cut %,d rows into %d shards: a shard has %,d rows at most; raise %s"
                  .formatted(
                      rows,
                      shards,
                      LARGEST_SHARD,
                      local.shards() == 0 ? "data.partitions" : "train.strategy.shards")));
    }
    return local.decided(shards, rows);
  }
}
