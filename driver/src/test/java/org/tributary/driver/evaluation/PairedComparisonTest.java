package org.tributary.driver.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairedComparisonTest {
  @Test
  void mcnemarsTestCountsTheRowsThatOnlyOneModelHasRight() {
    // Ten rows of ten: 2^-10. Eight or more of ten: (45 + 10 + 1) 2^-10.
    assertThat(PairedComparison.mcnemar(10, 0)).isCloseTo(0x1p-10, within(1e-15));
    assertThat(PairedComparison.mcnemar(8, 2)).isCloseTo(56 * 0x1p-10, within(1e-13));
    assertThat(PairedComparison.mcnemar(5, 5)).isGreaterThan(0.5);
    assertThat(PairedComparison.mcnemar(0, 0)).isEqualTo(1);
    assertThat(PairedComparison.mcnemar(0, 9)).isEqualTo(1);
    assertThat(PairedComparison.mcnemar(1_000_000, 990_000)).isLessThan(1e-6);
  }
}
