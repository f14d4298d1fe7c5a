package org.tributary.driver.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tributary.driver.spec.SplitSpec;
import org.tributary.driver.spec.SplitSpec.ByRow;
import org.tributary.driver.spec.SplitSpec.Duplicates;

/** Sets of the samples of a bucket. */
class SplitAssignmentTest {
  private static final SplitSpec TOGETHER = new ByRow(Duplicates.TOGETHER);

  /** Returns a bucket with copies of the samples 0, 1, 2 and so on, as many as given of each. */
  private static CountedSamples bucket(int... copies) {
    List<ChunkView> chunks = new ArrayList<>();
    for (int value = 0; value < copies.length; value++) {
      for (int c = 0; c < copies[value]; c++) {
        SampleChunk.Builder chunk = new SampleChunk.Builder(1, 0);
        Sample sample = new Sample(new double[] {value}, "k", new double[0], 1);
        chunk.add(SampleKey.of(sample, 5), sample);
        chunks.add(new ChunkView(chunk.pack()));
      }
    }
    return CountedSamples.of(new KeyRange(0, 1), chunks);
  }

  private static SplitAssignment division(SplitSpec by) {
    return new SplitAssignment(by, Cuts.ofShares(new Split(0.25, 0.2, by)));
  }

  /** Returns how many copies of a sample are in a set. */
  private static long count(CountedSamples bucket, SplitSpec by, Side side, int value) {
    int[] copies = division(by).copies(bucket)[side.index()];
    long count = 0;
    for (int place = 0; place < copies.length; place++) {
      count += bucket.samples().features(place)[0] == value ? copies[place] : 0;
    }
    return count;
  }

  /** Returns the set of each sample, of which there is one at each place. */
  private static Side[] sides(CountedSamples bucket, SplitSpec by) {
    int[][] copies = division(by).copies(bucket);
    return IntStream.range(0, bucket.samples().rows())
        .mapToObj(
            place ->
                Arrays.stream(Side.values())
                    .filter(side -> copies[side.index()][place] == 1)
                    .findFirst()
                    .orElseThrow())
        .toArray(Side[]::new);
  }

  @Test
  void copiesHaveTheSharesOfTheSets() {
    CountedSamples bucket = bucket(1000, 1000);
    for (int value = 0; value < 2; value++) {
      // Five deviations of each share.
      assertThat(count(bucket, SplitSpec.byRow(), Side.HOLDOUT, value)).isBetween(182L, 318L);
      assertThat(count(bucket, SplitSpec.byRow(), Side.VALIDATION, value)).isBetween(94L, 206L);
    }
  }

  @Test
  void copiesStayInTheirSetsWhenTheDataGrow() {
    Side[] few = sides(bucket(20), SplitSpec.byRow());
    Side[] more = sides(bucket(50), SplitSpec.byRow());
    assertThat(Arrays.copyOf(more, 20)).isEqualTo(few);
    CountedSamples mixed = bucket(20, 3, 7, 1);
    for (Side side : Side.values()) {
      assertThat(count(mixed, SplitSpec.byRow(), side, 0))
          .isEqualTo(Arrays.stream(few).filter(side::equals).count());
    }
  }

  @Test
  void copiesStayTogetherOnRequest() {
    CountedSamples bucket = bucket(5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5);
    for (int value = 0; value < 16; value++) {
      for (Side side : Side.values()) {
        assertThat(count(bucket, TOGETHER, side, value)).isIn(0L, 5L);
      }
    }
    assertThat(sides(bucket, TOGETHER)).contains(Side.HOLDOUT, Side.TRAINING);
  }

  @Test
  void withoutCopiesBothRulesAreTheSame() {
    CountedSamples bucket = bucket(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    assertThat(sides(bucket, SplitSpec.byRow())).isEqualTo(sides(bucket, TOGETHER));
  }
}
