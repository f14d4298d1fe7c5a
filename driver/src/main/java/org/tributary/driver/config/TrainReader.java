package org.tributary.driver.config;

import static org.tributary.driver.config.Keys.OPTIMIZER;

import java.util.Optional;
import org.tributary.core.kernel.Precision;
import org.tributary.core.metrics.TaskKind;
import org.tributary.core.network.Regularization;
import org.tributary.core.objective.Penalty;
import org.tributary.core.optim.NormConstraints;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.optim.Schedule;
import org.tributary.core.scoring.PredictionRule;
import org.tributary.driver.config.OptionNames.OptimizerName;
import org.tributary.driver.config.OptionNames.SplitName;
import org.tributary.driver.spec.AggregationSpec;
import org.tributary.driver.spec.ClassWeights;
import org.tributary.driver.spec.DecisionSpec;
import org.tributary.driver.spec.Monitor;
import org.tributary.driver.spec.NetworkSpec;
import org.tributary.driver.spec.StopSpec;
import org.tributary.driver.spec.StrategySpec;
import org.tributary.driver.spec.TrainSpec;

/** Reads the section {@code train}. */
final class TrainReader {
  // Placeholder for an invalid value; the job is rejected.
  private static final double PLACEHOLDER = 0.5;

  private final Settings settings;

  private TrainReader(Settings settings) {
    this.settings = settings;
  }

  /**
   * Reads the section; problems are added to the settings.
   *
   * @param network the network to train, which has to go with its regularization
   * @param labels number of label columns, which with the network decides the metrics
   */
  static TrainSpec read(Settings settings, NetworkSpec network, int labels) {
    return new TrainReader(settings)
        .train(network, network.output().map(output -> PredictionRule.taskKind(output, labels)));
  }

  private TrainSpec train(NetworkSpec network, Optional<TaskKind> kind) {
    OptimizerName optimizer = settings.value(OPTIMIZER);
    long seed = settings.value(Keys.SEED);
    int epochs = settings.value(Keys.EPOCHS);
    long samples = settings.value(Keys.SAMPLES);
    Precision precision = settings.value(Keys.PRECISION);
    StrategySpec strategy = StrategyReader.read(settings, optimizer);
    OptimizerSpec rule = optimizer(optimizer);
    Penalty penalty = RegularizationReader.penalty(settings, optimizer);
    Regularization regularization =
        RegularizationReader.regularization(settings, optimizer, network);
    StopSpec stop =
        new StopSpec(
            settings.value(Keys.GRADIENT_NORM),
            settings.value(Keys.IMPROVEMENT),
            settings.value(Keys.TIME_BUDGET),
            patience(),
            monitor(kind),
            settings.value(Keys.STOP_EPOCH),
            settings.value(Keys.REFIT));
    ClassWeights classWeights = classWeights(kind);
    int evaluateEvery = settings.value(Keys.EVALUATE_EVERY);
    DecisionSpec decision = DecisionReader.read(settings, network, kind);
    refuseRefit(stop, decision);
    AggregationSpec aggregation = AggregationReader.read(settings, optimizer);
    // The spec rejects invalid combinations, which are already recorded as problems.
    return settings.hasProblems()
        ? TrainSpec.DEFAULT
        : new TrainSpec(
            seed,
            epochs,
            precision,
            strategy,
            rule,
            penalty,
            regularization,
            stop,
            evaluateEvery,
            aggregation,
            settings.value(Keys.ROUNDS),
            classWeights,
            decision,
            samples);
  }

  private OptimizerSpec optimizer(OptimizerName name) {
    settings.refuseOthers(
        Keys.OPTIMIZER_SETTINGS, OPTIMIZER, name, "remove it or choose another optimizer");
    NormConstraints constraints = RegularizationReader.constraints(settings, name);
    OptimizerSpec rule = rule(name);
    return rule instanceof OptimizerSpec.FirstOrder firstOrder
        ? firstOrder.constrained(constraints)
        : rule;
  }

