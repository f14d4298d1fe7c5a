package org.tributary.core.gemm;

import java.util.Arrays;

/**
 * Matrix products in plain Java floats, for machines without a native BLAS.
 *
 * <p>Panels of op(B) are packed into arrays of their own, {@value #DEPTH} deep and {@value #WIDTH}
 * wide, and four rows of C are swept at once with two steps of k in the inner loop: the loop shape
 * that the JIT compiler turns into vector instructions. A row of C is always the same sequence of
 * fused multiply-adds, so its bits do not depend on how many rows are computed together.
 */
final class PlainFloatGemm implements Gemm<float[]> {
  private static final int WIDTH = 256;
  private static final int DEPTH = 64;

  private final float[][] panel = new float[DEPTH + 1][WIDTH];
  private final float[] row0 = new float[WIDTH];
  private final float[] row1 = new float[WIDTH];
  private final float[] row2 = new float[WIDTH];
  private final float[] row3 = new float[WIDTH];

  @Override
  public boolean fasterUntransposed() {
    return false;
  }

  @Override
  public void multiply(Layout layout, Matrix<float[]> a, Matrix<float[]> b, Matrix<float[]> c) {
    int m = c.rows();
    int n = c.columns();
    int k = layout.depth(a);
    // Element (i, p) of op(A) is at a.offset() + i * aRow + p * aStep.
    int aRow = layout.leftTransposed() ? 1 : a.stride();
    int aStep = layout.leftTransposed() ? a.stride() : 1;
    int ldc = c.stride();
    for (int j = 0; j < n; j += WIDTH) {
      int width = Math.min(WIDTH, n - j);
      if (k == 0) {
        for (int i = 0; i < m; i++) {
          int at = c.offset() + i * ldc + j;
          Arrays.fill(c.values(), at, at + width, 0);
        }
      }
      for (int p = 0; p < k; p += DEPTH) {
        int depth = Math.min(DEPTH, k - p);
        pack(layout, b, p, depth, j, width);
        for (int i = 0; i < m; i += 4) {
          int rows = Math.min(4, m - i);
          int cRow = c.offset() + i * ldc + j;
          load(p == 0, rows, c.values(), cRow, ldc, width);
          int from = a.offset() + i * aRow + p * aStep;
          sweep(a.values(), from, aRow, aStep, rows, depth, width);
          store(rows, c.values(), cRow, ldc, width);
        }
      }
    }
  }

  /** Copies rows p .. p + depth of op(B), columns j .. j + width, and a row of zeros after them. */
  private void pack(Layout layout, Matrix<float[]> b, int p, int depth, int j, int width) {
    float[] values = b.values();
    int ldb = b.stride();
    for (int q = 0; q < depth; q++) {
      float[] target = panel[q];
      if (layout.rightTransposed()) {
        int at = b.offset() + j * ldb + p + q;
        for (int x = 0; x < width; x++) {
          target[x] = values[at + x * ldb];
        }
      } else {
        System.arraycopy(values, b.offset() + (p + q) * ldb + j, target, 0, width);
      }
    }
    Arrays.fill(panel[depth], 0, width, 0);
  }

  private void load(boolean first, int rows, float[] c, int at, int ldc, int width) {
    if (first) {
      Arrays.fill(row0, 0, width, 0);
      Arrays.fill(row1, 0, width, 0);
      Arrays.fill(row2, 0, width, 0);
      Arrays.fill(row3, 0, width, 0);
      return;
    }
    System.arraycopy(c, at, row0, 0, width);
    System.arraycopy(c, at + Math.min(1, rows - 1) * ldc, row1, 0, width);
    System.arraycopy(c, at + Math.min(2, rows - 1) * ldc, row2, 0, width);
    System.arraycopy(c, at + Math.min(3, rows - 1) * ldc, row3, 0, width);
  }

  private void store(int rows, float[] c, int at, int ldc, int width) {
    System.arraycopy(row0, 0, c, at, width);
    if (rows > 1) {
      System.arraycopy(row1, 0, c, at + ldc, width);
    }
    if (rows > 2) {
      System.arraycopy(row2, 0, c, at + 2 * ldc, width);
    }
    if (rows > 3) {
      System.arraycopy(row3, 0, c, at + 3 * ldc, width);
    }
  }

  private void sweep(float[] a, int at, int aRow, int aStep, int rows, int depth, int width) {
    int at1 = at + Math.min(1, rows - 1) * aRow;
    int at2 = at + Math.min(2, rows - 1) * aRow;
    int at3 = at + Math.min(3, rows - 1) * aRow;
    for (int q = 0; q < depth; q += 2) {
      int u = q * aStep;
      // An odd last step is paired with the row of zeros; its factor is finite whatever A holds.
      boolean pair = q + 1 < depth;
      int v = u + aStep;
      fuse(
          a[at + u],
          a[at1 + u],
          a[at2 + u],
          a[at3 + u],
          pair ? a[at + v] : 0,
          pair ? a[at1 + v] : 0,
          pair ? a[at2 + v] : 0,
          pair ? a[at3 + v] : 0,
          panel[q],
          panel[q + 1],
          row0,
          row1,
          row2,
          row3,
          width);
    }
  }

  private static void fuse(
      float x0,
      float x1,
      float x2,
      float x3,
      float y0,
      float y1,
      float y2,
      float y3,
      float[] b0,
      float[] b1,
      float[] c0,
      float[] c1,
      float[] c2,
      float[] c3,
      int width) {
    for (int j = 0; j < width; j++) {
      float p = b0[j];
      float q = b1[j];
      c0[j] = Math.fma(y0, q, Math.fma(x0, p, c0[j]));
      c1[j] = Math.fma(y1, q, Math.fma(x1, p, c1[j]));
      c2[j] = Math.fma(y2, q, Math.fma(x2, p, c2[j]));
      c3[j] = Math.fma(y3, q, Math.fma(x3, p, c3[j]));
    }
  }
}
