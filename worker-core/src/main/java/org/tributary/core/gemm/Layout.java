package org.tributary.core.gemm;

/** Which factors of a matrix product are read transposed; the first letter is for the left one. */
public enum Layout {
  /** C = A B. */
  NN,
  /** C = A B^T. */
  NT,
  /** C = A^T B. */
  TN;

  boolean leftTransposed() {
    return this == TN;
  }

  boolean rightTransposed() {
    return this == NT;
  }

  /** Returns k, the number of columns of op(A). */
  int depth(Matrix<?> a) {
    return leftTransposed() ? a.rows() : a.columns();
  }

  /**
   * Checks that op(A) op(B) exists and has the shape of C.
   *
   * @throws IllegalArgumentException if not
   */
  public void requireFit(Matrix<?> a, Matrix<?> b, Matrix<?> c) {
    int m = leftTransposed() ? a.columns() : a.rows();
    int n = rightTransposed() ? b.rows() : b.columns();
    int k = rightTransposed() ? b.columns() : b.rows();
    if (m != c.rows() || n != c.columns() || k != depth(a)) {
      throw new IllegalArgumentException(
          "Cannot multiply %s by %s into %s: the shapes do not fit %s".formatted(a, b, c, this));
    }
  }
}
