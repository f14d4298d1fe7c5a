package org.tributary.driver.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys of the copies of a row, by ranges of keys. */
class RepeatedRowTest {
  private static RepeatedRow row(long high, long copies) {
    return new RepeatedRow(high, 5, new byte[0], new long[] {copies, 0, 1});
  }

  private static int keys(RepeatedRow row, KeyRange range, Side side) {
    KeyList keys = new KeyList();
    row.addKeys(range, side, keys);
    long[] high = new long[keys.size()];
    keys.copy(high, new long[keys.size()], 0);
    for (long upper : high) {
      assertThat(range.contains(upper)).isTrue();
    }
    return keys.size();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 8",
    "0, 2, 1",
    "-1, 3, 8",
    "123456789, 1000, 8",
    "-77, 1000, 1",
    "-77, 4097, 64",
    "9223372036854775807, 100000, 4096",
    "-9223372036854775808, 65536, 1024"
  })
  void everyRangeHasItsShareOfTheCopies(long high, long copies, int ranges) {
    long all = 0;
    for (int r = 0; r < ranges; r++) {
      int keys = keys(row(high, copies), new KeyRange(r, ranges), Side.TRAINING);
      assertThat((double) keys)
          .isBetween((double) copies / ranges - 2, (double) copies / ranges + 2);
      all += keys;
    }
    assertThat(all).isEqualTo(copies);
  }

  @Test
  void aSetWithoutCopiesHasNoKeysAndOneCopyKeepsItsKey() {
    assertThat(keys(row(-9, 100), new KeyRange(0, 1), Side.VALIDATION)).isZero();
    assertThat(keys(row(-9, 100), new KeyRange(7, 8), Side.HOLDOUT)).isEqualTo(1);
    assertThat(keys(row(-9, 100), new KeyRange(6, 8), Side.HOLDOUT)).isZero();
  }

  @Test
  void moreCopiesThanAnIntCountsHaveTheirShares() {
    KeyRange range = new KeyRange(3, 1 << 20);
    assertThat(keys(row(42, 1L << 33), range, Side.TRAINING))
        .isBetween((1 << 13) - 1, (1 << 13) + 1);
  }
}
