package org.tributary.driver.spec;

import java.io.Serializable;
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
          DecisionSpec.NONE,
          0);

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
}
