package org.tributary.driver.source;

import java.util.Arrays;
import org.apache.spark.ml.linalg.Vectors;
import org.tributary.core.preparation.Decimals;

/**
 * Parses lines of LIBSVM, {@code label index:value ... # comment}, into a label as it is written
 * and a sparse vector.
 *
 * <p>Mutable, for one thread.
 */
final class LibsvmLine implements TextRecords.Parser {
  private final int features;
  private final RowWidth width;
  private int[] indices = new int[16];
  private double[] values = new double[16];

  /**
   * Takes the width.
   *
   * @param features length of the vectors, which no index may be above
   * @param width how long vectors may be at most
   */
  LibsvmLine(int features, RowWidth width) {
    this.features = features;
    this.width = width;
  }

  @Override
  public Object[] cells(String line) {
    int comment = line.indexOf('#');
    int end = comment < 0 ? line.length() : comment;
    int start = pastSpaces(line, 0, end);
    if (start == end) {
      return NOTHING;
    }
    int stop = tokenEnd(line, start, end);
    String label = line.substring(start, stop);
    if (label.indexOf(':') >= 0) {
      return Malformed.cells(
          "it has no label before \"%s\" (expected label index:value ...)".formatted(label));
    }
    int count = 0;
    for (start = pastSpaces(line, stop, end); start < end; start = pastSpaces(line, stop, end)) {
      stop = tokenEnd(line, start, end);
      if (count == indices.length) {
        indices = Arrays.copyOf(indices, 2 * count);
        values = Arrays.copyOf(values, 2 * count);
      }
      int colon = line.indexOf(':', start);
      if (colon < 0 || colon >= stop) {
        return Malformed.cells("\"%s\" is not index:value".formatted(line.substring(start, stop)));
      }
      long index = index(line, start, colon);
      double value = Decimals.parse(line.substring(colon + 1, stop));
      if (index < 1 || Double.isNaN(value)) {
        return Malformed.cells(
            "\"%s\" is not index:value, with an index from 1 and a number"
                .formatted(line.substring(start, stop)));
      }
      if (index > width.most()) {
        return Malformed.cells(
            "index %s is %s".formatted(line.substring(start, colon), width.refusal()));
      }
      if (count > 0 && index - 1 <= indices[count - 1]) {
        return Malformed.cells(
            "index %d is after index %d (expected ascending indices)"
                .formatted(index, indices[count - 1] + 1));
      }
      indices[count] = (int) index - 1;
      values[count] = value;
      count++;
    }
    // Last, because a line with another error does not affect the number of features.
    int last = count == 0 ? 0 : indices[count - 1] + 1;
    if (last > features) {
      return Malformed.cells(
          "index %d is above the number of features, %d".formatted(last, features));
    }
    return new Object[] {
      label, Vectors.sparse(features, Arrays.copyOf(indices, count), Arrays.copyOf(values, count))
    };
  }

  private static int pastSpaces(String line, int from, int end) {
    int i = from;
    while (i < end && isSpace(line.charAt(i))) {
      i++;
    }
    return i;
  }

  // Other control characters are part of a token, and make it invalid.
  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r';
  }

  private static int tokenEnd(String line, int from, int end) {
    int i = from;
    while (i < end && !isSpace(line.charAt(i))) {
      i++;
    }
    return i;
  }

  // Returns -1 where there is no index; one that no int holds is the largest long.
  private static long index(String line, int from, int to) {
    if (from == to) {
      return -1;
    }
    long index = 0;
    for (int i = from; i < to; i++) {
      int digit = line.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      index = index > Integer.MAX_VALUE ? Long.MAX_VALUE : 10 * index + digit;
    }
    return index;
  }
}
