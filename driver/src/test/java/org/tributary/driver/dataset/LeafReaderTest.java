package org.tributary.driver.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.Tuple2;

/** Walking a partition's samples leaf by leaf, and dealing leaves to partitions. */
class LeafReaderTest {
  private static List<Tuple2<SampleKey, Sample>> samples(int n, boolean distinct) {
    List<Tuple2<SampleKey, Sample>> samples = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Sample sample = new Sample(new double[] {distinct ? i : 0}, "", new double[0], 1);
      samples.add(new Tuple2<>(SampleKey.of(sample, 1), sample));
    }
    samples.sort(Comparator.comparing(Tuple2::_1));
    return samples;
  }

  private static List<LeafReader.Piece> walk(
      List<Tuple2<SampleKey, Sample>> samples, LeafRange range, int partition, int capacity) {
    List<LeafReader.Piece> pieces = new ArrayList<>();
    List<Tuple2<SampleKey, Sample>> own =
        samples.stream()
            .filter(s -> range.partitionOf(s._1().leaf(range.leaves())) == partition)
            .toList();
    new LeafReader(own.iterator(), range, partition, capacity).forEachRemaining(pieces::add);
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
    List<LeafReader.Piece> pieces = walk(samples(3, true), LeafRange.even(20, 20, 1), 0, 10);
    assertThat(pieces).extracting(LeafReader.Piece::leaf).doesNotHaveDuplicates().hasSize(20);
    assertThat(pieces.stream().mapToInt(piece -> piece.samples().size()).sum()).isEqualTo(3);
  }

  @Test
  void partitionsTogetherGiveWhatOneGives() {
    List<Tuple2<SampleKey, Sample>> samples = samples(500, true);
    List<LeafReader.Piece> whole = walk(samples, LeafRange.even(10, 10, 1), 0, 1000);
    List<LeafReader.Piece> parts = new ArrayList<>();
    for (int p = 0; p < 3; p++) {
      parts.addAll(walk(samples, LeafRange.even(10, 10, 3), p, 1000));
    }
    assertThat(parts).isEqualTo(whole);
  }

  @Test
  void equalRowsBeyondTheCapacityComeInPieces() {
    List<LeafReader.Piece> pieces = walk(samples(25, false), LeafRange.even(1, 1, 1), 0, 10);
    assertThat(pieces).extracting(piece -> piece.samples().size()).containsExactly(10, 10, 5);
    assertThat(pieces).extracting(LeafReader.Piece::leaf).containsExactly(0, 0, 0);
  }
}