  private OptimizerSpec rule(OptimizerName name) {
    return switch (name) {
      case GRADIENT_DESCENT -> new OptimizerSpec.GradientDescent(schedule(name));
      case MOMENTUM -> new OptimizerSpec.Momentum(schedule(name), real(Keys.MOMENTUM, name));
      case NESTEROV -> new OptimizerSpec.Nesterov(schedule(name), real(Keys.MOMENTUM, name));
      case ADAM ->
          new OptimizerSpec.Adam(
              schedule(name),
              real(Keys.BETA1, name),
              real(Keys.BETA2, name),
              real(Keys.EPSILON, name));
      case ADAMW ->
          new OptimizerSpec.AdamW(
              schedule(name),
              real(Keys.BETA1, name),
              real(Keys.BETA2, name),
              real(Keys.EPSILON, name),
              real(Keys.WEIGHT_DECAY, name),
              ScheduleReader.weightDecay(settings, name));
      case RMSPROP ->
          new OptimizerSpec.RmsProp(
              schedule(name), real(Keys.RMS_DECAY, name), real(Keys.EPSILON, name));
      case LBFGS -> new OptimizerSpec.Lbfgs(memory(name));
      case OWLQN -> new OptimizerSpec.Owlqn(memory(name));
    };
  }

  private Schedule schedule(OptimizerName name) {
    return ScheduleReader.read(settings, real(Keys.LEARNING_RATE, name));
  }

  private double real(Key<Double> key, OptimizerName name) {
    return settings.value(key, OPTIMIZER, name, PLACEHOLDER);
  }

  private int memory(OptimizerName name) {
    ScheduleReader.refuse(settings, settings.chosenBy(OPTIMIZER, name));
    return settings.value(Keys.MEMORY, OPTIMIZER, name, 1);
  }

  /** Returns the metric to monitor, of any kind of task where the labels decide on it. */
  private Monitor monitor(Optional<TaskKind> kind) {
    Optional<Monitor> monitor =
        Monitor.named(settings.value(Keys.MONITOR))
            .filter(named -> kind.map(named::belongsTo).orElse(true));
    if (monitor.isEmpty()) {
      settings.invalid(
          Keys.MONITOR,
          kind.map(
                  known ->
                      "one of %s, for %s"
                          .formatted(String.join(", ", Monitor.names(known)), known.title()))
              .orElseGet(() -> "one of " + String.join(", ", Monitor.names())));
    }
    return monitor.orElse(Monitor.SCORE);
  }

  private ClassWeights classWeights(Optional<TaskKind> kind) {
    ClassWeights weights = settings.value(Keys.CLASS_WEIGHTS);
    if (kind.isEmpty() || kind.get() == TaskKind.CLASSIFICATION) {
      return weights;
    }
    settings.omit(Keys.CLASS_WEIGHTS);
    if (!(weights instanceof ClassWeights.None)) {
      settings.refuse(
          Keys.CLASS_WEIGHTS,
          "the task is %s, where a row has not one class; remove it, or weigh rows with data.weight"
              .formatted(kind.get().title()));
    }
    return ClassWeights.none();
  }

  /** Refuses to train again, if the user asks for it, where nothing would be trained again. */
  private void refuseRefit(StopSpec stop, DecisionSpec decision) {
    if (stop.refit() == 0) {
      return;
    }
    if (stop.patience() == 0) {
      settings.refuse(
          Keys.REFIT, "without early stopping no epoch is best; set train.stop.patience");
    }
    if (settings.value(Keys.VALIDATION_FRACTION) == 0
        || settings.value(Keys.SPLIT) == SplitName.COLUMN) {
      settings.refuse(
          Keys.REFIT,
          "it trains on the rows of data.validation.fraction as well; set it, without data.split.by"
              + " = column");
    }
    if (decision.isActive()) {
      settings.refuse(
          Keys.REFIT,
          "train.threshold and train.temperature need validation rows that are not trained on;"
              + " remove it, or them");
    }
    if (stop.timeBudget().isPresent()) {
      settings.refuse(Keys.REFIT, "train.stop.timeBudget limits one training; remove one of them");
    }
  }

  private int patience() {
    int patience = settings.value(Keys.PATIENCE);
    if (patience > 0) {
      DecisionReader.requireHoldout(settings, Keys.PATIENCE);
    }
    return patience;
  }
}
