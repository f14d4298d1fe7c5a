package org.tributary.core.metrics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Metrics that need the samples in the order of their scores or errors, so that they take another
 * pass over them. Immutable.
 */
public final class RankMetrics implements Serializable {
  private static final long serialVersionUID = 1;

  /** What there is before the samples were sorted. */
  public static final RankMetrics NONE =
      new RankMetrics(new double[0], new double[0], new double[0]);

  private final double[] rocAucs;
  private final double[] prAucs;
  private final double[] medianErrors;

  private RankMetrics(double[] rocAucs, double[] prAucs, double[] medianErrors) {
    this.rocAucs = rocAucs;
    this.prAucs = prAucs;
    this.medianErrors = medianErrors;
  }

  /**
   * Returns the metrics of scores.
   *
   * @param curves of the second of two classes; or of each class against all others; or of each
   *     label
   */
  public static RankMetrics ofScores(List<RankCurves> curves) {
    return new RankMetrics(
        curves.stream().mapToDouble(RankCurves::rocAuc).toArray(),
        curves.stream().mapToDouble(RankCurves::averagePrecision).toArray(),
        new double[0]);
  }

  /** Returns the metrics of the absolute errors of each output. */
  public static RankMetrics ofErrors(List<MedianScan> medians) {
    return new RankMetrics(
        new double[0], new double[0], medians.stream().mapToDouble(MedianScan::median).toArray());
  }

  /** Tells whether the samples were sorted. */
  public boolean isPresent() {
    return rocAucs.length + medianErrors.length > 0;
  }

  /** Returns how many classes, labels or outputs were ranked: 1 for two classes. */
  public int problems() {
    return rocAucs.length + medianErrors.length;
  }

  /** Returns the area under the ROC curve of a class or label; NaN if it never or always occurs. */
  public double rocAuc(int c) {
    return rocAucs[c];
  }

  /** Returns the average precision of a class or label; NaN if it never occurs. */
  public double prAuc(int c) {
    return prAucs[c];
  }

  /** Returns the median absolute error of an output; NaN without samples. */
  public double medianAbsoluteError(int output) {
    return medianErrors[output];
  }

  /** Returns the mean of {@link #rocAuc(int)} over those that have one; NaN if none has. */
  public double rocAuc() {
    return meanOfNumbers(rocAucs);
  }

  /** Returns the mean of {@link #prAuc(int)} over those that have one; NaN if none has. */
  public double prAuc() {
    return meanOfNumbers(prAucs);
  }

  /** Returns the mean of {@link #medianAbsoluteError(int)} over the outputs. */
  public double medianAbsoluteError() {
    return Arrays.stream(medianErrors).average().orElse(Double.NaN);
  }

  private static double meanOfNumbers(double[] values) {
    return Arrays.stream(values).filter(v -> !Double.isNaN(v)).average().orElse(Double.NaN);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RankMetrics that
        && Arrays.equals(rocAucs, that.rocAucs)
        && Arrays.equals(prAucs, that.prAucs)
        && Arrays.equals(medianErrors, that.medianErrors);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        Arrays.hashCode(rocAucs), Arrays.hashCode(prAucs), Arrays.hashCode(medianErrors));
  }

  /** Returns the number of rankings. */
  @Override
  public String toString() {
    return "RankMetrics[problems=%d]".formatted(problems());
  }
}
