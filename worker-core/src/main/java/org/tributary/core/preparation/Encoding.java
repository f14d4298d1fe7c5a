package org.tributary.core.preparation;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the cells of a column mean: a number for each. NaN stands for a missing cell, and for one
 * that is not what the column holds.
 */
public sealed interface Encoding extends Serializable {

  /** Returns the number for a cell that is a number; NaN for a missing one. */
  double encode(double number);

  /**
   * Returns the number for a cell that is a text.
   *
   * @param text not missing, see {@link CellText#isMissing}
   */
  double encode(String text);

  /** Returns the name of the kind of column in models and messages. */
  String id();

  /** Encodings that are the same for every column. */
  enum Plain implements Encoding {
    /** The number itself; a text is none. */
    NUMBER,
    /** 1 for true, 0 for false; see {@link CellText#flag}. */
    BOOLEAN,
    /** Days since 1970-01-01; see {@link CellText#days(String)}. */
    DATE;

    @Override
    public double encode(double number) {
      return number;
    }

    @Override
    public double encode(String text) {
      return switch (this) {
        case NUMBER -> Double.NaN;
        case BOOLEAN -> CellText.flag(text);
        case DATE -> CellText.days(text);
      };
    }

    @Override
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Categories: the place of the cell's category in a list; one place further, the number of
   * categories, for a category that is not in it. Names are those of {@link CellText#category}.
   */
  final class Categories implements Encoding {
    private static final long serialVersionUID = 1;

    /** Below it, every whole number is a double of its own. */
    private static final double EXACT_WHOLE = 0x1p53;

    private final List<String> names;
    private transient Map<String, Integer> places;

    /**
     * Lists the categories.
     *
     * @throws IllegalArgumentException if a name occurs twice, is missing, or is not how a category
     *     is spelled
     */
    public Categories(List<String> names) {
      this.names = List.copyOf(names);
      for (String name : this.names) {
        if (CellText.isMissing(name) || !CellText.category(name).equals(name)) {
          throw new IllegalArgumentException(
              "Invalid category: \"" + name + "\" (expected text without spaces around it)");
        }
      }
      if (new HashSet<>(this.names).size() != this.names.size()) {
        throw new IllegalArgumentException("Invalid categories: a name occurs twice");
      }
    }

    /** Returns the categories in the order of their numbers. */
    public List<String> names() {
      return names;
    }

    /** Returns the number that stands for every category that is not listed. */
    public int other() {
      return names.size();
    }

    @Override
    public double encode(double number) {
      return Double.isNaN(number) ? Double.NaN : encode(name(number));
    }

    @Override
    public double encode(String text) {
      return places().getOrDefault(CellText.category(text), names.size());
    }

    // A race makes the same map twice.
    private Map<String, Integer> places() {
      Map<String, Integer> found = places;
      if (found == null) {
        found = new HashMap<>();
        for (String name : names) {
          found.put(name, found.size());
        }
        places = found;
      }
      return found;
    }

    /** Returns the category of a number: whole numbers without a point. */
    public static String name(double number) {
      if (number == (long) number && Math.abs(number) < EXACT_WHOLE) {
        return Long.toString((long) number);
      }
      return number == Math.rint(number) && Double.isFinite(number)
          ? CellText.category(new BigDecimal(number).toPlainString())
          : Double.toString(number);
    }

    @Override
    public String id() {
      return "category";
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Categories that && names.equals(that.names);
    }

    @Override
    public int hashCode() {
      return names.hashCode();
    }

    @Override
    public String toString() {
      return names.size() + " categories";
    }
  }
}
