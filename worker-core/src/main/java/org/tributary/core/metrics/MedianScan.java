package org.tributary.core.metrics;

/**
 * Finds the weighted median of sizes that are read from the largest to the smallest. Mutable, for
 * one thread.
 */
public final class MedianScan {
  private final double half;
  private double above;
  private double upper = Double.NaN;
  private double lower = Double.NaN;

  /**
   * Starts above the largest size.
   *
   * @param weight of all samples
   */
  public MedianScan(double weight) {
    half = weight / 2;
  }

  /** Reads the samples of a run, none of which is larger than any before. */
  public void accept(RankedRun run) {
    for (int i = run.length() - 1; i >= 0 && !isFound(); i--) {
      above += run.weight(i);
      double size = RankedRun.size(run.key(i));
      if (Double.isNaN(upper) && above >= half) {
        upper = size;
      }
      if (above > half) {
        lower = size;
      }
    }
  }

  /** Tells whether the median is known, so that there is no need to read on. */
  public boolean isFound() {
    return !Double.isNaN(lower);
  }

  /**
   * Returns the median: a number with half of the weight on either side; the mean of the two
   * nearest sizes if all between them are such numbers. NaN without samples.
   */
  public double median() {
    return lower + (upper - lower) / 2;
  }
}
