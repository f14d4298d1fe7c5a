package org.tributary.driver.dataset;

import java.util.Arrays;
import java.util.List;

/**
 * The samples of one bucket in the order of their keys. The chunks stay packed; only an order of
 * their rows is made.
 */
final class SortedSamples {
  /** No samples. */
  static final SortedSamples NONE = of(List.of());

  private final List<SampleChunk.View> chunks;
  private final int[] starts;
  private final int[] order;

  private SortedSamples(List<SampleChunk.View> chunks, int[] starts, int[] order) {
    this.chunks = chunks;
    this.starts = starts;
    this.order = order;
  }

  /** Sorts the rows of chunks. Equal keys belong to equal rows, whose order does not matter. */
  static SortedSamples of(List<SampleChunk.View> chunks) {
    int[] starts = new int[chunks.size() + 1];
    for (int c = 0; c < chunks.size(); c++) {
      starts[c + 1] = Math.addExact(starts[c], chunks.get(c).rows());
    }
    int rows = starts[chunks.size()];
    long[] high = new long[rows];
    long[] low = new long[rows];
    for (int c = 0; c < chunks.size(); c++) {
      SampleChunk.View chunk = chunks.get(c);
      for (int r = 0; r < chunk.rows(); r++) {
        high[starts[c] + r] = chunk.high(r);
        low[starts[c] + r] = chunk.low(r);
      }
    }
    return new SortedSamples(chunks, starts, KeyOrder.of(high, low));
  }

  int rows() {
    return order.length;
  }

  /** Returns the upper half of the key of the sample at a place. */
  long high(int place) {
    int row = order[place];
    int c = chunk(row);
    return chunks.get(c).high(row - starts[c]);
  }

  /** Returns the features of the sample at a place, in an array of their own. */
  double[] features(int place) {
    int row = order[place];
    int c = chunk(row);
    double[] features = new double[chunks.get(c).width()];
    chunks.get(c).features(row - starts[c], features, 0);
    return features;
  }

  /** Appends the sample at a place to a batch. */
  void copy(int place, SampleBatch to) {
    int row = order[place];
    int c = chunk(row);
    to.add(chunks.get(c), row - starts[c]);
  }

  private int chunk(int row) {
    int found = Arrays.binarySearch(starts, row);
    int c = found >= 0 ? found : -found - 2;
    while (starts[c + 1] == row) {
      c++;
    }
    return c;
  }
}
