package org.tributary.driver.dataset;

import java.io.Serializable;
import java.util.Arrays;
import org.tributary.core.preparation.RawCells;

/**
 * Samples in arrays, one row after the other: in float64, before preparation. Grows as samples are
 * added. Mutable.
 */
final class SampleBatch implements Serializable {
  private static final long serialVersionUID = 1;

  private final int width;
  private final int outputs;
  private double[] features;
  private double[] targets;
  private String[] labels;
  private double[] weights;
  private int rows;

  /**
   * Makes an empty batch.
   *
   * @param width features of a sample
   * @param outputs target numbers of a sample; 0 where the target is a class
   */
  SampleBatch(int width, int outputs) {
    this.width = width;
    this.outputs = outputs;
    this.features = new double[0];
    this.targets = new double[0];
    this.labels = new String[0];
    this.weights = new double[0];
  }

  /** Adds a sample. */
  void add(Sample sample) {
    ensureRoom(1);
    System.arraycopy(sample.features(), 0, features, rows * width, width);
    System.arraycopy(sample.targets(), 0, targets, rows * outputs, outputs);
    labels[rows] = sample.label();
    weights[rows] = sample.weight();
    rows++;
  }

  /** Adds a row of a chunk of the same shape. */
  void add(SampleChunk.View chunk, int row) {
    ensureRoom(1);
    chunk.features(row, features, rows * width);
    chunk.targets(row, targets, rows * outputs);
    labels[rows] = chunk.label(row);
    weights[rows] = chunk.weight(row);
    rows++;
  }

  private void ensureRoom(int more) {
    if (rows + more > weights.length) {
      int room = Math.max(rows + more, Math.multiplyExact(2, rows));
      features = Arrays.copyOf(features, Math.multiplyExact(room, width));
      targets = Arrays.copyOf(targets, Math.multiplyExact(room, outputs));
      labels = Arrays.copyOf(labels, room);
      weights = Arrays.copyOf(weights, room);
    }
  }

  /** Returns another batch of the same shape, without samples. */
  SampleBatch empty() {
    return new SampleBatch(width, outputs);
  }

  /** Removes all samples and keeps the arrays. */
  void clear() {
    rows = 0;
  }

  /** Returns the number of samples. */
  int rows() {
    return rows;
  }

  /** Returns the number of features of a sample. */
  int width() {
    return width;
  }

  /** Returns the number of target numbers of a sample. */
  int outputs() {
    return outputs;
  }

  /**
   * Returns the features of all samples, those of row r from r x width on; valid until a change.
   */
  RawCells cells() {
    return RawCells.ofNumbers(features);
  }

  /** Returns the target numbers of all samples, those of row r from r x outputs on. */
  RawCells targets() {
    return RawCells.ofNumbers(targets);
  }

  /** Returns a feature. */
  double feature(int row, int index) {
    return features[row * width + index];
  }

  /** Returns a target number. */
  double target(int row, int index) {
    return targets[row * outputs + index];
  }

  /** Returns the name of the class, empty where targets are numbers. */
  String label(int row) {
    return labels[row];
  }

  /** Returns the weight of a sample. */
  double weight(int row) {
    return weights[row];
  }
}
