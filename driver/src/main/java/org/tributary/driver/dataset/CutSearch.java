package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds the cuts that give each stratum its shares exactly: by counting one more digit of the
 * positions in each pass, with the same result on any partitioning.
 *
 * <p>The hold-out set is to have r = round(share n) of the n samples of a stratum. Its end is the
 * lowest position below which there are r or more, so samples of the same position stay together.
 * There are up to {@value #DIGITS} passes; samples of uniform positions need two or three.
 */
final class CutSearch {
  private static final int DIGIT_BITS = 8;
  private static final int DIGITS = Long.SIZE / DIGIT_BITS;
  private static final int VALUES = 1 << DIGIT_BITS;

  private CutSearch() {}

  /** How many samples have which digit behind which leading digits, by stratum. Mutable. */
  static final class Counts implements Serializable {
    private static final long serialVersionUID = 1;

    private final int digit;
    private final HashMap<String, Set<Long>> wanted;
    private final HashMap<String, HashMap<Long, long[]>> counts = new HashMap<>();

    /**
     * Starts without samples.
     *
     * @param digit which digit is counted, from 0
     * @param wanted the leading digits of interest of each stratum; not asked for the first digit
     */
    Counts(int digit, Map<String, Set<Long>> wanted) {
      this.digit = digit;
      this.wanted = new HashMap<>(wanted);
    }

    /** Returns counts of the same digit without samples. */
    Counts empty() {
      return new Counts(digit, wanted);
    }

    /** Adds some samples of one position. */
    void add(String stratum, long position, long count) {
      long leading = leading(position, digit);
      if (digit == 0 || wanted.getOrDefault(stratum, Set.of()).contains(leading)) {
        int value = (int) leading(position, digit + 1) & (VALUES - 1);
        of(stratum, leading)[value] += count;
      }
    }

    /** Adds the samples of others. */
    Counts merge(Counts other) {
      other.counts.forEach(
          (stratum, some) ->
              some.forEach(
                  (leading, values) -> {
                    long[] sums = of(stratum, leading);
                    for (int v = 0; v < VALUES; v++) {
                      sums[v] += values[v];
                    }
                  }));
      return this;
    }

    private long[] of(String stratum, long leading) {
      return counts
          .computeIfAbsent(stratum, none -> new HashMap<>())
          .computeIfAbsent(leading, none -> new long[VALUES]);
    }

    private static long leading(long position, int digits) {
      return digits == 0 ? 0 : position >>> (Long.SIZE - DIGIT_BITS * digits);
    }
  }

  /** The search for the end of one set in one stratum. Mutable. */
  private static final class End {
    private final long rank;
    private long below;
    private long leading;
    private int digits;
    private boolean found;

    End(long rank) {
      this.rank = rank;
      this.found = rank == 0;
    }

    void narrow(long[] counts) {
      int value = 0;
      while (below + counts[value] < rank) {
        below += counts[value++];
      }
      leading = leading << DIGIT_BITS | value;
      digits++;
      // Behind a digit that ends exactly there, if that is no overflow.
      found = digits == DIGITS || (below + counts[value] == rank && end() != 0);
    }

    /** Returns the first position behind the leading digits. */
    long end() {
      return rank == 0 ? 0 : (leading + 1) << (Long.SIZE - DIGIT_BITS * digits);
    }
  }

  /**
   * Finds the cuts.
   *
   * @param split the shares
   * @param pass counts all samples in counts that begin empty
   */
  static Cuts of(Split split, Function<Counts, Counts> pass) {
    Map<String, List<End>> ends = new HashMap<>();
    Map<String, Set<Long>> wanted = new HashMap<>();
    for (int digit = 0; digit == 0 || !wanted.isEmpty(); digit++) {
      Counts counted = pass.apply(new Counts(digit, wanted));
      if (digit == 0) {
        counted.counts.forEach((stratum, some) -> ends.put(stratum, ends(split, some.get(0L))));
      }
      wanted = new HashMap<>();
      for (Map.Entry<String, List<End>> stratum : ends.entrySet()) {
        Set<Long> open = narrowed(stratum.getValue(), counted.counts.get(stratum.getKey()));
        if (!open.isEmpty()) {
          wanted.put(stratum.getKey(), open);
        }
      }
    }
    Map<String, long[]> cuts = new HashMap<>();
    ends.forEach((stratum, some) -> cuts.put(stratum, some.stream().mapToLong(End::end).toArray()));
    return Cuts.of(cuts);
  }

  private static List<End> ends(Split split, long[] counts) {
    long rows = 0;
    for (long count : counts) {
      rows += count;
    }
    long holdout = Math.round(split.holdout() * rows);
    long validation = Math.round(split.validation() * (rows - holdout));
    return new ArrayList<>(List.of(new End(holdout), new End(holdout + validation)));
  }

  /** Takes up the counts of one digit, and returns the leading digits that remain of interest. */
  private static Set<Long> narrowed(List<End> ends, Map<Long, long[]> counts) {
    Set<Long> open = new HashSet<>();
    for (End end : ends) {
      if (!end.found) {
        end.narrow(counts.get(end.leading));
      }
      if (!end.found) {
        open.add(end.leading);
      }
    }
    return open;
  }
}
