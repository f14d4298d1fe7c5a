package org.tributary.driver.dataset;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Walks a partition's sorted samples a piece of a leaf at a time.
 *
 * <p>Every leaf of the partition's range comes up, an empty one as an empty piece. A leaf of more
 * than {@code capacity} samples, as many equal rows make, comes in several pieces, cut at multiples
 * of the capacity. Leaves that are not of the partition are passed over.
 */
final class LeafReader implements Iterator<LeafReader.Piece> {

  /**
   * Some samples of a leaf, in order.
   *
   * @param leaf the leaf
   * @param samples at most {@code capacity} of them; valid until the next piece
   */
  record Piece(int leaf, SampleBatch samples) {}

  private final Iterator<SortedSamples> buckets;
  private final SampleBatch batch;
  private final int leaves;
  private final int end;
  private final int capacity;
  private SortedSamples bucket = SortedSamples.NONE;
  private int place;
  private int leaf;
  private int pendingLeaf;

  /**
   * Begins at the first leaf of a partition.
   *
   * @param buckets sorted, in ascending order of their keys
   * @param batch takes the samples of a piece
   * @param capacity most samples of a piece
   */
  LeafReader(
      Iterator<SortedSamples> buckets,
      SampleBatch batch,
      LeafRange range,
      int partition,
      int capacity) {
    this.buckets = buckets;
    this.batch = batch;
    this.leaves = range.leaves();
    this.leaf = range.firstOf(partition);
    this.end = range.firstOf(partition + 1);
    this.capacity = capacity;
    this.place = -1;
    do {
      advance();
    } while (pendingLeaf < leaf);
  }

  /** Goes to the next sample, of leaf {@code leaves} where there is none. */
  private void advance() {
    place++;
    while (place == bucket.rows() && buckets.hasNext()) {
      bucket = buckets.next();
      place = 0;
    }
    pendingLeaf = place < bucket.rows() ? SampleKey.leaf(bucket.high(place), leaves) : leaves;
  }

  @Override
  public boolean hasNext() {
    return leaf < end;
  }

  @Override
  public Piece next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    batch.clear();
    while (batch.rows() < capacity && pendingLeaf == leaf) {
      bucket.copy(place, batch);
      advance();
    }
    Piece piece = new Piece(leaf, batch);
    if (pendingLeaf != leaf) {
      leaf++;
    }
    return piece;
  }
}
