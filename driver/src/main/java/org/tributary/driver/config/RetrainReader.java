package org.tributary.driver.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tributary.core.metrics.Metric;
import org.tributary.core.metrics.TaskKind;
import org.tributary.core.scoring.PredictionRule;
import org.tributary.driver.config.OptionNames.SplitName;
import org.tributary.driver.spec.Monitor;
import org.tributary.driver.spec.NetworkSpec;
import org.tributary.driver.spec.RetrainSpec;
import org.tributary.driver.spec.TrainSpec;

/** Reads the section {@code retrain}. */
final class RetrainReader {
  private static final String PREFIX = "retrain.";

  private final Settings settings;

  private RetrainReader(Settings settings) {
    this.settings = settings;
  }

  /** Returns how a job is trained again; empty if it names no registry. */
  static Optional<RetrainSpec> read(
      Settings settings, NetworkSpec network, TrainSpec train, int labels) {
    return new RetrainReader(settings).retraining(network, train, labels);
  }

  private Optional<RetrainSpec> retraining(NetworkSpec network, TrainSpec train, int labels) {
    Optional<String> registry = settings.optional(Keys.REGISTRY);
    if (registry.isEmpty()) {
      Keys.ALL.stream()
          .filter(key -> key.name().startsWith(PREFIX))
          .forEach(
              key ->
                  settings.refuse(
                      key, "the job has no retrain.registry; set it, or remove this key"));
      return Optional.empty();
    }
    requireTestRows(train);
    Optional<String> run = settings.optional(Keys.RETRAIN_RUN);
    if (run.isPresent() && !RetrainSpec.isRun(run.get())) {
      settings.invalid(
          Keys.RETRAIN_RUN,
          "a name of letters, digits and . _ + -, which begins with a letter or digit and has %d characters at most"
              .formatted(RetrainSpec.LONGEST_RUN));
      run = Optional.empty();
    }
    RetrainSpec.Start start = settings.value(Keys.RETRAIN_START);
    if (start == RetrainSpec.Start.WARM) {
      settings.refuse(
          Keys.INITIAL_WEIGHTS,
          "retrain.start is warm, which begins with the current model; remove one");
    }
    Optional<TaskKind> kind =
        network.output().map(output -> PredictionRule.taskKind(output, labels));
    return Optional.of(
        new RetrainSpec(
            registry.get(),
            run,
            start,
            new RetrainSpec.Promotion(
                metric(kind),
                settings.value(Keys.MARGIN),
                guards(kind),
                settings.value(Keys.CONFIDENCE),
                settings.value(Keys.RESAMPLES)),
            checks(),
            settings.value(Keys.CHECKPOINT_EVERY),
            settings.value(Keys.CHECKPOINT_KEEP)));
  }

  /** The rows that decide between two models must not have chosen anything of one of them. */
  private void requireTestRows(TrainSpec train) {
    boolean byColumn = settings.value(Keys.SPLIT) == SplitName.COLUMN;
    boolean test =
        byColumn
            || settings.value(Keys.HOLDOUT_FRACTION) > 0
            || settings.optional(Keys.HOLDOUT_PATH).isPresent();
    if (!test) {
      settings.refuse(
          Keys.REGISTRY,
          "there is no hold-out set to compare models on; set data.holdout.fraction or data.holdout.path");
    }
    boolean chooses =
        train.stop().patience() > 0
            || train.decision().threshold().isPresent()
            || settings.value(Keys.TEMPERATURE);
    if (test && chooses && !byColumn && settings.value(Keys.VALIDATION_FRACTION) == 0) {
      settings.refuse(
          Keys.REGISTRY,
          "train.stop.patience, train.threshold or train.temperature would choose by the rows that models are compared on; set data.validation.fraction");
    }
  }

  private Monitor metric(Optional<TaskKind> kind) {
    Optional<Monitor> metric =
        Monitor.named(settings.value(Keys.RETRAIN_METRIC))
            .filter(named -> named.metric().stream().allMatch(RetrainSpec.Promotion::compares))
            .filter(named -> kind.map(named::belongsTo).orElse(true));
    if (metric.isEmpty()) {
      List<String> names =
          kind.map(Monitor::names).orElseGet(Monitor::names).stream()
              .filter(
                  name ->
                      Monitor.named(name).flatMap(Monitor::metric).stream()
                          .allMatch(RetrainSpec.Promotion::compares))
              .toList();
      settings.invalid(Keys.RETRAIN_METRIC, "one of %s".formatted(String.join(", ", names)));
    }
    return metric.orElse(Monitor.SCORE);
  }

  private Map<Metric, Double> guards(Optional<TaskKind> kind) {
    Map<Metric, Double> guards = settings.value(Keys.GUARDS);
    kind.ifPresent(
        known ->
            guards.keySet().stream()
                .filter(metric -> !metric.belongsTo(known))
                .findFirst()
                .ifPresent(
                    metric ->
                        settings.invalid(
                            Keys.GUARDS,
                            "metrics of %s, which %s is not"
                                .formatted(known.title(), metric.key()))));
    return guards;
  }

  private RetrainSpec.Checks checks() {
    return new RetrainSpec.Checks(
        settings.value(Keys.CHECK_ROWS),
        settings.value(Keys.CHECK_LABEL_SHARE),
        settings.value(Keys.CHECK_LABEL_CHANGE),
        settings.value(Keys.CHECK_MISSING),
        settings.value(Keys.CHECK_MISSING_CHANGE),
        settings.value(Keys.CHECK_PSI),
        settings.value(Keys.CHECK_SIGNIFICANCE),
        settings.value(Keys.CHECK_DRIFTED),
        settings.value(Keys.CHECK_IGNORE));
  }
}
