package org.tributary.driver.config;

import static org.tributary.driver.config.Keys.OUTER;
import static org.tributary.driver.config.Keys.STRATEGY;

import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.optim.Schedule;
import org.tributary.driver.config.OptionNames.OptimizerName;
import org.tributary.driver.config.OptionNames.OuterName;
import org.tributary.driver.config.OptionNames.StrategyName;
import org.tributary.driver.spec.Limits;
import org.tributary.driver.spec.StrategySpec;
import org.tributary.driver.spec.StrategySpec.InnerState;

/** Reads the section {@code train.strategy}. */
final class StrategyReader {
  private StrategyReader() {}

  /**
   * Reads the section; problems, alone or in combination with the optimizer, are added to the
   * settings.
   */
  static StrategySpec read(Settings settings, OptimizerName optimizer) {
    StrategyName name = settings.value(STRATEGY);
    settings.refuseOthers(
        Keys.STRATEGY_SETTINGS, STRATEGY, name, "remove it or choose another strategy");
    if (name != StrategyName.FULL_BATCH) {
      requireStochastic(settings, name, optimizer);
    }
    return switch (name) {
      case FULL_BATCH -> new StrategySpec.FullBatch();
      case MINI_BATCH -> miniBatch(settings, name);
      case LOCAL_STEPS ->
          new StrategySpec.LocalSteps(
              integer(settings, Keys.SHARDS, name),
              integer(settings, Keys.BATCH, name),
              integer(settings, Keys.LOCAL_STEPS, name),
              settings.value(Keys.GROWTH, STRATEGY, name, 1.0),
              outer(settings, name),
              settings.value(Keys.INNER, STRATEGY, name, InnerState.AVERAGE));
    };
  }

  /** A line search compares values of J, which differ between batches. */
  private static void requireStochastic(
      Settings settings, StrategyName name, OptimizerName optimizer) {
    if (RegularizationReader.isQuasiNewton(optimizer)) {
      settings.refuse(
          STRATEGY,
          settings.chosenBy(Keys.OPTIMIZER, optimizer)
              + " needs the same objective at every evaluation, which requires the full batch; set"
              + " train.optimizer.name to adam, for example");
    }
    settings.refuse(
        Keys.GRADIENT_NORM,
        settings.chosenBy(STRATEGY, name) + " never sees the gradient of the whole objective");
  }

  private static StrategySpec.MiniBatch miniBatch(Settings settings, StrategyName name) {
    int batch = integer(settings, Keys.BATCH, name);
    if (batch == 0) {
      settings.invalid(
          Keys.BATCH,
          "an integer from 1 to %d with %s; 0 is for local-steps, which derives it"
              .formatted(Limits.BATCH, ValueTypes.name(name)));
      return StrategySpec.MiniBatch.DEFAULT;
    }
    return new StrategySpec.MiniBatch(batch);
  }

  private static OptimizerSpec.FirstOrder outer(Settings settings, StrategyName name) {
    OuterName outer = settings.value(OUTER, STRATEGY, name, OuterName.AVERAGE);
    return switch (outer) {
      case AVERAGE -> {
        String reason = settings.chosenBy(OUTER, outer) + " has no such setting; remove it";
        settings.refuse(Keys.OUTER_RATE, reason);
        settings.refuse(Keys.OUTER_MOMENTUM, reason);
        yield new OptimizerSpec.GradientDescent(new Schedule.Constant(1));
      }
      case NESTEROV ->
          new OptimizerSpec.Nesterov(
              new Schedule.Constant(settings.value(Keys.OUTER_RATE, STRATEGY, name, 1.0)),
              settings.value(Keys.OUTER_MOMENTUM, STRATEGY, name, 0.0));
    };
  }

  private static int integer(Settings settings, Key<Integer> key, StrategyName name) {
    return settings.value(key, STRATEGY, name, 1);
  }
}
