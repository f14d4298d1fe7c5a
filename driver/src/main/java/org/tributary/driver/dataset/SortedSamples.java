package org.tributary.driver.dataset;

import java.util.List;

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

  private SortedSamples(List<SampleChunk.View> chunks, int[] chunkAt, int[] rowAt, long[] highAt) {
    this.chunks = chunks;
    this.chunkAt = chunkAt;
    this.rowAt = rowAt;
    this.highAt = highAt;
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
    for (int place = 0; place < rows; place++) {
      chunkAt[place] = chunkOf[order[place]];
      rowAt[place] = rowOf[order[place]];
      highAt[place] = high[order[place]];
    }
    return new SortedSamples(chunks, chunkAt, rowAt, highAt);
  }

  /** Returns the number of samples. */
  int rows() {
    return rowAt.length;
  }

  /** Returns the upper half of the key of the sample at a place. */
  long high(int place) {
    return highAt[place];
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
