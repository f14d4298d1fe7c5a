package org.tributary.driver.config;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.Regularization;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.optim.Restraint;
import org.tributary.core.optim.Schedule;
import org.tributary.driver.config.Choices.AggregationName;
import org.tributary.driver.config.Choices.FormatName;
import org.tributary.driver.config.Choices.OptimizerName;
import org.tributary.driver.config.Choices.OuterName;
import org.tributary.driver.config.Choices.ScheduleName;
import org.tributary.driver.config.Choices.StrategyName;
import org.tributary.driver.spec.AggregationSpec;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.DataSpec.Standardize;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.FormatSpec.Csv.Header;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.spec.NetworkSpec;
import org.tributary.driver.spec.StrategySpec;
import org.tributary.driver.spec.TrainSpec;

/** The keys of a job with their values: the readers' other direction. */
final class JobValues {
  private final Map<String, Object> values = new HashMap<>();

  private JobValues() {}

  /**
   * Returns the value of every key that has a meaning in a job, by name, as strings, numbers,
   * booleans and lists; optional keys that are unset are missing.
   */
  static Map<String, Object> of(JobSpec job) {
    JobValues values = new JobValues();
    values.data(job.data());
    values.network(job.network());
    values.train(job.train());
    values.regularization(job);
    values.put(Keys.MODEL, job.output().model());
    values.put(Keys.EXISTING, job.output().existing());
    values.put(Keys.DEADLINE, job.watch().deadline());
    return values.values;
  }

  private <T> void put(Key<T> key, T value) {
    values.put(key.name(), key.type().write(value));
  }

  private <T> void putIfPresent(Key<T> key, Optional<T> value) {
    value.ifPresent(present -> put(key, present));
  }

  private void data(DataSpec data) {
    put(Keys.DATA_PATH, data.path());
    format(data.format());
    put(Keys.DATA_LABEL, data.columns().label());
    if (!(data.format() instanceof FormatSpec.Libsvm)
        && !(data.format() instanceof FormatSpec.Idx)) {
      putIfPresent(Keys.DATA_WEIGHT, data.columns().weight());
      put(Keys.DATA_FEATURES, data.columns().features());
      put(Keys.DATA_IGNORE, data.columns().ignore());
    }
    holdout(data.holdout());
    put(Keys.STANDARDIZE, data.standardize() == Standardize.ON);
    put(Keys.PARTITIONS, data.partitions());
    put(Keys.BLOCK_ROWS, data.blockRows());
  }

  private void format(FormatSpec format) {
    if (format instanceof FormatSpec.Csv csv) {
      put(Keys.DATA_FORMAT, FormatName.CSV);
      put(Keys.CSV_HEADER, csv.header() == Header.PRESENT);
      put(Keys.CSV_DELIMITER, Optional.of(csv.delimiter()));
    } else if (format instanceof FormatSpec.Libsvm libsvm) {
      put(Keys.DATA_FORMAT, FormatName.LIBSVM);
      put(Keys.LIBSVM_FEATURES, libsvm.features());
    } else if (format instanceof FormatSpec.Frame) {
      throw new IllegalArgumentException("Cannot write " + format + ": it has no key");
    } else if (format instanceof FormatSpec.Parquet) {
      put(Keys.DATA_FORMAT, FormatName.PARQUET);
    } else if (format instanceof FormatSpec.Idx idx) {
      put(Keys.DATA_FORMAT, FormatName.IDX);
      putIfPresent(Keys.IDX_LABELS, idx.labels());
    }
  }

  private void holdout(HoldoutSpec holdout) {
    if (holdout instanceof HoldoutSpec.Fraction part) {
      put(Keys.HOLDOUT_FRACTION, part.fraction());
    } else if (holdout instanceof HoldoutSpec.Path own) {
      put(Keys.HOLDOUT_PATH, own.path());
      putIfPresent(Keys.HOLDOUT_LABELS, own.labels());
    } else if (holdout instanceof HoldoutSpec.None) {
      put(Keys.HOLDOUT_FRACTION, 0.0);
    }
  }

