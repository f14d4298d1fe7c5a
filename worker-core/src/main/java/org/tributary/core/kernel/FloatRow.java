package org.tributary.core.kernel;

import java.util.Arrays;

/** The product of one row and a matrix, without a BLAS; see {@link Kernel#multiplyRow}. */
final class FloatRow {
  /** Terms that are added up by themselves, so that long sums lose no more than short ones. */
  private static final int RUN = 64;

  private FloatRow() {}

  /** See {@link Kernel#multiplyRow}. */
  static void multiply(
      float[] x, int terms, float[] weights, int from, int units, float[] sums, float[] z) {
    Arrays.fill(z, 1, units + 1, 0);
    for (int start = 0; start < terms; start += RUN) {
      int end = Math.min(start + RUN, terms);
      Arrays.fill(sums, 0, units, 0);
      int i = start;
      for (; i + 3 < end; i += 4) {
        addFour(x, i, weights, from + i * units, units, sums);
      }
      for (; i < end; i++) {
        add(x[i], weights, from + i * units, units, sums);
      }
      for (int k = 0; k < units; k++) {
        z[k + 1] += sums[k];
      }
    }
  }

  private static void addFour(
      float[] x, int i, float[] weights, int from, int units, float[] sums) {
    float x0 = x[i];
    float x1 = x[i + 1];
    float x2 = x[i + 2];
    float x3 = x[i + 3];
    int from1 = from + units;
    int from2 = from1 + units;
    int from3 = from2 + units;
    for (int k = 0; k < units; k++) {
      float two = Math.fma(x1, weights[from1 + k], Math.fma(x0, weights[from + k], sums[k]));
      sums[k] = Math.fma(x3, weights[from3 + k], Math.fma(x2, weights[from2 + k], two));
    }
  }

  private static void add(float x, float[] weights, int from, int units, float[] sums) {
    for (int k = 0; k < units; k++) {
      sums[k] = Math.fma(x, weights[from + k], sums[k]);
    }
  }
}
