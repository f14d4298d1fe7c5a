package org.tributary.driver.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import org.tributary.core.data.Block;

/**
 * The blocks of a partition whose executor is killed while they are processed: of the tasks that
 * find a file, the one that deletes it ends its process after the first block, as the kernel does
 * for want of memory.
 */
final class ExecutorKillingBlocks implements Iterator<Block<float[]>> {
  private static final int KILLED = 137;

  private final Iterator<Block<float[]>> blocks;
  private final Path order;
  private int taken;

  /**
   * Wraps the blocks of a partition.
   *
   * @param order the file
   */
  ExecutorKillingBlocks(Iterator<Block<float[]>> blocks, String order) {
    this.blocks = blocks;
    this.order = Path.of(order);
  }

  @Override
  public boolean hasNext() {
    return blocks.hasNext();
  }

  @Override
  public Block<float[]> next() {
    if (taken++ == 1 && takesOrder()) {
      Runtime.getRuntime().halt(KILLED);
    }
    return blocks.next();
  }

  private boolean takesOrder() {
    try {
      return Files.deleteIfExists(order);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
