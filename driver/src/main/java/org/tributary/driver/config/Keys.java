package org.tributary.driver.config;

import static org.tributary.driver.config.CsvValueTypes.decimalMark;
import static org.tributary.driver.config.CsvValueTypes.delimiter;
import static org.tributary.driver.config.CsvValueTypes.encoding;
import static org.tributary.driver.config.CsvValueTypes.escape;
import static org.tributary.driver.config.ValueTypes.bool;
import static org.tributary.driver.config.ValueTypes.choice;
import static org.tributary.driver.config.ValueTypes.choiceOrAuto;
import static org.tributary.driver.config.ValueTypes.distinctTexts;
import static org.tributary.driver.config.ValueTypes.fill;
import static org.tributary.driver.config.ValueTypes.integer;
import static org.tributary.driver.config.ValueTypes.kinds;
import static org.tributary.driver.config.ValueTypes.list;
import static org.tributary.driver.config.ValueTypes.longInteger;
import static org.tributary.driver.config.ValueTypes.optionalDuration;
import static org.tributary.driver.config.ValueTypes.part;
import static org.tributary.driver.config.ValueTypes.paths;
import static org.tributary.driver.config.ValueTypes.real;
import static org.tributary.driver.config.ValueTypes.text;
import static org.tributary.driver.config.ValueTypes.texts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Precision;
import org.tributary.core.metrics.Metric;
import org.tributary.core.network.Initialization;
import org.tributary.core.preparation.Fill;
import org.tributary.core.summation.Transport;
import org.tributary.driver.config.OptionNames.AggregationName;
import org.tributary.driver.config.OptionNames.DecayName;
import org.tributary.driver.config.OptionNames.FormatName;
import org.tributary.driver.config.OptionNames.OptimizerName;
import org.tributary.driver.config.OptionNames.OuterName;
import org.tributary.driver.config.OptionNames.ScheduleName;
import org.tributary.driver.config.OptionNames.SplitName;
import org.tributary.driver.config.OptionNames.StrategyName;
import org.tributary.driver.spec.AggregationSpec;
import org.tributary.driver.spec.CheckpointSpec;
import org.tributary.driver.spec.ClassWeights;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.KindRule;
import org.tributary.driver.spec.Limits;
import org.tributary.driver.spec.OutputSpec;
import org.tributary.driver.spec.PreparationSpec.MissingCategory;
import org.tributary.driver.spec.PreparationSpec.Scaling;
import org.tributary.driver.spec.PreparationSpec.TargetScaling;
import org.tributary.driver.spec.RetrainSpec;
import org.tributary.driver.spec.SplitSpec.Duplicates;
import org.tributary.driver.spec.StrategySpec;
import org.tributary.driver.spec.TrainSpec;

/**
 * All keys of a job with their types, except {@code spark.*}. Defaults and descriptions are in
 * {@code defaults.conf}.
 */
final class Keys {
  /** What the names of Spark's settings begin with. */
  static final String SPARK_PREFIX = "spark.";

  /** What begins the names of keys that no model keeps. */
  private static final List<String> OF_RUNS = List.of("job.", "checkpoint.", "retrain.");

  private static final List<Key<?>> DECLARED = new ArrayList<>();

