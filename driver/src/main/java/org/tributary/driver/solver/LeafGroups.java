package org.tributary.driver.solver;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;
import org.tributary.core.data.Block;
import org.tributary.driver.dataset.LeafRange;

/**
 * A partition's blocks by their groups, in order.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class LeafGroups<A> implements Iterator<LeafGroups.Group<A>> {

  /**
   * Blocks of a group.
   *
   * @param index its number
   * @param blocks blocks in canonical order, one at least
   */
  record Group<A>(int index, List<Block<A>> blocks) {}

  private final Iterator<Block<A>> blocks;
  private final LeafRange range;
  private final boolean whole;
  private final UnaryOperator<Block<A>> kept;
  private List<Block<A>> begun = new ArrayList<>();

  /**
   * Walks blocks.
   *
   * @param whole whether the blocks of a group come together; otherwise each comes by itself
   * @param kept what is held of a block until its group is whole
   */
  LeafGroups(
      Iterator<Block<A>> blocks, LeafRange range, boolean whole, UnaryOperator<Block<A>> kept) {
    this.kept = kept;
    this.blocks = blocks;
    this.range = range;
    this.whole = whole;
    if (blocks.hasNext()) {
      begun.add(read());
    }
  }

  private Block<A> read() {
    Block<A> block = blocks.next();
    return whole ? kept.apply(block) : block;
  }

  @Override
  public boolean hasNext() {
    return !begun.isEmpty();
  }

  @Override
  public Group<A> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    List<Block<A>> own = begun;
    begun = new ArrayList<>();
    int group = range.groupOf(own.get(0).index());
    while (blocks.hasNext() && begun.isEmpty()) {
      Block<A> block = read();
      (whole && range.groupOf(block.index()) == group ? own : begun).add(block);
    }
    return new Group<>(group, own);
  }
}
