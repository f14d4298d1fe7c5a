package org.tributary.driver.dataset;

import java.util.Iterator;
import org.tributary.core.data.Block;

/**
 * The blocks of a partition, made one at a time.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class BlockIterator<A> implements Iterator<Block<A>> {
  private final LeafReader leaves;
  private final BlockBuilder<A> builder;

  BlockIterator(LeafReader leaves, BlockBuilder<A> builder) {
    this.leaves = leaves;
    this.builder = builder;
  }

  @Override
  public boolean hasNext() {
    return leaves.hasNext();
  }

  @Override
  public Block<A> next() {
    LeafReader.Piece piece = leaves.next();
    return builder.build(piece.leaf(), piece.samples());
  }
}
