package org.tributary.core.kernel;

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
}
