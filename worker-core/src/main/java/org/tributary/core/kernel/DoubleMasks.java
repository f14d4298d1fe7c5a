// Generated from FloatMasks.java by DoubleTwins: edit that file and run it again.
package org.tributary.core.kernel;

/**
 * Turns bits into masks of float64, eight units at a time, by a table of what the 256 values of a
 * byte stand for. Holds scratch memory: one instance a thread.
 */
final class DoubleMasks {
  private static final int EIGHT = 8;

  private double[] table = {};
  private double kept;

  /** See {@link Kernel#fillMask}. */
  void fill(double[] mask, long[] bits, int rows, int units, double scale) {
    prepare(scale);
    double[] eights = table;
    int words = (units + 63) / 64;
    for (int r = 0; r < rows; r++) {
      int at = r * (units + 1);
      mask[at] = 1;
      at++;
      int end = at + units;
      long word = 0;
      for (int k = 0; at < end; k++) {
        word = (k & 7) == 0 ? bits[r * words + (k >>> 3)] : word >>> EIGHT;
        int entry = (int) (word & 0xFF) * EIGHT;
        if (at + EIGHT <= end) {
          // A copy of constant length is a load and a store of a vector.
          System.arraycopy(eights, entry, mask, at, EIGHT);
          at += EIGHT;
        } else {
          System.arraycopy(eights, entry, mask, at, end - at);
          at = end;
        }
      }
    }
  }

  private void prepare(double scale) {
    if (table.length == 0) {
      table = new double[256 * EIGHT];
    }
    if (scale != kept) {
      kept = scale;
      for (int i = 0; i < table.length; i++) {
        int dropped = (i / EIGHT) >>> (i % EIGHT) & 1;
        table[i] = dropped == 1 ? 0 : scale;
      }
    }
  }
}
