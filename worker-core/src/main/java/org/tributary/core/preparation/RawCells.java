package org.tributary.core.preparation;

/**
 * The raw cells of one row or several, one row after the other, each a number, a text, or missing.
 *
 * <p>A view of arrays, which it does not copy; rows of numbers alone need no array of texts.
 */
public final class RawCells {
  /** What a cell holds. */
  public enum Type {
    /** A number, possibly infinite. */
    NUMBER,
    /** A text of one character at least. */
    TEXT,
    /** Nothing. */
    MISSING
  }

  private static final String[] NO_TEXTS = {};

  private final double[] numbers;
  private final String[] texts;

  private RawCells(double[] numbers, String[] texts) {
    this.numbers = numbers;
    this.texts = texts;
  }

  /**
   * Returns cells of numbers.
   *
   * @param numbers rows x cells, row-major; NaN where a cell is missing
   */
  public static RawCells ofNumbers(double[] numbers) {
    return new RawCells(numbers, NO_TEXTS);
  }

  /**
   * Returns cells of numbers and texts.
   *
   * @param numbers rows x cells, row-major; NaN where a cell is missing or a text
   * @param texts rows x cells, row-major; empty where a cell is missing or a number
   * @throws IllegalArgumentException if a cell is a number and a text, or the lengths differ
   */
  public static RawCells of(double[] numbers, String[] texts) {
    if (numbers.length != texts.length) {
      throw new IllegalArgumentException(
          "Invalid cells: %d numbers for %d texts".formatted(numbers.length, texts.length));
    }
    for (int i = 0; i < numbers.length; i++) {
      if (!Double.isNaN(numbers[i]) && !texts[i].isEmpty()) {
        throw new IllegalArgumentException(
            "Invalid cell %d: the number %s and the text \"%s\" (expected one of both)"
                .formatted(i, numbers[i], texts[i]));
      }
    }
    return new RawCells(numbers, texts);
  }

  /** Returns the number of cells of all rows. */
  public int size() {
    return numbers.length;
  }

  /** Returns what a cell holds. */
  public Type type(int cell) {
    if (!text(cell).isEmpty()) {
      return Type.TEXT;
    }
    return Double.isNaN(numbers[cell]) ? Type.MISSING : Type.NUMBER;
  }

  /** Returns the number in a cell, or NaN if it is missing or a text. */
  public double number(int cell) {
    return numbers[cell];
  }

  /** Returns the text in a cell, or an empty one if it is missing or a number. */
  public String text(int cell) {
    return texts.length == 0 ? "" : texts[cell];
  }
}
