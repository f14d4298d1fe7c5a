package org.tributary.driver.train;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.driver.samples.Blocks;
import org.tributary.driver.samples.PreparedData;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.NetworkSpec;
import org.tributary.driver.spec.StrategySpec;
import org.tributary.driver.spec.TrainSpec;
import org.tributary.driver.watch.JobName;

/**
 * Trains a network on prepared data, epoch by epoch, until a stop rule holds.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Trainer<A> {
  /** Rows of a shard on average, so that no shard has more than an int counts. */
  private static final long LARGEST_SHARD = 1 << 30;

  private final JavaSparkContext spark;
  private final PreparedData<A> data;
  private final ParameterLayout layout;
  private final NetworkSpec network;
  private final TrainSpec spec;
  private final List<TrainingListener> listeners;
  private final Optional<Evaluator<A>> evaluator;

  /** Prepares training; listeners are told of every epoch, in their order. */
  public Trainer(
      JavaSparkContext spark,
      PreparedData<A> data,
      NetworkSpec network,
      TrainSpec spec,
      List<TrainingListener> listeners) {
    this.spark = spark;
    this.data = data;
    this.network = network;
    this.spec = spec;
    this.listeners = List.copyOf(listeners);
    this.layout = new ParameterLayout(data.topology(network));
    this.evaluator = data.heldOut().map(this::evaluator);
  }

  private Evaluator<A> evaluator(Blocks<A> blocks) {
    return new Evaluator<>(
        spark, blocks.rdd(), blocks.kernels(), blocks.maxRows(), layout.topology(), data.outcome());
  }

  /**
   * Trains.
   *
   * @throws TrainingException if the loss is no longer a finite number
   */
  public TrainingResult train() {
    long begin = System.nanoTime();
    Blocks<A> blocks = data.training();
    TrainingStart start =
        new TrainingStart(
            layout,
            blocks.rows(),
            data.heldOut().map(Blocks::rows).orElse(0L),
            blocks.rdd().getNumPartitions(),
            spec.epochs());
    listeners.forEach(listener -> listener.started(start));

    double[] theta = network.initialization().parameters(layout, spec.seed());
    Solver solver = solver(theta);
    StopRules rules = new StopRules(spec);
    List<EpochEnd> history = new ArrayList<>();
    Optional<BestOnHeldOut> best = bestOnHeldOut();
    Optional<StopReason> stop = Optional.empty();
    Duration training = Duration.ZERO;
    long samples = 0;
    while (stop.isEmpty()) {
      long epochBegin = System.nanoTime();
      if (!solver.hasNext()) {
        stop = Optional.of(solver.end());
        break;
      }
      SolverState state = solver.next();
      Duration epoch = since(epochBegin);
      training = training.plus(epoch);
      double rate = (solver.samples() - samples) / (epoch.toNanos() / 1e9);
      samples = solver.samples();
      if (!Double.isFinite(state.value()) || !Double.isFinite(state.gradientNorm())) {
        throw Divergence.at(state.epoch(), state.value());
      }
      theta = state.theta();
      stop = rules.check(state, since(begin));
      Optional<Evaluation> measured = measure(state, stop.isPresent());
      if (best.isPresent() && measured.isPresent()) {
        best.get().consider(state.epoch(), theta, measured.get());
        if (stop.isEmpty() && best.get().isExhausted()) {
          stop = Optional.of(StopReason.HELD_OUT);
        }
      }
      EpochEnd end =
          new EpochEnd(
              state.epoch(),
              state.value(),
              state.gradientNorm(),
              measured,
              solver.rounds(),
              samples,
              rate,
              training,
              since(begin));
      history.add(end);
      listeners.forEach(listener -> listener.epochEnded(end));
    }
    return finish(theta, best, stop.orElseThrow(), history, begin);
  }

  private Optional<BestOnHeldOut> bestOnHeldOut() {
    int patience = spec.stop().patience();
    return patience > 0 && evaluator.isPresent()
        ? Optional.of(new BestOnHeldOut(patience, spec.stop().monitor()))
        : Optional.empty();
  }

  private TrainingResult finish(
      double[] last,
      Optional<BestOnHeldOut> best,
      StopReason stop,
      List<EpochEnd> history,
      long begin) {
    double[] theta = best.isPresent() ? best.get().thetaOr(last) : last;
    if (!Arrays.stream(theta).allMatch(Double::isFinite)) {
      throw Divergence.at(history.size(), Double.NaN);
    }
    Optional<Evaluation> measured =
        best.isPresent()
            ? best.get().evaluation()
            : history.isEmpty() ? Optional.empty() : history.get(history.size() - 1).heldOut();
    int epoch =
        best.map(BestOnHeldOut::epoch)
            .orElse(history.isEmpty() ? 0 : history.get(history.size() - 1).epoch());
    Optional<Evaluation> heldOut = measured.isPresent() ? measured : measurement(theta, epoch);
    TrainingResult result =
        new TrainingResult(layout, theta, epoch, stop, history, heldOut, since(begin));
    listeners.forEach(listener -> listener.ended(result));
    return result;
  }

  private Solver solver(double[] theta) {
    if (spec.strategy() instanceof StrategySpec.MiniBatch miniBatch) {
      return new MiniBatchSolver<>(spark, data.training(), layout, spec, miniBatch, theta);
    }
    if (spec.strategy() instanceof StrategySpec.LocalSteps local) {
      requireShards(local);
      return new LocalStepsSolver<>(spark, data.training(), layout, spec, local, theta);
    }
    DistributedObjective<A> objective =
        new DistributedObjective<>(
            spark,
            data.training(),
            layout,
            spec.penalty(),
            spec.regularization(),
            spec.seed(),
            spec.aggregation());
    long rows = data.training().rows();
    if (spec.optimizer() instanceof OptimizerSpec.FirstOrder firstOrder) {
      double m = data.training().weightSum();
      return new FirstOrderSolver(
          firstOrder, spec.penalty(), layout, theta, rows, m, objective::at);
    }
    OptimizerSpec.QuasiNewton quasiNewton = (OptimizerSpec.QuasiNewton) spec.optimizer();
    return new QuasiNewtonSolver(quasiNewton, spec.penalty(), layout, theta, rows, objective::at);
  }

  private void requireShards(StrategySpec.LocalSteps local) {
    int units = data.training().range().units();
    if (local.shards() != 0 && local.shards() != units) {
      throw new InvalidConfiguration(
          List.of(
              ("Cannot cut %,d rows into %d shards (train.strategy.shards): they make %d blocks;"
                      + " lower train.strategy.shards or data.blockRows")
                  .formatted(data.training().rows(), local.shards(), units)));
    }
    if (data.training().rows() / units > LARGEST_SHARD) {
      throw new InvalidConfiguration(
          List.of(
              "Cannot cut %,d rows into %d shards: a shard has %,d rows at most; raise %s"
                  .formatted(
                      data.training().rows(),
                      units,
                      LARGEST_SHARD,
                      local.shards() == 0 ? "data.partitions" : "train.strategy.shards")));
    }
  }

  private Optional<Evaluation> measure(SolverState state, boolean last) {
    boolean due = last || state.epoch() % spec.evaluateEvery() == 0;
    return due ? measurement(state.theta(), state.epoch()) : Optional.empty();
  }

  private Optional<Evaluation> measurement(double[] theta, int epoch) {
    return evaluator.map(
        measurement ->
            JobName.during(
                spark.sc(), "the measurement of epoch " + epoch, () -> measurement.at(theta)));
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
