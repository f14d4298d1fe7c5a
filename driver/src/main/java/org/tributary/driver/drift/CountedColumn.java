package org.tributary.driver.drift;

import java.io.Serializable;
import org.tributary.core.preparation.Encoding;
import org.tributary.driver.source.Cells;

/**
 * A column whose cells are counted.
 *
 * @param name its name
 * @param cell its place in a row
 * @param encoding what its cells mean; a cell of several numbers counts as their mean
 */
public record CountedColumn(String name, int cell, Encoding encoding) implements Serializable {

  /** Tells whether the cells are names, and not numbers. */
  boolean isOfNames() {
    return encoding instanceof Encoding.Categories;
  }

  /** Returns the name in a cell; empty for a missing cell. */
  static String nameIn(Object value) {
    return Cells.isMissing(value) ? "" : Cells.className(value);
  }

  /** Returns the number in a cell; NaN for a missing cell, and one that is not of the kind. */
  double numberIn(Object value) {
    int width = Cells.width(value);
    double number;
    if (width > 1) {
      double[] numbers = new double[width];
      Cells.numbers(value, numbers, 0);
      double sum = 0;
      int there = 0;
      for (double each : numbers) {
        if (!Double.isNaN(each)) {
          sum += each;
          there++;
        }
      }
      number = sum / there;
    } else {
      number = Cells.encoded(value, encoding);
    }
    // One zero.
    return number == 0 ? 0 : number;
  }
}
