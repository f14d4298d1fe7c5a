package org.tributary.driver.config;

import static org.tributary.driver.config.Keys.FLOOR;
import static org.tributary.driver.config.Keys.SCHEDULE;
import static org.tributary.driver.config.Keys.SCHEDULE_DECAY;
import static org.tributary.driver.config.Keys.WARM_UP;

import java.util.ArrayList;
import java.util.List;
import org.tributary.core.optim.Schedule;
import org.tributary.driver.config.OptionNames.DecayName;
import org.tributary.driver.config.OptionNames.OptimizerName;
import org.tributary.driver.config.OptionNames.ScheduleName;

/** Reads the section {@code train.schedule}. */
final class ScheduleReader {
  private ScheduleReader() {}

  /**
   * Reads the section; problems are added to the settings.
   *
   * @param rate the learning rate that the schedule begins with
   */
  static Schedule read(Settings settings, double rate) {
    ScheduleName name = settings.value(SCHEDULE);
    settings.refuseOthers(
        Keys.SCHEDULE_SETTINGS, SCHEDULE, name, "remove it or choose another schedule");
    Schedule then = afterWarmUp(settings, name, rate);
    int warmUp = settings.value(WARM_UP);
    if (warmUp > 0 && name == ScheduleName.COSLOG4) {
      settings.refuse(
          WARM_UP,
          settings.chosenBy(SCHEDULE, name) + " rises from 0 itself; remove it or set it to 0");
      return then;
    }
    return warmUp == 0 ? then : new Schedule.WarmUp(warmUp, then);
  }

  /**
   * Refuses every key of the section that the user sets.
   *
   * @param optimizer the beginning of the reason: an optimiser without a learning rate
   */
  static void refuse(Settings settings, String optimizer) {
    List<Key<?>> keys = new ArrayList<>(List.of(SCHEDULE, WARM_UP));
    keys.addAll(Keys.SCHEDULE_SETTINGS);
    for (Key<?> key : keys) {
      settings.refuse(key, optimizer + " uses a line search and has no learning rate; remove it");
    }
  }

  /** Reads the factor of the weight decay at each step, over the whole training. */
  static Schedule weightDecay(Settings settings, OptimizerName optimizer) {
    DecayName name =
        settings.value(Keys.WEIGHT_DECAY_SCHEDULE, Keys.OPTIMIZER, optimizer, DecayName.CONSTANT);
    return switch (name) {
      case CONSTANT -> new Schedule.Constant(1);
      case COSINE -> new Schedule.Cosine(1, 0, 0);
      case FLAT_COSINE -> new Schedule.FlatCosine(1, 0, 0);
    };
  }

  private static Schedule afterWarmUp(Settings settings, ScheduleName name, double rate) {
    return switch (name) {
      case CONSTANT -> new Schedule.Constant(rate);
      case STEP ->
          new Schedule.Step(
              rate,
              settings.value(Keys.FACTOR, SCHEDULE, name, 1.0),
              settings.value(Keys.EVERY, SCHEDULE, name, 1));
      case EXPONENTIAL -> exponential(settings, rate);
      case COSINE, FLAT_COSINE -> cosine(settings, name, rate);
      case COSLOG4 -> new Schedule.CosLog4(rate, settings.value(Keys.STEPS, SCHEDULE, name, 0));
      case INVERSE_TIME ->
          new Schedule.InverseTime(rate, settings.value(SCHEDULE_DECAY, SCHEDULE, name, 1.0));
    };
  }

  private static Schedule exponential(Settings settings, double rate) {
    double decay = settings.value(SCHEDULE_DECAY, SCHEDULE, ScheduleName.EXPONENTIAL, 1.0);
    if (!Keys.isShare(decay)) {
      settings.invalid(SCHEDULE_DECAY, "more than 0 and at most 1 with exponential");
      return new Schedule.Constant(rate);
    }
    return new Schedule.Exponential(rate, decay);
  }

  private static Schedule cosine(Settings settings, ScheduleName name, double rate) {
    double floor = settings.value(FLOOR, SCHEDULE, name, 0.0);
    int steps = settings.value(Keys.STEPS, SCHEDULE, name, 0);
    if (floor > rate) {
      settings.invalid(FLOOR, "at most the learning rate, " + rate);
      return new Schedule.Constant(rate);
    }
    return name == ScheduleName.COSINE
        ? new Schedule.Cosine(rate, floor, steps)
        : new Schedule.FlatCosine(rate, floor, steps);
  }
}
