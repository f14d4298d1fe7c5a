package org.tributary.driver.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Samples of one bucket in the order of their keys. The chunks stay packed; only an order of their
 * rows is made.
 */
final class SortedSamples {
  /** No samples. */
  static final SortedSamples NONE = of(List.of());

  private final List<ChunkView> chunks;
  private final int[] chunkAt;
  private final int[] rowAt;
  private final long[] highAt;
  private final long[] lowAt;

  private SortedSamples(
      List<ChunkView> chunks, int[] chunkAt, int[] rowAt, long[] highAt, long[] lowAt) {
    this.chunks = chunks;
    this.chunkAt = chunkAt;
    this.rowAt = rowAt;
    this.highAt = highAt;
    this.lowAt = lowAt;
  }

  /** Sorts the rows of chunks. Equal keys belong to equal rows, whose order does not matter. */
  static SortedSamples of(List<ChunkView> chunks) {
    int rows = 0;
    for (ChunkView chunk : chunks) {
      rows = Math.addExact(rows, chunk.rows());
    }
    long[] high = new long[rows];
    long[] low = new long[rows];
    int[] chunkOf = new int[rows];
    int[] rowOf = new int[rows];
    int at = 0;
    for (int c = 0; c < chunks.size(); c++) {
      ChunkView chunk = chunks.get(c);
      for (int r = 0; r < chunk.rows(); r++, at++) {
        high[at] = chunk.high(r);
        low[at] = chunk.low(r);
        chunkOf[at] = c;
        rowOf[at] = r;
      }
    }
    return ordered(chunks, chunkOf, rowOf, high, low);
  }

  private static SortedSamples ordered(
      List<ChunkView> chunks, int[] chunkOf, int[] rowOf, long[] high, long[] low) {
    int rows = high.length;
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

  /** Tells whether the sample at a place has a key. */
  boolean has(int place, long high, long low) {
    return highAt[place] == high && lowAt[place] == low;
  }

  /** Returns the row at a place as a chunk of its own, without its copies. */
  byte[] alone(int place) {
    return chunks.get(chunkAt[place]).alone(rowAt[place]);
  }

  /** Returns how many equal samples the packed row at a place stands for. */
  int copies(int place) {
    return chunks.get(chunkAt[place]).copies(rowAt[place]);
  }

  /** Returns the first place of a key, or of the one behind it. */
  int firstOf(long high, long low) {
    int from = 0;
    int to = rows();
    while (from < to) {
      int middle = (from + to) >>> 1;
      int byHigh = Long.compareUnsigned(highAt[middle], high);
      if (byHigh < 0 || (byHigh == 0 && Long.compareUnsigned(lowAt[middle], low) < 0)) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** Returns the sample at each place as often as told, in their order. */
  SortedSamples repeated(int[] times) {
    int rows = 0;
    boolean same = true;
    for (int count : times) {
      rows = Math.addExact(rows, count);
      same &= count == 1;
    }
    if (same) {
      return this;
    }
    int[] places = new int[rows];
    int at = 0;
    for (int place = 0; place < times.length; place++) {
      Arrays.fill(places, at, at + times[place], place);
      at += times[place];
    }
    return new SortedSamples(
        chunks,
        IntStream.of(places).map(place -> chunkAt[place]).toArray(),
        IntStream.of(places).map(place -> rowAt[place]).toArray(),
        IntStream.of(places).mapToLong(place -> highAt[place]).toArray(),
        IntStream.of(places).mapToLong(place -> lowAt[place]).toArray());
  }

  /**
   * Returns these samples and others, in the order of their keys.
   *
   * @param rows chunks of one row
   * @param keys the keys of the others, those of the first row first
   * @param ends where those of each row end
   */
  SortedSamples with(List<ChunkView> rows, KeyList keys, int[] ends) {
    int own = rows();
    int all = Math.addExact(own, keys.size());
    int[] chunkOf = Arrays.copyOf(chunkAt, all);
    for (int r = 0; r < ends.length; r++) {
      int from = r == 0 ? 0 : ends[r - 1];
      Arrays.fill(chunkOf, own + from, own + ends[r], chunks.size() + r);
    }
    List<ChunkView> both = new ArrayList<>(chunks);
    both.addAll(rows);
    long[] high = Arrays.copyOf(highAt, all);
    long[] low = Arrays.copyOf(lowAt, all);
    keys.copy(high, low, own);
    return ordered(both, chunkOf, Arrays.copyOf(rowAt, all), high, low);
  }

  /** Returns the features of the sample at a place, in an array of their own. */
  double[] features(int place) {
    ChunkView chunk = chunks.get(chunkAt[place]);
    double[] features = new double[chunk.width()];
    chunk.features(rowAt[place], features, 0);
    return features;
  }

  /** Appends the sample at a place to a batch. */
  void copy(int place, SampleBatch to) {
    to.add(chunks.get(chunkAt[place]), rowAt[place]);
  }
}
