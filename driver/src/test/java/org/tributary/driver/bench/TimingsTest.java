package org.tributary.driver.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimingsTest {

  @Test
  void medianOfAnOddNumberIsTheMiddleOne() {
    assertThat(new Timings(List.of(9.0, 1.0, 4.0)).median()).isEqualTo(4);
  }

  @Test
  void medianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
    assertThat(new Timings(List.of(8.0, 1.0, 4.0, 2.0)).median()).isEqualTo(3);
  }

  @Test
  void spreadIsTheRangeAsAShareOfTheMedian() {
    Timings spread = new Timings(List.of(4.0, 3.0, 5.0));
    assertThat(spread.least()).isEqualTo(3);
    assertThat(spread.greatest()).isEqualTo(5);
    assertThat(spread.relative()).isEqualTo(0.5);
  }

  @Test
  void valuesKeepTheirOrder() {
    Timings doubled = new Timings(List.of(3.0, 1.0)).map(value -> 2 * value);
    assertThat(doubled.and(new Timings(List.of(5.0))).values()).containsExactly(6.0, 2.0, 5.0);
  }

  @Test
  void noMeasurementIsRefused() {
    assertThatThrownBy(() -> new Timings(List.of()))
        .hasMessage("Cannot summarise no measurement (expected 1 or more)");
  }
}
