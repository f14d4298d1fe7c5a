package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tributary.core.preparation.CellText;
import org.tributary.driver.source.Cells;
import org.tributary.driver.spec.ColumnKind;

/**
 * Counts of what the cells of a column hold, which tell its kind. Merging is the same in any order.
 * Mutable.
 */
final class ColumnProfile implements Serializable {
  private static final long serialVersionUID = 1;

  /**
   * From this share of the cells on, a column is of numbers or dates, and the rest are errors: a
   * column of categories seldom has so many numbers, one of numbers seldom as many typing errors.
   */
  static final double ALMOST_ALL = 0.9;

  private final int limit;
  private final HashMap<String, Long> names = new HashMap<>();
  private boolean namesOverflow;
  private long filled;
  private int width = 1;
  private long numbers;
  private long integers;
  private long flags;
  private long dates;
  private final TextFacts texts = new TextFacts();

  /**
   * Starts without cells.
   *
   * @param limit how many names are counted; of more, none is
   */
  ColumnProfile(int limit) {
    this.limit = limit;
  }

  /** Counts a cell. */
  void add(Object cell) {
    add(cell, 1);
  }

  /** Counts several equal cells. */
  void add(Object cell, long times) {
    if (Cells.isMissing(cell)) {
      return;
    }
    filled += times;
    if (Cells.width(cell) > 1) {
      // A vector is of numbers.
      width = Math.max(width, Cells.width(cell));
      numbers += times;
      return;
    }
    double number = Cells.number(cell);
    if (!Double.isNaN(number)) {
      numbers += times;
      integers += number == Math.rint(number) ? times : 0;
    }
    flags += cell instanceof Boolean || isFlag(cell) ? times : 0;
    boolean isDate = !Double.isNaN(Cells.days(cell));
    dates += isDate ? times : 0;
    if (!namesOverflow) {
      names.merge(Cells.className(cell), times, Long::sum);
      forgetTooMany();
    } else if (cell instanceof String text) {
      texts.add(text, times, !Double.isNaN(number), isDate);
    }
  }

  private static boolean isFlag(Object cell) {
    return cell instanceof String text && !Double.isNaN(CellText.flag(text));
  }

  private void forgetTooMany() {
    if (names.size() > limit) {
      forget();
    }
  }

  /** From now on, texts are looked at cell by cell, not name by name. */
  private void forget() {
    namesOverflow = true;
    names.forEach(texts::add);
    names.clear();
  }

  /** Adds the counts of other cells of the same column. */
  ColumnProfile merge(ColumnProfile other) {
    filled += other.filled;
    width = Math.max(width, other.width);
    numbers += other.numbers;
    integers += other.integers;
    flags += other.flags;
    dates += other.dates;
    if (other.namesOverflow && !namesOverflow) {
      forget();
    }
    texts.merge(other.texts);
    if (namesOverflow) {
      other.names.forEach(texts::add);
    } else {
      other.names.forEach((name, count) -> names.merge(name, count, Long::sum));
      forgetTooMany();
    }
    return this;
  }

  /** Returns the kind of the column; {@link ColumnKind#IGNORE} if every cell is missing. */
  ColumnKind kind() {
    if (filled == 0) {
      return ColumnKind.IGNORE;
    }
    if (isOfNumbers()) {
      return ColumnKind.NUMBER;
    }
    if (flags == filled) {
      return ColumnKind.BOOLEAN;
    }
    return dates >= ALMOST_ALL * filled ? ColumnKind.DATE : ColumnKind.CATEGORY;
  }

  /** Tells whether almost all cells are numbers. */
  boolean isOfNumbers() {
    return filled > 0 && numbers >= ALMOST_ALL * filled;
  }

  /** Tells whether almost all cells are numbers, and some of these have a fraction. */
  boolean hasFractions() {
    return isOfNumbers() && integers < numbers;
  }

  /** Returns how many cells are numbers. */
  long numbers() {
    return numbers;
  }

  /** Returns what the texts of the column look like. */
  TextFacts texts() {
    TextFacts all = new TextFacts();
    all.merge(texts);
    names.forEach(all::add);
    return all;
  }

  /** Returns the number of values in a cell: 1, or the length of the longest vector. */
  int width() {
    return width;
  }

  /** Returns how many cells have a value. */
  long filled() {
    return filled;
  }

  /** Tells whether there are more distinct names than were to be counted. */
  boolean hasTooManyNames() {
    return namesOverflow;
  }

  /** Tells whether all cells are booleans, or text that is one. */
  boolean isOfFlags() {
    return filled > 0 && flags == filled;
  }

  /** Tells whether all cells have one of two names. */
  boolean hasOnly(String one, String another) {
    return !namesOverflow
        && filled > 0
        && names.keySet().stream().allMatch(name -> name.equals(one) || name.equals(another));
  }

  /** Tells whether there are several names, each in one cell. */
  boolean isOfDistinctNames() {
    return !namesOverflow && filled > 1 && names.size() == filled;
  }

  /** Returns the number of distinct names. */
  int distinct() {
    return names.size();
  }

  /**
   * Returns the names that enough cells have, the most frequent first, equally frequent ones in the
   * order of their characters.
   *
   * @param least how many cells a name must have
   */
  List<String> frequentNames(int least) {
    return names.entrySet().stream()
        .filter(entry -> entry.getValue() >= least)
        .sorted(
            Comparator.comparingLong((Map.Entry<String, Long> entry) -> -entry.getValue())
                .thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .toList();
  }
}
