package org.tributary.driver.dataset;

import org.tributary.driver.source.SourceRow;

/** A row with the features that a model takes from it. Its arrays are its own. */
public final class FeatureRow {
  private final SourceRow source;
  private final Sample sample;
  private final int width;

  FeatureRow(SourceRow source, Sample sample, int width) {
    this.source = source;
    this.sample = sample;
    this.width = width;
  }

  /** Tells whether features that are 0 are left out of {@link #numbers}. */
  public boolean isSparse() {
    return sample.isSparse();
  }

  /** Returns which features {@link #numbers} are, ascending, where the row is sparse. */
  public int[] indices() {
    return sample.indices();
  }

  /** Returns the features that are there, as they are in the data: the array itself. */
  public double[] numbers() {
    return sample.features();
  }

  /** Returns the row as it was read. */
  public SourceRow source() {
    return source;
  }

  /** Returns the numbers that the cells of all features stand for. */
  public double[] features() {
    return sample.dense(width);
  }
}
