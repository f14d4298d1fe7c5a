package org.tributary.core.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.optim.WolfeSearch.Trial;

class WolfeSearchTest {
  private final AtomicInteger trials = new AtomicInteger();

  @Test
  void takesTheFirstStepWhereItIsGoodEnough() {
    assertThat(search(t -> (t - 1.3) * (t - 1.3), t -> 2 * (t - 1.3), 1)).isEqualTo(1);
    assertThat(trials).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 1e-3, 1, 1e3, 1e9})
  void meetsBothConditionsFromAnyFirstStep(double first) {
    // The product of two factors that grow together nears a target of 1e6: steeper and steeper.
    DoubleUnaryOperator phi = t -> 0.5 * Math.pow(1e6 - (1 + t) * (1 + t), 2);
    DoubleUnaryOperator slope = t -> -2 * (1e6 - (1 + t) * (1 + t)) * (1 + t);

    double step = search(phi, slope, first);

    double start = slope.applyAsDouble(0);
    assertThat(phi.applyAsDouble(step))
        .isLessThan(phi.applyAsDouble(0))
        .isLessThanOrEqualTo(phi.applyAsDouble(0) + 1e-4 * step * start);
    assertThat(Math.abs(slope.applyAsDouble(step))).isLessThanOrEqualTo(0.9 * -start);
    // 1e-9 doubled 40 times is 1000; on the way back a trial leaves half of the bracket at most.
    assertThat(trials).hasValueLessThan(60);
  }

  @Test
  void takesALowerStepBesideAKinkWhereNoneIsFlat() {
    DoubleUnaryOperator phi = t -> Math.abs(t - 1.3);

    double step = search(phi, t -> Math.signum(t - 1.3), 1);

    assertThat(phi.applyAsDouble(step)).isLessThan(phi.applyAsDouble(1));
    assertThat(trials).hasValueLessThan(20);
  }

  @Test
  void turnsBackFromInfinity() {
    DoubleUnaryOperator phi = t -> t < 1e-6 ? -t : Double.POSITIVE_INFINITY;

    assertThat(search(phi, t -> t < 1e-6 ? -1 : 0, 1)).isBetween(1e-8, 1e-6);
  }

  @Test
  void endsWhereTheValueFallsForEver() {
    assertThat(search(t -> -t, t -> -1, 1)).isEqualTo(0x1p60);
  }

  @Test
  void findsNoStepWhereTheSlopeIsWrong() {
    assertThat(search(t -> 1 + t, t -> -1, 1)).isZero();
    // 2^-53 of the first step, and shorter ones are not visible in a value of 1.
    assertThat(trials).hasValueLessThan(55);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, Double.NaN})
  void triesNothingWhereTheDirectionDoesNotPointDown(double slope) {
    assertThat(search(t -> t, t -> slope, 1)).isZero();
    assertThat(trials).hasValue(0);
  }

  private double search(DoubleUnaryOperator phi, DoubleUnaryOperator slope, double first) {
    WolfeSearch search =
        new WolfeSearch(
            step -> {
              trials.incrementAndGet();
              return new Trial(step, phi.applyAsDouble(step), slope.applyAsDouble(step));
            },
            phi.applyAsDouble(0),
            slope.applyAsDouble(0));
    return search.step(first);
  }
}
