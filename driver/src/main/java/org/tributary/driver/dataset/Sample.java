package org.tributary.driver.dataset;

import java.io.Serializable;

/** One sample in float64, before preparation; its arrays are its own. */
final class Sample implements ReadResult, Serializable {
  private static final long serialVersionUID = 1;

  private final double[] features;
  private final String label;
  private final double[] targets;
  private final double weight;

  /**
   * Wraps the arrays without a copy.
   *
   * @param features s_1 numbers
   * @param label the name of the class, empty where targets are numbers
   * @param targets K numbers, none where the target is a class
   * @param weight not negative
   */
  Sample(double[] features, String label, double[] targets, double weight) {
    this.features = features;
    this.label = label;
    this.targets = targets;
    this.weight = weight;
  }

  double[] features() {
    return features;
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