  static final Key<List<String>> DATA_PATH = key("data.path", paths());
  static final Key<FormatName> DATA_FORMAT = key("data.format", choice(FormatName.class));
  static final Key<List<String>> DATA_LABEL = key("data.label", distinctTexts(1));
  static final Key<String> DATA_WEIGHT = key("data.weight", text());
  static final Key<List<String>> DATA_FEATURES = key("data.features", distinctTexts(0));
  static final Key<List<String>> DATA_IGNORE = key("data.ignore", distinctTexts(0));
  static final Key<Boolean> CSV_HEADER = key("data.csv.header", bool());
  static final Key<Optional<Character>> CSV_DELIMITER = key("data.csv.delimiter", delimiter());
  static final Key<Optional<Character>> CSV_ESCAPE = key("data.csv.escape", escape());
  static final Key<FormatSpec.Csv.Decimal> CSV_DECIMAL = key("data.csv.decimal", decimalMark());
  static final Key<String> CSV_ENCODING = key("data.csv.encoding", encoding());
  static final Key<FormatSpec.Csv.Multiline> CSV_MULTILINE =
      key("data.csv.multiline", choice(FormatSpec.Csv.Multiline.class));
  static final Key<Integer> LIBSVM_FEATURES =
      key("data.libsvm.features", integer(0, Limits.FEATURES));
  static final Key<String> IDX_LABELS = key("data.idx.labels", text());
  static final Key<String> SPARK_SOURCE = key("data.spark.source", text());
  static final Key<Map<String, String>> SPARK_OPTIONS = key("data.spark.options", texts());
  static final Key<List<KindRule>> COLUMNS = key("data.columns", kinds());
  static final Key<Scaling> SCALING = key("data.scaling", choice(Scaling.class));
  static final Key<Integer> BINS = key("data.bins", integer(0, Limits.BINS));
  static final Key<Fill> MISSING_NUMBERS = key("data.missing.numbers", fill());
  static final Key<Boolean> MISSING_INDICATOR = key("data.missing.indicator", bool());
  static final Key<MissingCategory> MISSING_CATEGORIES =
      key("data.missing.categories", choice(MissingCategory.class));
  static final Key<Integer> RARE = key("data.categories.rare", integer(1, Integer.MAX_VALUE));
  static final Key<Integer> CATEGORIES =
      key("data.categories.limit", integer(1, Limits.CATEGORIES));
  static final Key<TargetScaling> TARGET_SCALING =
      key("data.target.scaling", choice(TargetScaling.class));
  static final Key<Boolean> TARGET_LIMIT = key("data.target.limit", bool());
  static final Key<Double> HOLDOUT_FRACTION = key("data.holdout.fraction", part());
  static final Key<List<String>> HOLDOUT_PATH = key("data.holdout.path", paths());
  static final Key<String> HOLDOUT_LABELS = key("data.holdout.labels", text());
  static final Key<Double> VALIDATION_FRACTION = key("data.validation.fraction", part());
  static final Key<SplitName> SPLIT = key("data.split.by", choice(SplitName.class));
  static final Key<String> SPLIT_COLUMN = key("data.split.column", text());
  static final Key<Duplicates> DUPLICATES = key("data.split.duplicates", choice(Duplicates.class));
  static final Key<Double> UNREADABLE_SHARE = key("data.unreadable.share", part());
  static final Key<String> UNREADABLE_PATH = key("data.unreadable.path", text());
  static final Key<Integer> PARTITIONS = key("data.partitions", integer(0, Limits.PARTITIONS));
  static final Key<Integer> BLOCK_ROWS = key("data.blockRows", integer(1, Limits.BLOCK_ROWS));

  static final Key<List<Integer>> HIDDEN =
      key(
          "network.hidden",
          list(
              "%d widths at most, each %s".formatted(Limits.LAYERS, units().expected()),
              units(),
              Limits.LAYERS));
  static final Key<List<Activation>> ACTIVATION =
      key(
          "network.activation",
          list("names, each " + choice(Activation.class).expected(), choice(Activation.class)));
  static final Key<Optional<OutputLoss>> OUTPUT_LOSS =
      key("network.output", choiceOrAuto(OutputLoss.class));
  static final Key<Double> HUBER_DELTA =
      key("network.huber.delta", real(Limits.LEAST, Limits.LENGTH));
  static final Key<List<Double>> QUANTILES =
      key(
          "network.quantiles",
          list("levels, each " + level().expected(), level(), Limits.QUANTILES));
  static final Key<Initialization> INITIALIZATION =
      key("network.initialization", choice(Initialization.class));
  static final Key<String> INITIAL_WEIGHTS = key("network.initialWeights", text());

  static final Key<Preset> PRESET = key("train.preset", choice(Preset.class));
  static final Key<Long> SEED = key("train.seed", longInteger());
  static final Key<Integer> EPOCHS = key("train.epochs", integer(1, Limits.EPOCHS));
  static final Key<Long> SAMPLES = key("train.samples", longInteger(0, Limits.SAMPLES));
  static final Key<Precision> PRECISION = key("train.precision", choice(Precision.class));
  static final Key<Double> L1 = key("train.l1", length());
  static final Key<Double> L2 = key("train.l2", length());
  static final Key<Double> CLIP_NORM = key("train.clipNorm", length());
  static final Key<Double> MAX_NORM = key("train.maxNorm", length());
  static final Key<List<Double>> DROPOUT =
      key("train.dropout", list("rates, each a number from 0 to less than 1", part()));
  static final Key<Double> INPUT_DROPOUT = key("train.inputDropout", part());
  static final Key<Double> LABEL_SMOOTHING = key("train.labelSmoothing", part());
  static final Key<ClassWeights> CLASS_WEIGHTS =
      key("train.classWeights", ClassWeightsType.create());
  static final Key<Integer> EVALUATE_EVERY = key("train.evaluateEvery", integer(0, Limits.EPOCHS));
  static final Key<TrainSpec.Rounds> ROUNDS = key("train.rounds", choice(TrainSpec.Rounds.class));