  private void network(NetworkSpec network) {
    List<HiddenLayer> hidden = network.hidden();
    put(Keys.HIDDEN, hidden.stream().map(HiddenLayer::units).toList());
    if (!hidden.isEmpty()) {
      put(Keys.ACTIVATION, hidden.stream().map(HiddenLayer::activation).toList());
    }
    put(Keys.OUTPUT_LOSS, network.output());
    put(Keys.INITIALIZATION, network.initialization());
  }

  private void train(TrainSpec train) {
    put(Keys.SEED, train.seed());
    put(Keys.EPOCHS, train.epochs());
    put(Keys.PRECISION, train.precision());
    put(Keys.L1, train.penalty().l1());
    put(Keys.L2, train.penalty().l2());
    put(Keys.EVALUATE_EVERY, train.evaluateEvery());
    put(Keys.GRADIENT_NORM, train.stop().gradientNorm());
    put(Keys.IMPROVEMENT, train.stop().improvement());
    put(Keys.TIME_BUDGET, train.stop().timeBudget());
    put(Keys.PATIENCE, train.stop().patience());
    put(Keys.MONITOR, train.stop().monitor());
    strategy(train.strategy());
    aggregation(train.aggregation());
    if (train.optimizer() instanceof OptimizerSpec.FirstOrder firstOrder) {
      restraint(firstOrder.restraint());
      firstOrder(firstOrder.restrained(Restraint.NONE));
      schedule(firstOrder.learningRate());
    } else if (train.optimizer() instanceof OptimizerSpec.QuasiNewton quasiNewton) {
      put(Keys.OPTIMIZER, nameOf(quasiNewton));
      put(Keys.MEMORY, quasiNewton.memory());
    }
  }

  private void regularization(JobSpec job) {
    Regularization regularization = job.train().regularization();
    if (job.train().optimizer() instanceof OptimizerSpec.FirstOrder) {
      put(Keys.INPUT_DROPOUT, regularization.dropout().inputs());
      int layers = job.network().hidden().size();
      if (layers > 0) {
        List<Double> rates = regularization.dropout().hidden();
        put(Keys.DROPOUT, rates.isEmpty() ? Collections.nCopies(layers, 0.0) : rates);
      }
    }
    if (job.network().output().takesSmoothing()) {
      put(Keys.LABEL_SMOOTHING, regularization.labelSmoothing());
    }
  }

  private void restraint(Restraint restraint) {
    put(Keys.CLIP_NORM, restraint.clipNorm());
    put(Keys.MAX_NORM, restraint.maxNorm());
  }

  private void strategy(StrategySpec strategy) {
    if (strategy instanceof StrategySpec.FullBatch) {
      put(Keys.STRATEGY, StrategyName.FULL_BATCH);
    } else if (strategy instanceof StrategySpec.MiniBatch miniBatch) {
      put(Keys.STRATEGY, StrategyName.MINI_BATCH);
      put(Keys.BATCH, miniBatch.batch());
    } else if (strategy instanceof StrategySpec.LocalSteps local) {
      put(Keys.STRATEGY, StrategyName.LOCAL_STEPS);
      put(Keys.BATCH, local.batch());
      put(Keys.SHARDS, local.shards());
      put(Keys.LOCAL_STEPS, local.steps());
      put(Keys.GROWTH, local.growth());
      put(Keys.INNER, local.inner());
      outer(local.outer());
    }
  }

  private void aggregation(AggregationSpec aggregation) {
    put(Keys.MERGE, aggregation.merge());
    put(Keys.TRANSPORT, aggregation.transport());
    AggregationSpec.Mode mode = aggregation.mode();
    if (mode instanceof AggregationSpec.Mode.Auto) {
      put(Keys.AGGREGATION, AggregationName.AUTO);
    } else if (mode instanceof AggregationSpec.Mode.Direct) {
      put(Keys.AGGREGATION, AggregationName.DIRECT);
    } else if (mode instanceof AggregationSpec.Mode.Tree tree) {
      put(Keys.AGGREGATION, AggregationName.TREE);
      put(Keys.DEPTH, tree.depth());
    } else if (mode instanceof AggregationSpec.Mode.Sharded sharded) {
      put(Keys.AGGREGATION, AggregationName.SHARDED);
      put(Keys.SLICES, sharded.slices());
    }
  }

