package org.tributary.core.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random orders without memory. */
class PermutationTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 16, 17, 100, 1024, 1025, 30_001})
  void everyElementComesOnce(int size) {
    Permutation order = new Permutation(size, 1, "test", 0);
    int[] elements = IntStream.range(0, size).map(order::at).sorted().toArray();
    assertThat(elements).containsExactly(IntStream.range(0, size).toArray());
  }

  @Test
  void orderDependsOnSeedPurposeAndIndex() {
    int[] order = first(new Permutation(1000, 1, "a", 0));
    assertThat(first(new Permutation(1000, 1, "a", 0))).containsExactly(order);
    assertThat(first(new Permutation(1000, 2, "a", 0))).isNotEqualTo(order);
    assertThat(first(new Permutation(1000, 1, "b", 0))).isNotEqualTo(order);
    assertThat(first(new Permutation(1000, 1, "a", 1))).isNotEqualTo(order);
  }

  private static int[] first(Permutation order) {
    return IntStream.range(0, 20).map(order::at).toArray();
  }

  @Test
  void everyElementIsAsLikelyAtEveryPlace() {
    int size = 10;
    int orders = 20_000;
    int[][] counts = new int[size][size];
    for (int i = 0; i < orders; i++) {
      Permutation order = new Permutation(size, 3, "uniform", i);
      for (int place = 0; place < size; place++) {
        counts[place][order.at(place)]++;
      }
    }
    for (int[] place : counts) {
      for (int count : place) {
        // 2000 expected with a deviation of 42; six deviations over a hundred cells.
        assertThat(count).isCloseTo(2000, within(255));
      }
    }
  }

  @Test
  void orderOfNothingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Permutation(0, 1, "test", 0))
        .withMessage("Invalid permutation: 0 elements (expected 1 or more)");
  }
}
