package org.tributary.driver.config;

import static org.tributary.driver.config.Keys.FLOOR;
import static org.tributary.driver.config.Keys.SCHEDULE;
import static org.tributary.driver.config.Keys.SCHEDULE_DECAY;
import static org.tributary.driver.config.Keys.WARM_UP;

import java.util.ArrayList;
import java.util.List;
import org.tributary.core.optim.Schedule;
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

  private static Schedule afterWarmUp(Settings settings, ScheduleName name, double rate) {
    return switch (name) {
      case CONSTANT -> new Schedule.Constant(rate);
      case STEP ->
          new Schedule.Step(
              rate,
              settings.value(Keys.FACTOR, SCHEDULE, name, 1.0),
              settings.value(Keys.EVERY, SCHEDULE, name, 1));
      case EXPONENTIAL -> exponential(settings, rate);
      case COSINE -> cosine(settings, rate);
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

  private static Schedule cosine(Settings settings, double rate) {
    double floor = settings.value(FLOOR, SCHEDULE, ScheduleName.COSINE, 0.0);
    int steps = settings.value(Keys.STEPS, SCHEDULE, ScheduleName.COSINE, 1);
    if (floor > rate) {
      settings.invalid(FLOOR, "at most the learning rate, " + rate);
      return new Schedule.Constant(rate);
    }
    return new Schedule.Cosine(rate, floor, steps);
  }
}