  static final Key<String> THRESHOLD = key("train.threshold", text());
  static final Key<Boolean> TEMPERATURE = key("train.temperature", bool());

  static final Key<StrategyName> STRATEGY = key("train.strategy.name", choice(StrategyName.class));
  static final Key<Integer> BATCH = key("train.strategy.batch", integer(0, Limits.BATCH));
  static final Key<Integer> SHARDS = key("train.strategy.shards", integer(0, Limits.PARTITIONS));
  static final Key<Integer> LOCAL_STEPS = key("train.strategy.steps", integer(1, Limits.STEPS));
  static final Key<Double> GROWTH = key("train.strategy.growth", real("1", Limits.GROWTH));
  static final Key<StrategySpec.InnerState> INNER =
      key("train.strategy.inner", choice(StrategySpec.InnerState.class));
  static final Key<OuterName> OUTER = key("train.strategy.outer", choice(OuterName.class));
  static final Key<Double> OUTER_RATE = key("train.strategy.outerLearningRate", rate());
  static final Key<Double> OUTER_MOMENTUM = key("train.strategy.outerMomentum", part());

  static final Key<OptimizerName> OPTIMIZER =
      key("train.optimizer.name", choice(OptimizerName.class));
  static final Key<Double> LEARNING_RATE = key("train.optimizer.learningRate", rate());
  static final Key<Double> MOMENTUM = key("train.optimizer.momentum", part());
  static final Key<Double> BETA1 = key("train.optimizer.beta1", part());
  static final Key<Double> BETA2 = key("train.optimizer.beta2", part());
  static final Key<Double> EPSILON = key("train.optimizer.epsilon", rate());
  static final Key<Double> RMS_DECAY = key("train.optimizer.decay", part());
  static final Key<Double> WEIGHT_DECAY =
      key("train.optimizer.weightDecay", real("0", Limits.RATE));
  static final Key<DecayName> WEIGHT_DECAY_SCHEDULE =
      key("train.optimizer.weightDecaySchedule", choice(DecayName.class));
  static final Key<Integer> MEMORY = key("train.optimizer.memory", integer(1, Limits.MEMORY));

  static final Key<ScheduleName> SCHEDULE = key("train.schedule.name", choice(ScheduleName.class));
  static final Key<Integer> WARM_UP = key("train.schedule.warmUp", integer(0, Limits.STEPS));
  static final Key<Double> FACTOR = key("train.schedule.factor", real(Limits.LEAST, "1"));
  static final Key<Integer> EVERY = key("train.schedule.every", integer(1, Limits.STEPS));
  static final Key<Double> SCHEDULE_DECAY = key("train.schedule.decay", real("0", Limits.RATE));
  static final Key<Double> FLOOR = key("train.schedule.floor", real("0", Limits.RATE));
  static final Key<Integer> STEPS = key("train.schedule.steps", integer(0, Limits.STEPS));

  static final Key<Double> GRADIENT_NORM = key("train.stop.gradientNorm", length());
  static final Key<Double> IMPROVEMENT = key("train.stop.improvement", real("0", "1"));
  static final Key<Optional<Duration>> TIME_BUDGET =
      key("train.stop.timeBudget", optionalDuration(Limits.DAYS));
  static final Key<Integer> PATIENCE = key("train.stop.patience", integer(0, Limits.EPOCHS));
  static final Key<String> MONITOR = key("train.stop.monitor", text());
  static final Key<Integer> STOP_EPOCH = key("train.stop.epoch", integer(0, Limits.EPOCHS));
  static final Key<Long> REFIT = key("train.stop.refit", longInteger(0, Limits.SAMPLES));

  static final Key<AggregationName> AGGREGATION =
      key("train.aggregation.mode", choice(AggregationName.class));
  static final Key<Integer> DEPTH = key("train.aggregation.depth", integer(0, Limits.DEPTH));
  static final Key<Integer> SLICES = key("train.aggregation.slices", integer(0, Limits.PARTITIONS));
  static final Key<AggregationSpec.Merge> MERGE =
      key("train.aggregation.merge", choice(AggregationSpec.Merge.class));
  static final Key<Transport> TRANSPORT =
      key("train.aggregation.transport", choice(Transport.class));

  static final Key<String> MODEL = key("output.model", text());
  static final Key<OutputSpec.Existing> EXISTING =
      key("output.existing", choice(OutputSpec.Existing.class));

