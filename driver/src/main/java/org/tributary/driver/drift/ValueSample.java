package org.tributary.driver.drift;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.tributary.core.random.RandomStream;

/**
 * A sample of the distinct numbers of a column, each with its exact count: those with the least
 * hashes (Bar-Yossef et al., RANDOM 2002), so it depends on the numbers alone, and not on their
 * order. A column with fewer distinct numbers is counted whole.
 */
final class ValueSample implements ColumnCounts {
  private static final long serialVersionUID = 1;

  /** What cells mean; only where they are counted. */
  private final transient CountedColumn column;

  private final int limit;

  /** A number and its count, by the hash of the number. */
  private final TreeMap<Long, double[]> numbers = new TreeMap<>();

  private long missing;

  /**
   * Starts without cells.
   *
   * @param limit how many distinct numbers are kept
   */
  ValueSample(CountedColumn column, int limit) {
    this.column = column;
    this.limit = limit;
  }

  @Override
  public void add(Object cell) {
    double number = column.numberIn(cell);
    if (Double.isNaN(number)) {
      missing++;
    } else {
      add(RandomStream.mix(Double.doubleToLongBits(number)), number, 1);
    }
  }

  private void add(long hash, double number, double times) {
    if (numbers.size() >= limit && hash > numbers.lastKey()) {
      return;
    }
    double[] entry = numbers.computeIfAbsent(hash, h -> new double[] {number, 0});
    entry[1] += times;
    if (numbers.size() > limit) {
      numbers.pollLastEntry();
    }
  }

  @Override
  public void merge(ColumnCounts other) {
    ValueSample that = (ValueSample) other;
    missing += that.missing;
    that.numbers.forEach((hash, entry) -> add(hash, entry[0], entry[1]));
  }

  @Override
  public long missing() {
    return missing;
  }

  /**
   * Returns edges of bins that hold about equally many of the sampled cells, with one bin below and
   * one above all of them.
   *
   * @param bins how many bins there are at most between these two
   */
  double[] edges(int bins) {
    List<double[]> sorted = new ArrayList<>(numbers.values());
    sorted.sort(Comparator.comparingDouble(entry -> entry[0]));
    if (sorted.isEmpty()) {
      return new double[0];
    }
    double total = sorted.stream().mapToDouble(entry -> entry[1]).sum();
    List<Double> edges = new ArrayList<>();
    edges.add(Math.nextDown(sorted.get(0)[0]));
    double below = 0;
    int next = 1;
    boolean few = sorted.size() <= bins;
    for (int i = 0; i < sorted.size(); i++) {
      below += sorted.get(i)[1];
      if (few || below * bins >= next * total || i == sorted.size() - 1) {
        edges.add(sorted.get(i)[0]);
        next = (int) Math.floor(below * bins / total) + 1;
      }
    }
    return edges.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
