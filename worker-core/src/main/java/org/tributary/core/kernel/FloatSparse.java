package org.tributary.core.kernel;

/** Loops over the numbers of compressed sparse rows; see {@link Kernel}. */
final class FloatSparse {
  private FloatSparse() {}

  /** See {@link Kernel#multiplySparse}. */
  static void multiply(
      int[] rowPointers,
      int[] columns,
      float[] values,
      int rows,
      float[] weights,
      int units,
      float[] z) {
    for (int r = 0; r < rows; r++) {
      int to = r * (units + 1) + 1;
      System.arraycopy(weights, 0, z, to, units);
      for (int k = rowPointers[r]; k < rowPointers[r + 1]; k++) {
        add(z, to, values[k], weights, (columns[k] + 1) * units, units);
      }
    }
  }

  /** See {@link Kernel#addOuterProducts}. */
  static void addOuterProducts(
      int[] rowPointers,
      int[] places,
      float[] values,
      int rows,
      float[] delta,
      int units,
      float[] sums) {
    for (int r = 0; r < rows; r++) {
      int from = r * (units + 1) + 1;
      for (int k = rowPointers[r]; k < rowPointers[r + 1]; k++) {
        add(sums, places[k] * units, values[k], delta, from, units);
      }
    }
  }

  /** Computes y = y + gamma x over {@code length} elements, each from a place of its own. */
  static void add(float[] y, int yAt, float gamma, float[] x, int xAt, int length) {
    for (int i = 0; i < length; i++) {
      y[yAt + i] += gamma * x[xAt + i];
    }
  }
}