  private void outer(OptimizerSpec.FirstOrder outer) {
    if (outer instanceof OptimizerSpec.Nesterov nesterov) {
      put(Keys.OUTER, OuterName.NESTEROV);
      put(Keys.OUTER_RATE, nesterov.learningRate().rate(0));
      put(Keys.OUTER_MOMENTUM, nesterov.momentum());
    } else {
      put(Keys.OUTER, OuterName.AVERAGE);
    }
  }

  private static OptimizerName nameOf(OptimizerSpec.QuasiNewton optimizer) {
    return optimizer instanceof OptimizerSpec.Lbfgs ? OptimizerName.LBFGS : OptimizerName.OWLQN;
  }

  private void firstOrder(OptimizerSpec.FirstOrder optimizer) {
    if (optimizer instanceof OptimizerSpec.GradientDescent) {
      put(Keys.OPTIMIZER, OptimizerName.GRADIENT_DESCENT);
    } else if (optimizer instanceof OptimizerSpec.Momentum momentum) {
      put(Keys.OPTIMIZER, OptimizerName.MOMENTUM);
      put(Keys.MOMENTUM, momentum.momentum());
    } else if (optimizer instanceof OptimizerSpec.Nesterov nesterov) {
      put(Keys.OPTIMIZER, OptimizerName.NESTEROV);
      put(Keys.MOMENTUM, nesterov.momentum());
    } else if (optimizer instanceof OptimizerSpec.Adam adam) {
      put(Keys.OPTIMIZER, OptimizerName.ADAM);
      moments(adam.beta1(), adam.beta2(), adam.epsilon());
    } else if (optimizer instanceof OptimizerSpec.AdamW adamW) {
      put(Keys.OPTIMIZER, OptimizerName.ADAMW);
      moments(adamW.beta1(), adamW.beta2(), adamW.epsilon());
      put(Keys.WEIGHT_DECAY, adamW.weightDecay());
    } else if (optimizer instanceof OptimizerSpec.RmsProp rmsProp) {
      put(Keys.OPTIMIZER, OptimizerName.RMSPROP);
      put(Keys.RMS_DECAY, rmsProp.decay());
      put(Keys.EPSILON, rmsProp.epsilon());
    }
  }

  private void moments(double beta1, double beta2, double epsilon) {
    put(Keys.BETA1, beta1);
    put(Keys.BETA2, beta2);
    put(Keys.EPSILON, epsilon);
  }

  private void schedule(Schedule schedule) {
    boolean warms = schedule instanceof Schedule.WarmUp;
    put(Keys.WARM_UP, warms ? ((Schedule.WarmUp) schedule).steps() : 0);
    afterWarmUp(warms ? ((Schedule.WarmUp) schedule).then() : schedule);
  }

  private void afterWarmUp(Schedule schedule) {
    if (schedule instanceof Schedule.Constant constant) {
      begin(ScheduleName.CONSTANT, constant.rate());
    } else if (schedule instanceof Schedule.Step step) {
      begin(ScheduleName.STEP, step.rate());
      put(Keys.FACTOR, step.factor());
      put(Keys.EVERY, step.every());
    } else if (schedule instanceof Schedule.Exponential exponential) {
      begin(ScheduleName.EXPONENTIAL, exponential.rate());
      put(Keys.SCHEDULE_DECAY, exponential.decay());
    } else if (schedule instanceof Schedule.Cosine cosine) {
      begin(ScheduleName.COSINE, cosine.rate());
      put(Keys.FLOOR, cosine.floor());
      put(Keys.STEPS, cosine.steps());
    } else if (schedule instanceof Schedule.InverseTime inverseTime) {
      begin(ScheduleName.INVERSE_TIME, inverseTime.rate());
      put(Keys.SCHEDULE_DECAY, inverseTime.decay());
    } else {
      throw new IllegalArgumentException(
          "Cannot write " + schedule + ": a warm-up within a warm-up has no key");
    }
  }

  private void begin(ScheduleName name, double rate) {
    put(Keys.SCHEDULE, name);
    put(Keys.LEARNING_RATE, rate);
  }
}
