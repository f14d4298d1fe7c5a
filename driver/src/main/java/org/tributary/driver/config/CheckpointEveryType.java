package org.tributary.driver.config;

import com.typesafe.config.ConfigValue;
import java.util.Optional;
import org.tributary.driver.spec.CheckpointSpec.Every;
import org.tributary.driver.spec.CheckpointSpec.Rounds;
import org.tributary.driver.spec.CheckpointSpec.Time;
import org.tributary.driver.spec.Limits;

/** The type of {@link Keys#CHECKPOINT_EVERY}: a number of rounds, or a duration with its unit. */
final class CheckpointEveryType {
  private static final ValueType<Integer> ROUNDS = ValueTypes.integer(1, Limits.STEPS);

  private CheckpointEveryType() {}

  static ValueType<Every> create() {
    return new ValueType<>(
        "an integer number of rounds from 1 to %d; or a duration with its unit such as 30s, 10m or 2h"
            .formatted(Limits.STEPS),
        CheckpointEveryType::read,
        CheckpointEveryType::write);
  }

  private static Optional<Every> read(ConfigValue value) {
    Optional<Every> rounds = ROUNDS.read(value).map(Rounds::new);
    return rounds.or(
        () ->
            ValueTypes.optionalDuration(Limits.DAYS)
                .read(value)
                .flatMap(duration -> duration.map(Time::new)));
  }

  private static Object write(Every every) {
    return every instanceof Rounds rounds
        ? ROUNDS.write(rounds.count())
        : ValueTypes.optionalDuration(Limits.DAYS).write(Optional.of(((Time) every).length()));
  }
}
