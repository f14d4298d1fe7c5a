package org.tributary.driver.dataset;

import java.io.Serializable;

/** One sample in float64, before preparation; its arrays are its own. */
final class Sample implements ReadResult, Serializable {
  private static final long serialVersionUID = 1;

  private final double[] features;
  private final double[] contents;
  private final String label;
  private final double[] targets;
  private final double weight;

  /** Makes a sample whose features are what their cells hold. */
  Sample(double[] features, String label, double[] targets, double weight) {
    this(features, features, label, targets, weight);
  }

  /**
   * Wraps the arrays without a copy.
   *
   * @param features a number for each cell, NaN where it is missing
   * @param contents the same, but for categories numbers that follow from their names alone: where
   *     a sample belongs must not depend on which categories other rows have
   * @param label the name of the class, empty where targets are numbers
   * @param targets K numbers, none where the target is a class
   * @param weight not negative
   */
  Sample(double[] features, double[] contents, String label, double[] targets, double weight) {
    this.features = features;
    this.contents = contents;
    this.label = label;
    this.targets = targets;
    this.weight = weight;
  }

  double[] features() {
    return features;
  }

  double[] contents() {
    return contents;
  }

  String label() {
    return label;
  }

  double[] targets() {
    return targets;
  }

  double weight() {
    return weight;
  }
}
