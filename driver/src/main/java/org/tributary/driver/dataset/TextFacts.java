package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Optional;
import java.util.stream.Stream;
import org.tributary.driver.source.Cells;
import org.tributary.driver.source.TextNotation;

/**
 * How many cells of a column are text in each {@link TextNotation}, or whole numbers with leading
 * zeros, with an example. Merging is the same in any order. Mutable.
 */
final class TextFacts implements Serializable {
  private static final long serialVersionUID = 1;

  /** Days and months often have a leading zero, and two digits. */
  private static final int CODE_LENGTH = 3;

  /** By the names of the notations, which every serializer takes. */
  private final HashMap<String, Long> counts = new HashMap<>();

  private final HashMap<String, String> examples = new HashMap<>();
  private String code = "";

  /** Counts cells with a text. */
  void add(String text, long times) {
    add(text, times, !Double.isNaN(Cells.number(text)), !Double.isNaN(Cells.days(text)));
  }

  /** Counts cells with a text of which is known whether it is a number, or a date. */
  void add(String text, long times, boolean isNumber, boolean isDate) {
    if (isNumber) {
      addNumber(text);
    } else if (!isDate) {
      TextNotation.of(text).forEach(notation -> add(notation.name(), text.strip(), times));
    }
  }

  private void add(String notation, String example, long times) {
    counts.merge(notation, times, Long::sum);
    examples.merge(notation, example, (one, other) -> one.compareTo(other) <= 0 ? one : other);
  }

  /** Looks at a text that is a number: whether its digits begin with zeros, as those of codes. */
  private void addNumber(String text) {
    String word = text.strip();
    if (word.length() >= CODE_LENGTH
        && word.charAt(0) == '0'
        && word.chars().allMatch(c -> c >= '0' && c <= '9')
        && word.chars().anyMatch(c -> c != '0')
        && (code.isEmpty() || word.compareTo(code) < 0)) {
      code = word;
    }
  }

  /** Adds the counts of other cells of the same column. */
  void merge(TextFacts other) {
    other.counts.forEach((name, count) -> add(name, other.examples.get(name), count));
    if (!other.code.isEmpty() && (code.isEmpty() || other.code.compareTo(code) < 0)) {
      code = other.code;
    }
  }

  /**
   * Returns the notation that most cells have in common, if there is one: numbers without a
   * fraction or a thousand are written alike in all of those for numbers.
   *
   * @param numbers how many cells are numbers as they stand
   * @param least how many cells are to be in the notation, or numbers
   */
  Optional<TextNotation> common(long numbers, double least) {
    return Stream.of(TextNotation.values())
        .filter(notation -> counts.containsKey(notation.name()))
        .filter(
            notation ->
                counts.get(notation.name()) + (notation == TextNotation.DATE ? 0 : numbers)
                    >= least)
        .max(
            Comparator.<TextNotation>comparingLong(notation -> counts.get(notation.name()))
                .thenComparing(notation -> notation == TextNotation.THOUSANDS));
  }

  /** Returns a cell in a notation that was found. */
  String example(TextNotation notation) {
    return examples.get(notation.name());
  }

  /** Returns a whole number with leading zeros; empty if there is none. */
  String code() {
    return code;
  }
}
