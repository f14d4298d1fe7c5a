package org.tributary.driver.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.summation.GradientSum;

class EpochSumsTest {
  private static final long EPOCH = 10;

  private static EpochPart part(long rounds) {
    return new EpochPart(rounds, 6, 3, 0.5, Map.of());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 5, EPOCH - 1})
  void partWithFewerRoundTripsThanTheEpochGoesOn(long rounds) {
    EpochSums sums = new EpochSums(part(rounds), EPOCH);
    assertThat(sums.rounds()).isEqualTo(rounds);
    assertThat(sums.meanLoss()).isEqualTo(2);
    assertThat(sums.gradientNorm()).isEqualTo(0.5);
    assertThat(sums.part(Map.of())).isEqualTo(part(rounds));
  }

  @ParameterizedTest
  @ValueSource(longs = {EPOCH, EPOCH + 1, Integer.MAX_VALUE + 1L, Long.MAX_VALUE})
  void partWithAllRoundTripsOfTheEpochOrMoreIsRefused(long rounds) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EpochSums(part(rounds), EPOCH))
        .withMessage(
            "Cannot resume training: the state has %d round trips of an epoch of 10", rounds);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE})
  void partWithLessThanNoRoundTripsIsRefused(long rounds) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> part(rounds))
        .withMessage("Invalid part of an epoch: %d round trips (expected 0 or more)", rounds);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, EPOCH})
  void epochThatHasNotBegunHasAnyLength(long length) {
    EpochSums sums = new EpochSums(EpochPart.NONE, length);
    assertThat(sums.rounds()).isZero();
    assertThat(sums.part(Map.of())).isEqualTo(EpochPart.NONE);
  }

  @Test
  void roundTripsAreAddedToThePartAndClearedAtTheEndOfTheEpoch() {
    EpochSums sums = new EpochSums(part(EPOCH - 1), EPOCH);
    sums.add(new GradientSum<>(new double[0], 4, 2));
    assertThat(sums.part(Map.of())).isEqualTo(new EpochPart(EPOCH, 10, 5, 0.5, Map.of()));
    sums.clear();
    assertThat(sums.part(Map.of()).isNone()).isTrue();
  }
}
