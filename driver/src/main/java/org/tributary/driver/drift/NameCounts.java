package org.tributary.driver.drift;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tributary.core.random.RandomStream;

/**
 * Counts of the names of a column: of each name if there are not too many, and of buckets of names
 * by their hashes.
 */
final class NameCounts implements ColumnCounts {
  private static final long serialVersionUID = 1;

  /** The number of buckets. */
  static final int BUCKETS = 64;

  private final int limit;
  private final HashSet<String> listed;
  private final HashMap<String, Long> names = new HashMap<>();
  private final long[] buckets = new long[BUCKETS];
  private boolean tooMany;
  private long missing;

  /**
   * Starts without cells.
   *
   * @param limit how many names are counted; of more, only those listed
   * @param listed names that are counted in any case
   */
  NameCounts(int limit, List<String> listed) {
    this.limit = limit;
    this.listed = new HashSet<>(listed);
  }

  @Override
  public void add(Object cell) {
    String name = CountedColumn.nameIn(cell);
    if (name.isEmpty()) {
      missing++;
      return;
    }
    buckets[Math.floorMod(RandomStream.mix(name.hashCode()), BUCKETS)]++;
    if (!tooMany || listed.contains(name)) {
      names.merge(name, 1L, Long::sum);
      if (names.size() > limit + listed.size()) {
        forgetTooMany();
      }
    }
  }

  private void forgetTooMany() {
    if (tooMany || names.size() > limit + listed.size()) {
      tooMany = true;
      names.keySet().retainAll(listed);
    }
  }

  @Override
  public void merge(ColumnCounts other) {
    NameCounts that = (NameCounts) other;
    missing += that.missing;
    for (int i = 0; i < BUCKETS; i++) {
      buckets[i] += that.buckets[i];
    }
    tooMany |= that.tooMany;
    that.names.forEach((name, count) -> names.merge(name, count, Long::sum));
    forgetTooMany();
  }

  @Override
  public long missing() {
    return missing;
  }

  /** Tells whether there are too many names to count each. */
  boolean hasTooMany() {
    return tooMany;
  }

  /** Returns the count of each bucket. */
  long[] buckets() {
    return buckets.clone();
  }

  /** Returns the count of each name, in the order of the names. */
  Map<String, Long> names() {
    return new TreeMap<>(names);
  }

  /**
   * Returns the most frequent names, equally frequent ones in the order of their characters.
   *
   * @param most how many
   */
  List<String> frequent(int most) {
    List<Map.Entry<String, Long>> sorted = new ArrayList<>(names.entrySet());
    sorted.sort(
        Comparator.comparingLong((Map.Entry<String, Long> entry) -> -entry.getValue())
            .thenComparing(Map.Entry::getKey));
    return sorted.stream().limit(most).map(Map.Entry::getKey).toList();
  }
}
