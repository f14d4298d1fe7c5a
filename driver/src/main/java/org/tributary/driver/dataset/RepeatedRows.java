package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.tributary.driver.spark.Rdds;

/**
 * The rows that repeat so often that their copies, which have one key, would make one leaf and one
 * partition much larger than the others. Their copies in a set are spread evenly over the range of
 * keys instead: of c copies of a row of key (high, low), copy i has the key
 *
 * <pre>
 *   (high + i floor((2^64 - 1) / c), low)    modulo 2^64, i = 0 .. c - 1
 * </pre>
 *
 * <p>So each of L leaves has c / L of them, give or take one. Copies are equal, so it does not
 * matter which of them has which number: their keys follow from the row and from c.
 */
final class RepeatedRows implements Serializable {
  private static final long serialVersionUID = 1;

  /** As many blocks of copies of a row stay together. */
  private static final int BLOCKS = 4;

  /** So does a part of all rows: one of so many. */
  private static final int SHARE = 1024;

  private final ArrayList<RepeatedRow> rows;

  private RepeatedRows(List<RepeatedRow> rows) {
    this.rows = new ArrayList<>(rows);
  }

  /**
   * Returns how many copies of a row stay together: 4 blocks, or 1/1024 of all rows if these are
   * more.
   *
   * @param rows number of rows of the table
   * @param blockRows rows of a block
   */
  static long limit(long rows, int blockRows) {
    return Math.max((long) BLOCKS * blockRows, rows / SHARE);
  }

  /**
   * Finds the rows of more copies than stay together. Reads only the buckets that can have one: of
   * most tables, none.
   *
   * @param keys the histogram of the keys of all samples
   * @param limit how many copies stay together
   */
  static RepeatedRows of(
      SampleShuffle samples, KeyHistogram keys, SplitAssignment assignment, long limit) {
    List<KeyRange> cells = keys.above(limit);
    if (cells.isEmpty()) {
      return new RepeatedRows(List.of());
    }
    JavaRDD<CountedSamples> buckets =
        samples.counted(bucket -> cells.stream().anyMatch(bucket::overlaps));
    return new RepeatedRows(
        Rdds.collect(
            Rdds.mapPartitions(
                buckets,
                some -> {
                  List<RepeatedRow> found = new ArrayList<>();
                  some.forEachRemaining(bucket -> find(bucket, assignment, limit, found));
                  return found.iterator();
                })));
  }

  private static void find(
      CountedSamples bucket, SplitAssignment assignment, long limit, List<RepeatedRow> found) {
    SortedSamples samples = bucket.samples();
    int[][] copies = assignment.copies(bucket);
    int first = 0;
    for (int end = 1; end <= samples.rows(); end++) {
      if (end < samples.rows() && samples.isCopy(end)) {
        continue;
      }
      long[] sums = SplitAssignment.sums(copies, first, end);
      if (LongStream.of(sums).sum() > limit) {
        found.add(
            new RepeatedRow(samples.high(first), samples.low(first), samples.alone(first), sums));
      }
      first = end;
    }
  }

  /** Tells whether there are none. */
  boolean isEmpty() {
    return rows.isEmpty();
  }

  /**
   * Returns the samples of a set that have their keys in the range of a bucket.
   *
   * @param copies how many samples at each place of the bucket are in the set
   */
  SortedSamples spread(CountedSamples bucket, int[] copies, Side side) {
    SortedSamples samples = bucket.samples();
    int[] others = copies.clone();
    List<ChunkView> views = new ArrayList<>();
    KeyList keys = new KeyList();
    int[] ends = new int[rows.size()];
    for (int r = 0; r < ends.length; r++) {
      RepeatedRow row = rows.get(r);
      int place = samples.firstOf(row.high(), row.low());
      while (place < others.length && samples.has(place, row.high(), row.low())) {
        others[place++] = 0;
      }
      row.addKeys(bucket.range(), side, keys);
      views.add(row.view());
      ends[r] = keys.size();
    }
    return samples.repeated(others).with(views, keys, ends);
  }
}
