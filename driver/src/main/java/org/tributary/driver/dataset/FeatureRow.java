package org.tributary.driver.dataset;

import org.tributary.driver.source.SourceRow;

/** A row with the features that a model takes from it. Its arrays are its own. */
public final class FeatureRow {
  private final SourceRow source;
  private final double[] features;

  FeatureRow(SourceRow source, double[] features) {
    this.source = source;
    this.features = features;
  }

  /** Returns the row as it was read. */
  public SourceRow source() {
    return source;
  }

  /** Returns the numbers that the cells of the features stand for: the array itself. */
  public double[] features() {
    return features;
  }
}
