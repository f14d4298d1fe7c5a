package org.tributary.core.summation;

import java.io.ByteArrayOutputStream;
import org.tributary.core.data.ColumnSums;

/**
 * The features of columns as bytes: how far each is from the one before, in groups of 7 bits, the
 * lowest first, with the highest bit set where another group follows. Where nearly every feature is
 * there, each takes one byte.
 */
final class Ascending {
  private static final int GROUP = 7;
  private static final int MORE = 1 << GROUP;

  private Ascending() {}

  /** Returns the features of the columns {@code from} to before {@code to}. */
  static byte[] encode(ColumnSums<?> sums, int from, int to) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(2 * (to - from));
    int last = -1;
    for (int k = from; k < to; k++) {
      int gap = sums.column(k) - last;
      for (; gap >= MORE; gap >>>= GROUP) {
        bytes.write(gap | MORE);
      }
      bytes.write(gap);
      last = sums.column(k);
    }
    return bytes.toByteArray();
  }

  /** Returns the features. */
  static int[] decode(byte[] bytes) {
    int count = 0;
    for (byte b : bytes) {
      count += b >= 0 ? 1 : 0;
    }
    int[] features = new int[count];
    int last = -1;
    int at = 0;
    for (int i = 0; i < bytes.length; i++) {
      int gap = 0;
      int shift = 0;
      for (; bytes[i] < 0; i++, shift += GROUP) {
        gap |= (bytes[i] & (MORE - 1)) << shift;
      }
      last += gap | bytes[i] << shift;
      features[at++] = last;
    }
    return features;
  }
}
