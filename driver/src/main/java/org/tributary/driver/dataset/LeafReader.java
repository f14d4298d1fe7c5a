package org.tributary.driver.dataset;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import scala.Tuple2;

/**
 * Walks a partition's sorted samples a piece of a leaf at a time.
 *
 * <p>Every leaf of the partition's range comes up, an empty one as an empty piece. A leaf of more
 * than {@code capacity} samples, as many equal rows make, comes in several pieces, cut at multiples
 * of the capacity.
 */
final class LeafReader implements Iterator<LeafReader.Piece> {

  /**
   * Some samples of a leaf, in order.
   *
   * @param leaf the leaf
   * @param samples at most {@code capacity} of them
   */
  record Piece(int leaf, List<Sample> samples) {}

  private final Iterator<Tuple2<SampleKey, Sample>> samples;
  private final int leaves;
  private final int end;
  private final int capacity;
  private int leaf;
  private Tuple2<SampleKey, Sample> pending;
  private boolean hasPending;

  LeafReader(
      Iterator<Tuple2<SampleKey, Sample>> samples, LeafRange range, int partition, int capacity) {
    this.samples = samples;
    this.leaves = range.leaves();
    this.leaf = range.firstOf(partition);
    this.end = range.firstOf(partition + 1);
    this.capacity = capacity;
    advance();
  }

  private void advance() {
    hasPending = samples.hasNext();
    if (hasPending) {
      pending = samples.next();
    }
  }

  private boolean pendingIsOfThisLeaf() {
    return hasPending && pending._1().leaf(leaves) == leaf;
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
    List<Sample> piece = new ArrayList<>();
    while (piece.size() < capacity && pendingIsOfThisLeaf()) {
      piece.add(pending._2());
      advance();
    }
    Piece result = new Piece(leaf, piece);
    if (!pendingIsOfThisLeaf()) {
      leaf++;
    }
    return result;
  }
}
