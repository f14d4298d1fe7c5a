package org.tributary.driver.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyOrderTest {
  private static void assertSorted(long[] high, long[] low) {
    int[] order = KeyOrder.of(high, low);
    Integer[] expected = IntStream.range(0, high.length).boxed().toArray(Integer[]::new);
    Comparator<Integer> byHigh = (a, b) -> Long.compareUnsigned(high[a], high[b]);
    Arrays.sort(expected, byHigh.thenComparing((a, b) -> Long.compareUnsigned(low[a], low[b])));
    for (int p = 0; p < order.length; p++) {
      assertThat(high[order[p]]).isEqualTo(high[expected[p]]);
      assertThat(low[order[p]]).isEqualTo(low[expected[p]]);
    }
    assertThat(IntStream.of(order).distinct().count()).isEqualTo(high.length);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "2, 0", "3, 0", "1000, 0", "65536, 3", "65537, 3", "1000, 40"})
  void keysOfAnyNumberAreSorted(int rows, int shared) {
    Random random = new Random(rows);
    long prefix = shared == 0 ? 0 : 0xABCDEF0123456789L >>> (64 - shared) << (64 - shared);
    long[] high = random.longs(rows).map(key -> prefix | key >>> shared).toArray();
    assertSorted(high, random.longs(rows).toArray());
  }

  @Test
  void keysThatShareTheirUpperHalfAreSortedByTheLower() {
    Random random = new Random(1);
    long[] high = IntStream.range(0, 300).mapToLong(i -> i % 3 == 0 ? -1 : i % 2).toArray();
    assertSorted(high, random.longs(300).toArray());
  }

  @Test
  void equalKeysKeepTheOrderOfTheirRows() {
    long[] keys = new long[100_000];
    assertThat(KeyOrder.of(keys, keys)).isEqualTo(IntStream.range(0, keys.length).toArray());
  }
}
