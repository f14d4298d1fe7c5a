package org.tributary.core.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockTest {
  @ParameterizedTest
  @CsvSource({"1", "2", "1024", "2097152", "2147483639"})
  void widestLayerOfSomeRowsIsAnArrayAndOneMoreIsNot(int rows) {
    long width = Block.mostWidth(rows);
    assertThat(rows * (width + 1)).isLessThanOrEqualTo(Block.MOST_NUMBERS);
    assertThat(rows * (width + 2)).isGreaterThan(Block.MOST_NUMBERS);
  }

  @ParameterizedTest
  @CsvSource({
    "256, 784, 256",
    "1024, 131071, 1024",
    "1024, 131072, 1023",
    "256, 100000000, 1",
    "256, 2147483647, 1",
    "2147483647, 0, 134217728"
  })
  void wideNetworksTakeFewerRowsAtATime(int rows, int widest, int expected) {
    assertThat(Block.rowsThatFit(rows, widest)).isEqualTo(expected);
  }
}
