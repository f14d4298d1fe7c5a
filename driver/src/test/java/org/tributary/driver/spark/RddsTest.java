package org.tributary.driver.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.driver.LocalSpark;

class RddsTest {
  private static JavaRDD<Integer> numbers(int count, int partitions) {
    return LocalSpark.context().parallelize(IntStream.range(0, count).boxed().toList(), partitions);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 16, 17, 40})
  void everyElementIsMergedOnceOnAnyNumberOfPartitions(int partitions) {
    assertThat(Rdds.reduce(numbers(30, partitions), Integer::sum)).isEqualTo(29 * 30 / 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 17})
  void nothingCannotBeMerged(int partitions) {
    JavaRDD<Integer> none = numbers(0, partitions);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> Rdds.reduce(none, Integer::sum))
        .withMessage("empty collection");
  }

  @Test
  void elementsAreMappedFilteredAndCollectedInOrder() {
    JavaRDD<Integer> numbers = numbers(7, 3);
    assertThat(Rdds.collect(Rdds.map(numbers, i -> i * i))).containsExactly(0, 1, 4, 9, 16, 25, 36);
    assertThat(Rdds.collect(Rdds.filter(numbers, i -> i % 2 == 1))).containsExactly(1, 3, 5);
  }

  @Test
  void partitionsAreMappedWithTheirNumbers() {
    JavaRDD<String> firsts =
        Rdds.mapPartitionsWithIndex(
            numbers(6, 3), (partition, own) -> List.of(partition + ":" + own.next()).iterator());
    assertThat(Rdds.collect(firsts)).containsExactly("0:0", "1:2", "2:4");
    assertThat(Rdds.collect(firsts, 1)).containsExactly("1:2");
  }

  @ParameterizedTest
  @CsvSource({"0, 3, 5", "1, 3, 5", "4, 3, 5", "9, 3, 20", "9, 20, 3", "30, 20, 40", "50, 20, 7"})
  void firstElementsAreTakenFromAsManyPartitionsAsNeeded(int most, int count, int partitions) {
    assertThat(Rdds.take(numbers(count, partitions), most))
        .containsExactlyElementsOf(IntStream.range(0, Math.min(most, count)).boxed().toList());
  }

  @Test
  void theFirstElementMayBeInTheLastPartition() {
    JavaRDD<Integer> last = Rdds.filter(numbers(30, 30), i -> i == 29);
    assertThat(Rdds.first(last)).isEqualTo(29);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> Rdds.first(Rdds.filter(last, i -> i < 0)));
  }

  @Test
  void noMoreElementsAreReadThanAreTaken() {
    JavaRDD<Integer> endless =
        Rdds.mapPartitions(numbers(1, 1), own -> Stream.iterate(0, i -> i + 1).iterator());
    assertThat(Rdds.take(endless, 3)).containsExactly(0, 1, 2);
  }
}
