package org.tributary.driver.dataset;

import java.util.OptionalInt;
import org.tributary.driver.spec.InvalidConfiguration;

/** Says whether what is trained has room, as soon as the data tells how large it is. */
public interface MemoryLimit {
  /** Has room for everything. */
  MemoryLimit ANY = (inputs, outputs, blockRows) -> {};

  /**
   * Refuses what cannot have room.
   *
   * @param inputs s_1, the number of features
   * @param outputs K; empty before the classes are known
   * @param blockRows rows of the largest block at least; 1 before rows are counted
   * @throws InvalidConfiguration naming what is too large, its size, and how to make room
   */
  void require(int inputs, OptionalInt outputs, long blockRows);
}
