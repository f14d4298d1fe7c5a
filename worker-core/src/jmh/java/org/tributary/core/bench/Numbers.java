package org.tributary.core.bench;

import java.util.SplittableRandom;

/** Reproducible numbers to compute with. */
final class Numbers {
  private Numbers() {}

  /** Returns numbers uniform between {@code -bound} and {@code bound}. */
  static double[] uniform(int length, double bound) {
    return new SplittableRandom(length).doubles(length, -bound, bound).toArray();
  }
}
