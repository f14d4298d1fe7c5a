package org.tributary.driver.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.driver.spec.StrategySpec.LocalSteps;

class ShardBatchTest {
  @ParameterizedTest
  @CsvSource({
    // 128 / S^1.5: 45.3, 24.6, 16, 5.7, then the smallest
    "1, 16000, 128",
    "2, 16000, 45",
    "3, 16000, 25",
    "4, 16000, 16",
    "8, 16000, 6",
    "16, 16000, 4",
    "100000, 1, 4",
    // a five-hundredth of a shard's rows
    "2, 60000, 60",
    "8, 60000, 15",
    "8, 500000, 125",
    "16, 500000, 62",
    // the largest
    "8, 512000, 128",
    "2, 9223372036854775807, 128",
  })
  void batchIsThatOfTheNumberOfShardsUntilTheRowsSufficeForFiveHundredStepsAnEpoch(
      int shards, long rows, int expected) {
    assertThat(LocalSteps.DEFAULT.decided(shards, rows).batch()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 8, 16, 32})
  void smallTableGivesAtLeastAsManyStepsAnEpochAsMiniBatches(int shards) {
    int batch = LocalSteps.DEFAULT.decided(shards, 1000).batch();
    assertThat(shards * batch).isLessThanOrEqualTo(128);
  }

  @Test
  void batchThatIsSetStaysForAnyData() {
    LocalSteps local = LocalSteps.DEFAULT.decided(2, 16000);
    assertThat(local.decided(8, 10_000_000).batch()).isEqualTo(45);
    assertThat(local.mostBatch()).isEqualTo(45);
    assertThat(LocalSteps.DEFAULT.mostBatch()).isEqualTo(128);
  }
}
