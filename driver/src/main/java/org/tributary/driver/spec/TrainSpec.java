package org.tributary.driver.spec;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.tributary.core.kernel.Precision;
import org.tributary.core.network.Regularization;
import org.tributary.core.objective.Penalty;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.summation.Transport;

/**
 * How to train.
 *
 * @param seed seed of all random numbers
 * @param epochs maximum number of passes over the data, or iterations of a quasi-Newton method
 * @param precision number format of samples, activations and gradients
 * @param strategy the training strategy
 * @param optimizer the update rule
 * @param penalty the penalty on weights
 * @param regularization dropout and label smoothing
 * @param stop when to stop before the last epoch
 * @param evaluateEvery epochs between two evaluations on the hold-out set; 0 to evaluate where the
 *     schedule has brought the learning rate down to 0, and after the last epoch
 * @param aggregation how the partitions' sums are aggregated
 * @param rounds where round trips run
 * @param classWeights what the weights of training samples are multiplied by, by their class
 * @param decision what is learned on the validation set after training
 * @param samples the most samples to train on in all epochs together, where more rows make fewer
 *     epochs; 0 for no limit
 */
public record TrainSpec(
    long seed,
    int epochs,
    Precision precision,
    StrategySpec strategy,
    OptimizerSpec optimizer,
    Penalty penalty,
    Regularization regularization,
    StopSpec stop,
    int evaluateEvery,
    AggregationSpec aggregation,
    Rounds rounds,
    ClassWeights classWeights,
    DecisionSpec decision,
    long samples)
    implements Serializable {

  /** Trains for a number of epochs that does not depend on the number of rows. */
  public TrainSpec(
      long seed,
      int epochs,
      Precision precision,
      StrategySpec strategy,
      OptimizerSpec optimizer,
      Penalty penalty,
      Regularization regularization,
      StopSpec stop,
      int evaluateEvery,
      AggregationSpec aggregation,
      Rounds rounds,
      ClassWeights classWeights,
      DecisionSpec decision) {
    this(
        seed,
        epochs,
        precision,
        strategy,
        optimizer,
        penalty,
        regularization,
        stop,
        evaluateEvery,
        aggregation,
        rounds,
        classWeights,
        decision,
        0);
  }

  /** Trains without a decision of its own. */
  public TrainSpec(
      long seed,
      int epochs,
      Precision precision,
      StrategySpec strategy,
      OptimizerSpec optimizer,
      Penalty penalty,
      Regularization regularization,
      StopSpec stop,
      int evaluateEvery,
      AggregationSpec aggregation,
      Rounds rounds) {
    this(
        seed,
        epochs,
        precision,
        strategy,
        optimizer,
        penalty,
        regularization,
        stop,
        evaluateEvery,
        aggregation,
        rounds,
        ClassWeights.none(),
        DecisionSpec.NONE);
  }

  /** Trains on samples as they are, and leaves it open how the partitions' sums come together. */
  public TrainSpec(
      long seed,
      int epochs,
      Precision precision,
      StrategySpec strategy,
      OptimizerSpec optimizer,
      Penalty penalty,
      StopSpec stop,
      int evaluateEvery) {
    this(
        seed,
        epochs,
        precision,
        strategy,
        optimizer,
        penalty,
        Regularization.NONE,
        stop,
        evaluateEvery,
        AggregationSpec.AUTO,
        Rounds.AUTO,
        ClassWeights.none(),
        DecisionSpec.NONE);
  }

  /** The default: a hundred iterations of L-BFGS in float32, without a penalty. */
  public static final TrainSpec DEFAULT =
      new TrainSpec(
          1,
          100,
          Precision.FLOAT32,
          new StrategySpec.FullBatch(),
          Optimizers.LBFGS,
          Penalty.NONE,
          Regularization.NONE,
          StopSpec.NEVER,
          1,
          AggregationSpec.AUTO,
          Rounds.AUTO,
          ClassWeights.none(),
          DecisionSpec.NONE);

  /** Refuses numbers out of their ranges, and parts that do not go together. */
  public TrainSpec {
    Check.integer("number of epochs", epochs, 1, Limits.EPOCHS);
    Check.integer("number of samples in all epochs", samples, 0, Long.MAX_VALUE);
    Check.integer("epochs between two evaluations", evaluateEvery, 0, Limits.EPOCHS);
    Check.real("l1", penalty.l1(), "0", Limits.LENGTH);
    Check.real("l2", penalty.l2(), "0", Limits.LENGTH);
    boolean firstOrder = optimizer instanceof OptimizerSpec.FirstOrder;
    boolean fullBatch = strategy instanceof StrategySpec.FullBatch;
    boolean dropout = regularization.dropout().isActive();
    Check.require(
        penalty.l1() == 0 || !(optimizer instanceof OptimizerSpec.Lbfgs),
        "l1",
        penalty.l1(),
        "0 with L-BFGS, which needs a derivative everywhere; OWL-QN takes an L1 penalty");
    Check.require(
        firstOrder || !dropout,
        "dropout",
        regularization.dropout(),
        "none with a quasi-Newton method, which needs the same objective at every evaluation");
    Check.require(
        firstOrder || fullBatch,
        "strategy",
        strategy,
        "the full batch with a quasi-Newton method, which needs the same objective at every"
            + " evaluation");
    Check.require(
        stop.gradientNorm() == 0 || (fullBatch && !dropout),
        "gradient norm to stop at",
        stop.gradientNorm(),
        "0 where no step sees the gradient of the whole objective");
    Check.require(
        aggregation.transport() == Transport.EXACT
            || (firstOrder && precision == Precision.FLOAT32),
        "transport",
        aggregation.transport(),
        "exact with a quasi-Newton method and in float64");
  }

  /** Returns the same with other random numbers. */
  public TrainSpec withSeed(long other) {
    return with(draft -> draft.seed = other);
  }

  /** Returns the same for another number of epochs. */
  public TrainSpec withEpochs(int other) {
    return with(draft -> draft.epochs = other);
  }

  /** Returns the same for another number of samples in all epochs together. */
  public TrainSpec withSamples(long other) {
    return with(draft -> draft.samples = other);
  }

  /** Returns the same with the number of epochs that a number of training rows allows. */
  public TrainSpec decided(long rows) {
    long allowed = samples == 0 ? epochs : Math.max(1, samples / Math.max(1, rows));
    return withEpochs((int) Math.min(epochs, allowed)).withSamples(0);
  }

  /** Returns the same in another precision. */
  public TrainSpec withPrecision(Precision other) {
    return with(draft -> draft.precision = other);
  }

  /** Returns the same with another strategy. */
  public TrainSpec withStrategy(StrategySpec other) {
    return with(draft -> draft.strategy = other);
  }

  /** Returns the same with another optimiser. */
  public TrainSpec withOptimizer(OptimizerSpec other) {
    return with(draft -> draft.optimizer = other);
  }

  /** Returns the same with another penalty. */
  public TrainSpec withPenalty(Penalty other) {
    return with(draft -> draft.penalty = other);
  }

  /** Returns the same with another regularization. */
  public TrainSpec withRegularization(Regularization other) {
    return with(draft -> draft.regularization = other);
  }

  /** Returns the same with other stop rules. */
  public TrainSpec withStop(StopSpec other) {
    return with(draft -> draft.stop = other);
  }

  /** Returns the same with other epochs between two evaluations. */
  public TrainSpec withEvaluateEvery(int other) {
    return with(draft -> draft.evaluateEvery = other);
  }

  /** Returns the same with another way of aggregation. */
  public TrainSpec withAggregation(AggregationSpec other) {
    return with(draft -> draft.aggregation = other);
  }

  /** Returns the same with round trips made elsewhere. */
  public TrainSpec withRounds(Rounds other) {
    return with(draft -> draft.rounds = other);
  }

  /** Returns the same with other class weights. */
  public TrainSpec withClassWeights(ClassWeights other) {
    return with(draft -> draft.classWeights = other);
  }

  /** Returns the same with another decision. */
  public TrainSpec withDecision(DecisionSpec other) {
    return with(draft -> draft.decision = other);
  }

  private TrainSpec with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.spec();
  }

  /** The parts of a spec, of which one is to change. */
  private static final class Draft {
    private long seed;
    private int epochs;
    private Precision precision;
    private StrategySpec strategy;
    private OptimizerSpec optimizer;
    private Penalty penalty;
    private Regularization regularization;
    private StopSpec stop;
    private int evaluateEvery;
    private AggregationSpec aggregation;
    private Rounds rounds;
    private ClassWeights classWeights;
    private DecisionSpec decision;
    private long samples;

    Draft(TrainSpec of) {
      seed = of.seed;
      epochs = of.epochs;
      precision = of.precision;
      strategy = of.strategy;
      optimizer = of.optimizer;
      penalty = of.penalty;
      regularization = of.regularization;
      stop = of.stop;
      evaluateEvery = of.evaluateEvery;
      aggregation = of.aggregation;
      rounds = of.rounds;
      classWeights = of.classWeights;
      decision = of.decision;
      samples = of.samples;
    }

    TrainSpec spec() {
      return new TrainSpec(
          seed,
          epochs,
          precision,
          strategy,
          optimizer,
          penalty,
          regularization,
          stop,
          evaluateEvery,
          aggregation,
          rounds,
          classWeights,
          decision,
          samples);
    }
  }

  /** Where round trips are made. The trained bits do not depend on it. */
  public enum Rounds {
    /** Wherever they are estimated to take less time, within the memory that there is. */
    AUTO,
    /** On threads of the driver, which takes all blocks into its memory. */
    DRIVER,
    /** In tasks of the cluster, a job each. */
    CLUSTER
  }

  /**
   * When to stop before the last epoch.
   *
   * @param gradientNorm stop when the gradient norm is at most this value; 0 to disable
   * @param improvement stop when the relative improvement of the objective is at most this value in
   *     five consecutive epochs; 0 to disable
   * @param timeBudget stop after the epoch in which this much time has passed
   * @param patience stop after this number of hold-out evaluations without an improvement, and
   *     restore the best parameters; 0 to disable
   * @param monitor the metric for early stopping
   * @param epoch stop after this epoch, of the epochs that schedules span; 0 to disable
   * @param refit largest number of training and validation samples with which, after early stopping
   *     by a validation set, the network is trained again on both; 0 for never
   */
  public record StopSpec(
      double gradientNorm,
      double improvement,
      Optional<Duration> timeBudget,
      int patience,
      Monitor monitor,
      int epoch,
      long refit)
      implements Serializable {
    /** The default: training ends with the last epoch. */
    public static final StopSpec NEVER = new StopSpec(0, 0, Optional.empty(), 0, Monitor.SCORE);

    /** Refuses numbers out of their ranges. */
    public StopSpec {
      Check.real("gradient norm to stop at", gradientNorm, "0", Limits.LENGTH);
      Check.real("improvement to stop at", improvement, "0", "1");
      Check.duration("time budget", timeBudget);
      Check.integer("patience", patience, 0, Limits.EPOCHS);
      Check.integer("epoch to stop after", epoch, 0, Limits.EPOCHS);
      Check.integer("number of samples to refit to", refit, 0, Limits.SAMPLES);
    }

    /** Stops by a hold-out set as well, and trains once. */
    public StopSpec(
        double gradientNorm,
        double improvement,
        Optional<Duration> timeBudget,
        int patience,
        Monitor monitor) {
      this(gradientNorm, improvement, timeBudget, patience, monitor, 0, 0);
    }

    /** Stops by the objective and the clock alone. */
    public StopSpec(double gradientNorm, double improvement, Optional<Duration> timeBudget) {
      this(gradientNorm, improvement, timeBudget, 0, Monitor.SCORE);
    }

    /** Returns the same with another gradient norm to stop at. */
    public StopSpec withGradientNorm(double other) {
      return new StopSpec(other, improvement, timeBudget, patience, monitor, epoch, refit);
    }

    /** Returns the same with another improvement to stop at. */
    public StopSpec withImprovement(double other) {
      return new StopSpec(gradientNorm, other, timeBudget, patience, monitor, epoch, refit);
    }

    /** Returns the same without a time budget. */
    public StopSpec withoutTimeBudget() {
      return new StopSpec(
          gradientNorm, improvement, Optional.empty(), patience, monitor, epoch, refit);
    }

    /** Returns the same with another time budget. */
    public StopSpec withTimeBudget(Duration other) {
      return new StopSpec(
          gradientNorm, improvement, Optional.of(other), patience, monitor, epoch, refit);
    }

    /** Returns the same with another patience. */
    public StopSpec withPatience(int other) {
      return new StopSpec(gradientNorm, improvement, timeBudget, other, monitor, epoch, refit);
    }

    /** Returns the same with another metric. */
    public StopSpec withMonitor(Monitor other) {
      return new StopSpec(gradientNorm, improvement, timeBudget, patience, other, epoch, refit);
    }

    /** Returns the same with another epoch to stop after. */
    public StopSpec withEpoch(int other) {
      return new StopSpec(gradientNorm, improvement, timeBudget, patience, monitor, other, refit);
    }

    /** Returns the same with another number of samples to refit to. */
    public StopSpec withRefit(long other) {
      return new StopSpec(gradientNorm, improvement, timeBudget, patience, monitor, epoch, other);
    }
  }
}
