package org.tributary.driver.dataset;

import java.util.Arrays;
import java.util.List;
import org.tributary.core.function.OutputLoss;
import org.tributary.driver.source.Table;

/**
 * The rule by which labels decide what a network is trained for, where the job does not say.
 *
 * <p>One column: classes, if it holds text, booleans, or few distinct whole numbers; else numbers.
 * Several columns: labels that a row has or not, if each of them holds 0 and 1, or booleans, alone;
 * else numbers.
 */
final class LabelTask {
  /** The most distinct whole numbers that are classes. */
  static final int MOST_INTEGER_CLASSES = 50;

  /** So few are classes however few rows there are. */
  static final int FEW_CLASSES = 10;

  /** The fewest rows a class, on average, where there are more. */
  static final int ROWS_A_CLASS = 4;

  private LabelTask() {}

  /** Returns what all rows of a table decide. */
  static OutputLoss exact(Table table, int[] labels) {
    return of(TableProfile.of(table, labels, DataValidation.MOST_CLASSES), labels);
  }

  /** Returns what the rows of a profile decide. */
  static OutputLoss of(TableProfile profile, int[] labels) {
    return of(Arrays.stream(labels).mapToObj(profile::of).toList());
  }

  /** Returns what the profiles of all label columns decide. */
  static OutputLoss of(List<ColumnProfile> labels) {
    if (labels.size() == 1) {
      return isOfClasses(labels.get(0))
          ? OutputLoss.SOFTMAX_CROSS_ENTROPY
          : OutputLoss.IDENTITY_SQUARED_ERROR;
    }
    return labels.stream().allMatch(label -> label.hasOnly("0", "1") || label.isOfFlags())
        ? OutputLoss.SIGMOID_CROSS_ENTROPY
        : OutputLoss.IDENTITY_SQUARED_ERROR;
  }

  private static boolean isOfClasses(ColumnProfile label) {
    if (!label.isOfNumbers()) {
      return true;
    }
    if (label.hasFractions() || label.hasTooManyNames()) {
      return false;
    }
    int distinct = label.distinct();
    return distinct <= FEW_CLASSES
        || (distinct <= MOST_INTEGER_CLASSES && label.filled() >= (long) ROWS_A_CLASS * distinct);
  }
}
