package org.tributary.driver.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleChunkTest {
  private static final double[] NONE = {};

  private static byte[] pack(int width, int outputs, List<Sample> samples) {
    SampleChunk.Builder builder = new SampleChunk.Builder(width, outputs);
    samples.forEach(sample -> builder.add(SampleKey.of(sample, 7), sample));
    return builder.pack();
  }

  private static void assertHolds(ChunkView view, List<Sample> samples) {
    assertThat(view.rows()).isEqualTo(samples.size());
    for (int r = 0; r < samples.size(); r++) {
      Sample sample = samples.get(r);
      double[] features = new double[view.width()];
      double[] targets = new double[view.outputs()];
      view.features(r, features, 0);
      view.targets(r, targets, 0);
      assertThat(features).isEqualTo(sample.features());
      assertThat(targets).isEqualTo(sample.targets());
      assertThat(view.label(r)).isEqualTo(sample.label());
      assertThat(view.weight(r)).isEqualTo(sample.weight());
      SampleKey key = SampleKey.of(sample, 7);
      assertThat(view.high(r)).isEqualTo(key.high());
      assertThat(view.low(r)).isEqualTo(key.low());
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.1, 1e300, Double.MIN_VALUE})
  void numbersComeBackExactly(double value) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      samples.add(new Sample(new double[] {i, value}, "", new double[] {i * value}, 1));
    }
    assertHolds(new ChunkView(pack(2, 1, samples)), samples);
  }

  @Test
  void negativeZeroBecomesZeroAsItIsForTheKey() {
    Sample sample = new Sample(new double[] {-0.0}, "a", new double[0], 1);
    double[] features = {1};
    new ChunkView(pack(1, 0, List.of(sample))).features(0, features, 0);
    assertThat(features).isEqualTo(new double[] {0.0});
  }

  @Test
  void classesAndWeightsComeBack() {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      samples.add(new Sample(new double[] {i}, "gr\u00f6\u00dfe " + i % 7, new double[0], i % 3));
    }
    assertHolds(new ChunkView(pack(1, 0, samples)), samples);
  }

  @Test
  void floatsTakeHalfTheBytesOfDoubles() {
    List<Sample> floats = new ArrayList<>();
    List<Sample> doubles = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      floats.add(new Sample(new double[] {0.5f * i}, "a", new double[0], 1));
      doubles.add(new Sample(new double[] {0.1 * i}, "a", new double[0], 1));
    }
    assertThat(pack(1, 0, doubles).length - pack(1, 0, floats).length).isEqualTo(400);
  }

  @Test
  void builderIsEmptyAgainWhenItHasPacked() {
    SampleChunk.Builder builder = new SampleChunk.Builder(1, 0);
    Sample sample = new Sample(new double[] {3}, "a", new double[0], 1);
    builder.add(SampleKey.of(sample, 7), sample);
    builder.pack();
    assertThat(builder.rows()).isZero();
    builder.add(SampleKey.of(sample, 7), sample);
    assertHolds(new ChunkView(builder.pack()), List.of(sample));
  }

  @Test
  void copiesAreCountedInsteadOfPacked() {
    SampleChunk.Builder builder = new SampleChunk.Builder(1, 0);
    Sample one = new Sample(new double[] {3}, "a", NONE, 2);
    Sample other = new Sample(new double[] {4}, "b", NONE, 1);
    List<Sample> samples =
        List.of(one, other, one, one.withPosition(7), one.withPosition(0), other);
    for (int chunk = 0; chunk < 2; chunk++) {
      samples.forEach(sample -> builder.add(SampleKey.of(sample, 7), sample));
      ChunkView view = new ChunkView(builder.pack());
      assertHolds(view, List.of(one, other, one, one));
      assertThat(List.of(view.copies(0), view.copies(1), view.copies(2), view.copies(3)))
          .containsExactly(2, 2, 1, 1);
      assertThat(List.of(view.position(0), view.position(2))).containsExactly(0L, 7L);
    }
  }

  @Test
  void aRowAloneIsAChunkOfItself() {
    List<Sample> dense = List.of(new Sample(new double[] {1, 2}, "a", NONE, 2));
    assertHolds(new ChunkView(new ChunkView(pack(2, 0, dense)).alone(0)), dense);
    SampleChunk.Builder builder = new SampleChunk.Builder(9, 1, true, 1);
    Sample sparse = new Sample(new double[] {0.1, 5}, "", new double[] {4}, 1).at(new int[] {2, 8});
    builder.add(SampleKey.of(sparse, 7), sparse);
    ChunkView alone = new ChunkView(new ChunkView(builder.pack()).alone(0));
    double[] features = new double[9];
    alone.features(0, features, 0);
    assertThat(features).containsExactly(0, 0, 0.1, 0, 0, 0, 0, 0, 5);
    assertThat(alone.high(0)).isEqualTo(SampleKey.of(sparse, 7).high());
  }

  @Test
  void numbersComeBackExactlyWhereverTheFirstLongOneIs() {
    SampleChunk.Builder builder = new SampleChunk.Builder(2, 0);
    for (int longOne = 0; longOne < 12; longOne++) {
      List<Sample> samples = new ArrayList<>();
      for (int i = 0; i < 10 + longOne; i++) {
        double number = i == longOne ? 0.1 : 0.5 * i;
        samples.add(new Sample(new double[] {number, i == 3 ? Double.NaN : i}, "a", NONE, 1));
      }
      samples.forEach(sample -> builder.add(SampleKey.of(sample, 7), sample));
      assertHolds(new ChunkView(builder.pack()), samples);
    }
  }
}
