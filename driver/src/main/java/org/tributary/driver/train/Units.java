package org.tributary.driver.train;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.tributary.core.data.Block;
import org.tributary.driver.samples.LeafRange;

/**
 * A partition's blocks, a unit at a time: every unit of the partition, whole and in order.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Units<A> implements Iterator<Units.Unit<A>> {

  /**
   * The blocks of a unit.
   *
   * @param index its number
   * @param blocks its blocks in canonical order, one at least
   */
  record Unit<A>(int index, List<Block<A>> blocks) {}

  private final Iterator<Block<A>> blocks;
  private final LeafRange range;
  private List<Block<A>> begun = new ArrayList<>();

  Units(Iterator<Block<A>> blocks, LeafRange range) {
    this.blocks = blocks;
    this.range = range;
    if (blocks.hasNext()) {
      begun.add(blocks.next());
    }
  }

  @Override
  public boolean hasNext() {
    return !begun.isEmpty();
  }

  @Override
  public Unit<A> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    List<Block<A>> own = begun;
    begun = new ArrayList<>();
    int unit = range.unitOf(own.get(0).index());
    while (blocks.hasNext() && begun.isEmpty()) {
      Block<A> block = blocks.next();
      (range.unitOf(block.index()) == unit ? own : begun).add(block);
    }
    return new Unit<>(unit, own);
  }
}
