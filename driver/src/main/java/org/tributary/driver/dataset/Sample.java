package org.tributary.driver.dataset;

import java.io.Serializable;

/** One sample in float64, before preparation; its arrays are its own. */
final class Sample implements ReadResult, Serializable {
  private static final long serialVersionUID = 1;

  private static final int[] ALL = {};

  private final int[] indices;
  private final double[] features;
  private final double[] contents;
  private final String label;
  private final double[] targets;
  private final double weight;
  private final long position;

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
    this(ALL, features, contents, label, targets, weight, 0);
  }

  private Sample(
      int[] indices,
      double[] features,
      double[] contents,
      String label,
      double[] targets,
      double weight,
      long position) {
    this.position = position;
    this.indices = indices;
    this.features = features;
    this.contents = contents;
    this.label = label;
    this.targets = targets;
    this.weight = weight;
  }

  /**
   * Returns the sample with its features taken for those of some indices; all others are 0.
   *
   * @param of the index of each of {@link #features}, ascending; not {@code ALL}
   */
  Sample at(int[] of) {
    return new Sample(of, features, contents, label, targets, weight, position);
  }

  /** Returns the sample with a position among the {@link Cuts}, which is no part of its content. */
  Sample withPosition(long other) {
    return new Sample(indices, features, contents, label, targets, weight, other);
  }

  /** Tells whether features that are 0 are left out. */
  boolean isSparse() {
    return indices != ALL;
  }

  /** Returns the index of each of {@link #features}, where the sample is sparse. */
  int[] indices() {
    return indices;
  }

  /** Returns s_1 numbers, or those that are not 0 where the sample is sparse. */
  double[] features() {
    return features;
  }

  /** Returns what places the sample: the features, with categories by their names alone. */
  double[] contents() {
    return contents;
  }

  /** Returns s_1 numbers, the zeros of a sparse sample included. */
  double[] dense(int width) {
    if (!isSparse()) {
      return features;
    }
    double[] dense = new double[width];
    for (int k = 0; k < indices.length; k++) {
      dense[indices[k]] = features[k];
    }
    return dense;
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

  /** Returns the position among the {@link Cuts}; 0 where no column decides on it. */
  long position() {
    return position;
  }
}
