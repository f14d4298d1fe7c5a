package org.tributary.driver.samples;

/** A row with the features that a model takes from it. Its arrays are its own. */
public final class FeatureRow {
  private final Object[] cells;
  private final double[] features;

  FeatureRow(Object[] cells, double[] features) {
    this.cells = cells;
    this.features = features;
  }

  /** Returns the cells of the row, one a column of its table: the array itself. */
  public Object[] cells() {
    return cells;
  }

  /** Returns the features as they are in the data: the array itself. */
  public double[] features() {
    return features;
  }
}
