package org.tributary.core.metrics;

/** Quotients of weights, with 0/0 decided in one place. */
final class Ratio {
  private Ratio() {}

  /** Returns part / whole, and 0 for 0/0, as scikit-learn does for precision, recall and F1. */
  static double orZero(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }

  /**
   * Returns F1 = 2 TP / (2 TP + FP + FN), the harmonic mean of precision and recall; 0 for 0/0.
   *
   * @param truePositives TP
   * @param predicted TP + FP
   * @param support TP + FN
   */
  static double f1(double truePositives, double predicted, double support) {
    return orZero(2 * truePositives, predicted + support);
  }
}
