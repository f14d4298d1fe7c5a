package org.tributary.core.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTest {
  /** coslog4 at t = 81/120: (1 - cos(2 pi log2(11.125))) / 2, from a calculator. */
  private static final double TOP = 0.9941993724444901;

  @ParameterizedTest
  @MethodSource("ratesByHand")
  void ratesEqualHandComputedOnes(Schedule schedule, long step, double expected) {
    // A few operations in double precision: 1e-15 leaves room for some units in the last place.
    assertThat(schedule.rate(step)).isCloseTo(expected, within(1e-15));
  }

  static Stream<Arguments> ratesByHand() {
    Schedule step = new Schedule.Step(0.8, 0.5, 10);
    Schedule exponential = new Schedule.Exponential(0.8, 0.5);
    Schedule cosine = new Schedule.Cosine(0.5, 0.1, 8);
    Schedule flat = new Schedule.FlatCosine(0.5, 0.1, 8);
    Schedule coslog = new Schedule.CosLog4(0.2, 15);
    Schedule inverse = new Schedule.InverseTime(0.6, 0.5);
    Schedule warm = new Schedule.WarmUp(4, step);
    return Stream.of(
        Arguments.of(new Schedule.Constant(0.3), 0, 0.3),
        Arguments.of(new Schedule.Constant(0.3), 1_000_000_000_000L, 0.3),
        Arguments.of(step, 0, 0.8),
        Arguments.of(step, 9, 0.8),
        Arguments.of(step, 10, 0.4),
        Arguments.of(step, 29, 0.2),
        Arguments.of(exponential, 0, 0.8),
        Arguments.of(exponential, 3, 0.1),
        Arguments.of(cosine, 0, 0.5),
        Arguments.of(cosine, 2, 0.3 + 0.1 * Math.sqrt(2)),
        Arguments.of(cosine, 4, 0.3),
        Arguments.of(cosine, 8, 0.1),
        Arguments.of(cosine, 9, 0.1),
        Arguments.of(flat, 0, 0.5),
        Arguments.of(flat, 4, 0.5),
        Arguments.of(flat, 5, 0.3 + 0.1 * Math.sqrt(2)),
        Arguments.of(flat, 6, 0.3),
        Arguments.of(flat, 8, 0.1),
        Arguments.of(flat, 1_000, 0.1),
        // Rises from 0 at t = 0, 1/15, 3/15, 7/15 and 1; tops at 1 + 15 t = 2^(n + 1/2).
        Arguments.of(coslog, 0, 0),
        Arguments.of(coslog, 1, 0),
        Arguments.of(coslog, 3, 0),
        Arguments.of(coslog, 7, 0),
        Arguments.of(coslog, 15, 0),
        Arguments.of(coslog, 1_000, 0),
        Arguments.of(coslog, 2, 0.1 * (1 - Math.cos(2 * Math.PI * Math.log(3) / Math.log(2)))),
        Arguments.of(new Schedule.CosLog4(0.2, 120), 81, 0.2 * TOP),
        Arguments.of(inverse, 0, 0.6),
        Arguments.of(inverse, 4, 0.2),
        Arguments.of(warm, 0, 0.2),
        Arguments.of(warm, 2, 0.6),
        Arguments.of(warm, 3, 0.8),
        Arguments.of(warm, 4, 0.8),
        Arguments.of(warm, 13, 0.8),
        Arguments.of(warm, 14, 0.4));
  }

  @ParameterizedTest
  @MethodSource("illegalSchedules")
  void refusesSettingsOutOfRange(Supplier<Schedule> schedule, String message) {
    assertThatThrownBy(schedule::get)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  static Stream<Arguments> illegalSchedules() {
    return Stream.of(
        refused(
            () -> new Schedule.Constant(0),
            "Invalid learning rate: 0.0 (expected a positive number)"),
        refused(
            () -> new Schedule.Constant(Double.NaN),
            "Invalid learning rate: NaN (expected a positive number)"),
        refused(
            () -> new Schedule.Constant(Double.POSITIVE_INFINITY),
            "Invalid learning rate: Infinity (expected a positive number)"),
        refused(
            () -> new Schedule.Step(-1, 0.5, 10),
            "Invalid learning rate: -1.0 (expected a positive number)"),
        refused(
            () -> new Schedule.Step(1, 1.5, 10),
            "Invalid factor of the step schedule: 1.5 (expected a number in (0, 1])"),
        refused(
            () -> new Schedule.Step(1, 0.5, 0),
            "Invalid interval of the step schedule: 0 (expected 1 or more)"),
        refused(
            () -> new Schedule.Exponential(1, 0),
            "Invalid decay of the exponential schedule: 0.0 (expected a number in (0, 1])"),
        refused(
            () -> new Schedule.Cosine(0.5, 0.6, 10),
            "Invalid floor of the cosine schedule: 0.6 (expected 0 to 0.5)"),
        refused(
            () -> new Schedule.Cosine(0.5, 0, -1),
            "Invalid number of steps of the cosine schedule: -1 (expected 1 or more, or 0 for the"
                + " whole training)"),
        refused(
            () -> new Schedule.FlatCosine(0.5, 0.6, 10),
            "Invalid floor of the flat-cosine schedule: 0.6 (expected 0 to 0.5)"),
        refused(
            () -> new Schedule.CosLog4(0.5, -1),
            "Invalid number of steps of the coslog4 schedule: -1 (expected 1 or more, or 0 for the"
                + " whole training)"),
        refused(
            () -> new Schedule.WarmUp(5, new Schedule.CosLog4(0.5, 10)),
            "Invalid number of warm-up steps: 5 (expected none before coslog4, which rises from 0"
                + " itself)"),
        refused(
            () -> new Schedule.InverseTime(0.5, -0.1),
            "Invalid decay of the inverse-time schedule: -0.1 (expected 0 or more)"),
        refused(
            () -> new Schedule.WarmUp(0, new Schedule.Constant(1)),
            "Invalid number of warm-up steps: 0 (expected 1 or more)"));
  }

  private static Arguments refused(Supplier<Schedule> schedule, String message) {
    return Arguments.of(schedule, message);
  }

  static Stream<Arguments> openSchedules() {
    return Stream.of(
        Arguments.of(new Schedule.Cosine(0.5, 0.1, 0), new Schedule.Cosine(0.5, 0.1, 20)),
        Arguments.of(new Schedule.FlatCosine(0.5, 0.1, 0), new Schedule.FlatCosine(0.5, 0.1, 20)),
        Arguments.of(new Schedule.CosLog4(0.5, 0), new Schedule.CosLog4(0.5, 20)),
        Arguments.of(
            new Schedule.WarmUp(5, new Schedule.Cosine(0.5, 0, 0)),
            new Schedule.WarmUp(5, new Schedule.Cosine(0.5, 0, 15))),
        Arguments.of(
            new Schedule.WarmUp(50, new Schedule.Cosine(0.5, 0, 0)),
            new Schedule.WarmUp(50, new Schedule.Cosine(0.5, 0, 1))));
  }

  @ParameterizedTest
  @MethodSource("openSchedules")
  void openSchedulesAreAsLongAsTheTrainingAndHaveNoRatesBefore(Schedule open, Schedule decided) {
    assertThat(open.isOpen()).isTrue();
    assertThatThrownBy(() -> open.rate(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Cannot compute the learning rate: the schedule is as long as");
    assertThat(open.decided(20)).isEqualTo(decided);
    assertThat(decided.isOpen()).isFalse();
    assertThat(decided.decided(7)).isEqualTo(decided);
  }

  @Test
  void warmUpHandsOverWithoutAJump() {
    Schedule schedule = new Schedule.WarmUp(5, new Schedule.Cosine(0.4, 0, 100));

    assertThat(schedule.rate(4)).isEqualTo(schedule.rate(5)).isEqualTo(0.4);
  }
}