  static final Key<String> CHECKPOINT_PATH = key("checkpoint.path", text());
  static final Key<CheckpointSpec.Every> CHECKPOINT_EVERY =
      key("checkpoint.every", CheckpointEveryType.create());
  static final Key<Integer> CHECKPOINT_KEEP =
      key("checkpoint.keep", integer(1, Limits.CHECKPOINTS));

  static final Key<String> REGISTRY = key("retrain.registry", text());
  static final Key<String> RETRAIN_RUN = key("retrain.run", text());
  static final Key<RetrainSpec.Start> RETRAIN_START =
      key("retrain.start", choice(RetrainSpec.Start.class));
  static final Key<String> RETRAIN_METRIC = key("retrain.metric", text());
  static final Key<Double> MARGIN = key("retrain.margin", real("-1e12", Limits.LENGTH));
  static final Key<Map<Metric, Double>> GUARDS = key("retrain.guards", GuardsType.create());
  static final Key<Double> CONFIDENCE = key("retrain.confidence", real("0.51", "0.9999"));
  static final Key<Integer> RESAMPLES = key("retrain.resamples", integer(100, Limits.RESAMPLES));
  static final Key<Long> CHECK_ROWS = key("retrain.check.rows", longInteger(1, Limits.ROWS));
  static final Key<Double> CHECK_LABEL_SHARE = key("retrain.check.labelShare", real("0", "1"));
  static final Key<Double> CHECK_LABEL_CHANGE = key("retrain.check.labelChange", real("0", "1"));
  static final Key<Double> CHECK_MISSING = key("retrain.check.missing", real("0", "1"));
  static final Key<Double> CHECK_MISSING_CHANGE =
      key("retrain.check.missingChange", real("0", "1"));
  static final Key<Double> CHECK_PSI = key("retrain.check.psi", real("0", "1000"));
  static final Key<Double> CHECK_SIGNIFICANCE = key("retrain.check.significance", real("0", "1"));
  static final Key<Integer> CHECK_DRIFTED =
      key("retrain.check.drifted", integer(0, Limits.FEATURES));
  static final Key<List<String>> CHECK_IGNORE = key("retrain.check.ignore", distinctTexts(0));

  static final Key<Optional<Duration>> DEADLINE =
      key("job.deadline", optionalDuration(Limits.DAYS));

  /** Every key above, in that order. */
  static final List<Key<?>> ALL = Collections.unmodifiableList(DECLARED);

  /**
   * The keys that are read from a saved model: all except those that depend on the machine and the
   * run.
   */
  static final List<Key<?>> KEPT =
      DECLARED.stream()
          .filter(key -> OF_RUNS.stream().noneMatch(key.name()::startsWith))
          .filter(key -> !key.equals(UNREADABLE_PATH))
          .toList();

  /** The settings of strategies; the table in the defaults defines which strategy has which. */
  static final List<Key<?>> STRATEGY_SETTINGS =
      List.of(BATCH, SHARDS, LOCAL_STEPS, GROWTH, INNER, OUTER, OUTER_RATE, OUTER_MOMENTUM);

  /** The settings of optimizers; the table in the defaults defines which optimizer has which. */
  static final List<Key<?>> OPTIMIZER_SETTINGS =
      List.of(
          LEARNING_RATE,
          MOMENTUM,
          BETA1,
          BETA2,
          EPSILON,
          RMS_DECAY,
          WEIGHT_DECAY,
          WEIGHT_DECAY_SCHEDULE,
          MEMORY);

  /** The settings of aggregation modes; the table in the defaults defines which mode has which. */
  static final List<Key<?>> AGGREGATION_SETTINGS = List.of(DEPTH, SLICES);

  /** The settings of schedules; the table in the defaults defines which schedule has which. */
  static final List<Key<?>> SCHEDULE_SETTINGS =
      List.of(FACTOR, EVERY, SCHEDULE_DECAY, FLOOR, STEPS);

  private Keys() {}

  /** Tells whether a number is more than 0 and at most 1. */
  static boolean isShare(double x) {
    return x > 0 && x <= 1;
  }

  private static <T> Key<T> key(String name, ValueType<T> type) {
    Key<T> key = new Key<>(name, type);
    DECLARED.add(key);
    return key;
  }

  private static ValueType<Integer> units() {
    return integer(1, Limits.UNITS);
  }

  private static ValueType<Double> level() {
    return real(Limits.LEAST_LEVEL, Limits.MOST_LEVEL);
  }

  private static ValueType<Double> rate() {
    return real(Limits.LEAST, Limits.RATE);
  }

  private static ValueType<Double> length() {
    return real("0", Limits.LENGTH);
  }
}
