package org.tributary.core.metrics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/**
 * Exact sums of weights by cell, for cells of which few are used: memory grows with the cells that
 * have a sum. A hash table with linear probing; weights of 1 are counted, others are {@link
 * ExactSum}s.
 *
 * <p>An instance is a mutable running sum and serves one thread.
 */
final class CellSums implements Serializable {
  private static final long serialVersionUID = 1;

  private static final long FREE = -1;

  private int used;
  private long[] cells = new long[8];
  private long[] counts = new long[8];

  /** As long as the table once there is a weight other than 1, empty before. */
  private ExactSum[] others = {};

  CellSums() {
    Arrays.fill(cells, FREE);
  }

  /** Adds a weight to a cell, a number from 0 on. */
  void add(long cell, double weight) {
    int at = occupied(cell);
    if (weight == 1) {
      counts[at]++;
    } else if (weight != 0) {
      other(at).add(weight);
    }
  }

  /** Adds the sums of another instance to this one. */
  void merge(CellSums that) {
    for (int i = 0; i < that.cells.length; i++) {
      if (that.cells[i] != FREE) {
        int at = occupied(that.cells[i]);
        counts[at] += that.counts[i];
        if (that.others.length > 0 && that.others[i] != null) {
          other(at).merge(that.others[i]);
        }
      }
    }
  }

  /** Returns the sum of a cell, rounded; 0 for one that has none. */
  double sum(long cell) {
    int at = place(cell);
    if (cells[at] == FREE) {
      return 0;
    }
    if (others.length == 0 || others[at] == null) {
      return (double) counts[at];
    }
    ExactSum sum = new ExactSum().merge(others[at]);
    sum.add((double) counts[at]);
    return sum.value();
  }

  /** Adds the exact sum of a cell to another sum. */
  void addTo(ExactSum sum, long cell) {
    int at = place(cell);
    if (cells[at] != FREE) {
      sum.add((double) counts[at]);
      if (others.length > 0 && others[at] != null) {
        sum.merge(others[at]);
      }
    }
  }

  /** Gives each cell that was added to, in the order of their numbers. */
  void forEach(LongConsumer receiver) {
    used().forEach(receiver);
  }

  private LongStream used() {
    return Arrays.stream(cells).filter(cell -> cell != FREE).sorted();
  }

  /** Two instances are equal if the sum of each cell is. */
  @Override
  public boolean equals(Object other) {
    return other instanceof CellSums that
        && LongStream.concat(used(), that.used()).allMatch(cell -> sum(cell) == that.sum(cell));
  }

  @Override
  public int hashCode() {
    return Double.hashCode(used().mapToDouble(this::sum).sum());
  }

  /** Returns where a cell is, or the free place where it would be. */
  private int place(long cell) {
    int mask = cells.length - 1;
    long mixed = cell * 0x9e37_79b9_7f4a_7c15L;
    int at = (int) (mixed >>> 40) & mask;
    while (cells[at] != FREE && cells[at] != cell) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private int occupied(long cell) {
    int at = place(cell);
    if (cells[at] != FREE) {
      return at;
    }
    if (2 * (used + 1) > cells.length) {
      grow();
      at = place(cell);
    }
    used++;
    cells[at] = cell;
    return at;
  }

  private void grow() {
    long[] oldCells = cells;
    long[] oldCounts = counts;
    ExactSum[] oldOthers = others;
    cells = new long[2 * oldCells.length];
    Arrays.fill(cells, FREE);
    counts = new long[cells.length];
    others = new ExactSum[oldOthers.length == 0 ? 0 : cells.length];
    for (int i = 0; i < oldCells.length; i++) {
      if (oldCells[i] != FREE) {
        int at = place(oldCells[i]);
        cells[at] = oldCells[i];
        counts[at] = oldCounts[i];
        if (others.length > 0) {
          others[at] = oldOthers[i];
        }
      }
    }
  }

  private ExactSum other(int at) {
    if (others.length == 0) {
      others = new ExactSum[cells.length];
    }
    if (others[at] == null) {
      others[at] = new ExactSum();
    }
    return others[at];
  }
}
