package org.tributary.driver.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Walking sorted samples leaf by leaf, and assigning leaves to partitions. */
class LeafReaderTest {
  private record Row(SampleKey key, Sample sample) {}

  /** What a piece holds, copied: a piece is valid until the next. */
  private record Copy(int leaf, List<Double> features) {}

  private static List<Row> rows(int n, boolean distinct) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Sample sample = new Sample(new double[] {distinct ? i : 0}, "", new double[0], 1);
      rows.add(new Row(SampleKey.of(sample, 1), sample));
    }
    return rows;
  }

  /** Sorts rows in some buckets of equal ranges of keys. */
  private static List<SortedSamples> buckets(List<Row> rows, int count) {
    List<SortedSamples> buckets = new ArrayList<>();
    for (int b = 0; b < count; b++) {
      SampleChunk.Builder chunk = new SampleChunk.Builder(1, 0);
      int bucket = b;
      rows.stream()
          .filter(row -> row.key().leaf(count) == bucket)
          .forEach(row -> chunk.add(row.key(), row.sample()));
      buckets.add(
          CountedSamples.of(new KeyRange(b, count), List.of(new ChunkView(chunk.pack()))).all());
    }
    return buckets;
  }

  private static List<Copy> walk(
      List<SortedSamples> buckets, LeafRange range, int partition, int capacity) {
    List<Copy> pieces = new ArrayList<>();
    new LeafReader(buckets.iterator(), new SampleBatch(1, 0), range, partition, capacity)
        .forEachRemaining(
            piece -> {
              List<Double> features = new ArrayList<>();
              for (int r = 0; r < piece.samples().rows(); r++) {
                features.add(piece.samples().feature(r, 0));
              }
              pieces.add(new Copy(piece.leaf(), features));
            });
    return pieces;
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 5", "7, 3", "8, 8", "13, 4", "4, 13", "100, 16"})
  void everyLeafIsInExactlyOnePartitionInOrder(int leaves, int partitions) {
    LeafRange range = LeafRange.even(leaves, leaves, partitions);
    int next = 0;
    for (int p = 0; p < partitions; p++) {
      assertThat(range.firstOf(p)).isEqualTo(next);
      while (next < leaves && range.partitionOf(next) == p) {
        next++;
      }
    }
    assertThat(next).isEqualTo(leaves);
    assertThat(range.firstOf(partitions)).isEqualTo(leaves);
  }

  @Test
  void emptyLeavesComeUpToo() {
    List<Copy> pieces = walk(buckets(rows(3, true), 1), LeafRange.even(20, 20, 1), 0, 10);
    assertThat(pieces).extracting(Copy::leaf).doesNotHaveDuplicates().hasSize(20);
    assertThat(pieces.stream().mapToInt(piece -> piece.features().size()).sum()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 64})
  void bucketsAndPartitionsDoNotChangeWhatALeafHolds(int buckets) {
    List<Row> rows = rows(500, true);
    List<Copy> whole = walk(buckets(rows, 1), LeafRange.even(10, 10, 1), 0, 1000);
    List<Copy> parts = new ArrayList<>();
    for (int p = 0; p < 3; p++) {
      parts.addAll(walk(buckets(rows, buckets), LeafRange.even(10, 10, 3), p, 1000));
    }
    assertThat(parts).isEqualTo(whole);
    assertThat(whole.stream().mapToInt(piece -> piece.features().size()).sum()).isEqualTo(500);
  }

  @Test
  void samplesComeInTheOrderOfTheirKeys() {
    List<Row> rows = rows(500, true);
    List<Double> expected =
        rows.stream()
            .sorted((a, b) -> a.key().compareTo(b.key()))
            .map(row -> row.sample().features()[0])
            .toList();
    List<Double> actual =
        walk(buckets(rows, 8), LeafRange.even(4, 4, 1), 0, 1000).stream()
            .flatMap(piece -> piece.features().stream())
            .toList();
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void equalRowsBeyondTheCapacityComeInPieces() {
    List<Copy> pieces = walk(buckets(rows(25, false), 4), LeafRange.even(1, 1, 1), 0, 10);
    assertThat(pieces).extracting(piece -> piece.features().size()).containsExactly(10, 10, 5);
    assertThat(pieces).extracting(Copy::leaf).containsExactly(0, 0, 0);
  }
}
