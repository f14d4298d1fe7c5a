package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.List;
import org.tributary.core.preparation.Encoding;

/**
 * A column of features.
 *
 * @param name the column
 * @param cell its place in a row, or {@link #ABSENT}
 * @param width how many numbers it holds: 1, or more for a vector
 * @param encoding what its cells mean
 * @param takesMissing whether a cell may be missing; an element of a vector then may be NaN
 * @param elements the names of the elements of a vector, if they have names
 */
record PlannedFeature(
    String name,
    int cell,
    int width,
    Encoding encoding,
    boolean takesMissing,
    List<String> elements)
    implements Serializable {
  /** Stands for the place of a column that rows do not have: its cells are missing. */
  static final int ABSENT = -1;
}
