package org.tributary.driver.dataset;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The samples of one bucket in the order of their keys. The chunks stay packed; only an order of
 * their rows is made.
 */
final class SortedSamples {
  /** No samples. */
  static final SortedSamples NONE = of(List.of());

  private final List<SampleChunk.View> chunks;
  private final int[] chunkAt;
  private final int[] rowAt;
  private final long[] highAt;
  private final long[] lowAt;

  private SortedSamples(
      List<SampleChunk.View> chunks, int[] chunkAt, int[] rowAt, long[] highAt, long[] lowAt) {
    this.chunks = chunks;
    this.chunkAt = chunkAt;
    this.rowAt = rowAt;
    this.highAt = highAt;
    this.lowAt = lowAt;
  }

  /** Sorts the rows of chunks. Equal keys belong to equal rows, whose order does not matter. */
  static SortedSamples of(List<SampleChunk.View> chunks) {
    int rows = 0;
    for (SampleChunk.View chunk : chunks) {
      rows = Math.addExact(rows, chunk.rows());
    }
    long[] high = new long[rows];
    long[] low = new long[rows];
    int[] chunkOf = new int[rows];
    int[] rowOf = new int[rows];
    int at = 0;
    for (int c = 0; c < chunks.size(); c++) {
      SampleChunk.View chunk = chunks.get(c);
      for (int r = 0; r < chunk.rows(); r++, at++) {
        high[at] = chunk.high(r);
        low[at] = chunk.low(r);
        chunkOf[at] = c;
        rowOf[at] = r;
      }
    }
    int[] order = KeyOrder.of(high, low);
    int[] chunkAt = new int[rows];
    int[] rowAt = new int[rows];
    long[] highAt = new long[rows];
    long[] lowAt = new long[rows];
    for (int place = 0; place < rows; place++) {
      chunkAt[place] = chunkOf[order[place]];
      rowAt[place] = rowOf[order[place]];
      highAt[place] = high[order[place]];
      lowAt[place] = low[order[place]];
    }
    return new SortedSamples(chunks, chunkAt, rowAt, highAt, lowAt);
  }

  /** Returns the number of samples. */
  int rows() {
    return rowAt.length;
  }

  /** Returns the upper half of the key of the sample at a place. */
  long high(int place) {
    return highAt[place];
  }

  /** Returns the lower half of the key of the sample at a place. */
  long low(int place) {
    return lowAt[place];
  }

  /** Tells whether the sample at a place is equal to the one before it. */
  boolean isCopy(int place) {
    return place > 0 && highAt[place] == highAt[place - 1] && lowAt[place] == lowAt[place - 1];
  }

  /** Returns the position of the sample at a place, by the column that divides the rows. */
  long position(int place) {
    return chunks.get(chunkAt[place]).position(rowAt[place]);
  }

  /** Returns the name of the class of the sample at a place; empty where targets are numbers. */
  String label(int place) {
    return chunks.get(chunkAt[place]).label(rowAt[place]);
  }

  /** Returns the weight of the sample at a place. */
  double weight(int place) {
    return chunks.get(chunkAt[place]).weight(rowAt[place]);
  }

  /** Returns how many numbers the features of the sample at a place carry. */
  int numbers(int place) {
    return chunks.get(chunkAt[place]).numbers(rowAt[place]);
  }

  /** Returns the samples at some places, in their order. */
  SortedSamples where(IntPredicate chosen) {
    int[] places = IntStream.range(0, rows()).filter(chosen).toArray();
    return new SortedSamples(
        chunks,
        IntStream.of(places).map(place -> chunkAt[place]).toArray(),
        IntStream.of(places).map(place -> rowAt[place]).toArray(),
        IntStream.of(places).mapToLong(place -> highAt[place]).toArray(),
        IntStream.of(places).mapToLong(place -> lowAt[place]).toArray());
  }

  /** Returns the features of the sample at a place, in an array of their own. */
  double[] features(int place) {
    SampleChunk.View chunk = chunks.get(chunkAt[place]);
    double[] features = new double[chunk.width()];
    chunk.features(rowAt[place], features, 0);
    return features;
  }

  /** Appends the sample at a place to a batch. */
  void copy(int place, SampleBatch to) {
    to.add(chunks.get(chunkAt[place]), rowAt[place]);
  }
}
