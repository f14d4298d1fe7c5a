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
  private final boolean sparse;

  /** Of sparse samples, where the non-zeros of each row end and which features they are. */
  private int[] ends = new int[0];

  private int[] indices = new int[0];
  private double[] features;
  private double[] targets;
  private String[] labels;
  private double[] weights;
  private int rows;

  /** Makes an empty batch of samples whose features are all there. */
  SampleBatch(int width, int outputs) {
    this(width, outputs, false);
  }

  /**
   * Makes an empty batch.
   *
   * @param width features of a sample
   * @param outputs target numbers of a sample; 0 where the target is a class
   * @param sparse whether features of the samples that are 0 are left out
   */
  SampleBatch(int width, int outputs, boolean sparse) {
    this.width = width;
    this.outputs = outputs;
    this.sparse = sparse;
    this.features = new double[0];
    this.targets = new double[0];
    this.labels = new String[0];
    this.weights = new double[0];
  }

  /** Adds a sample. */
  void add(Sample sample) {
    ensureRoom(1);
    int length = sample.features().length;
    int from = sparse ? nonZerosBefore(rows) : rows * width;
    if (sparse) {
      ensureNonZeros(Math.addExact(from, length));
      ends[rows] = from + length;
      System.arraycopy(sample.indices(), 0, indices, from, length);
    }
    System.arraycopy(sample.features(), 0, features, from, length);
    System.arraycopy(sample.targets(), 0, targets, rows * outputs, outputs);
    labels[rows] = sample.label();
    weights[rows] = sample.weight();
    rows++;
  }

  /** Adds a row of a chunk of the same shape. */
  void add(ChunkView chunk, int row) {
    ensureRoom(1);
    if (sparse) {
      int from = nonZerosBefore(rows);
      int end = Math.addExact(from, chunk.nonZeros(row));
      ensureNonZeros(end);
      chunk.nonZeros(row, indices, features, from);
      ends[rows] = end;
    } else {
      chunk.features(row, features, rows * width);
    }
    chunk.targets(row, targets, rows * outputs);
    labels[rows] = chunk.label(row);
    weights[rows] = chunk.weight(row);
    rows++;
  }

  /** Returns how many non-zeros the sparse samples before a row have. */
  int nonZerosBefore(int row) {
    return row == 0 ? 0 : ends[row - 1];
  }

  private void ensureNonZeros(int length) {
    if (length > indices.length) {
      int room = Math.max(length, 2 * indices.length);
      indices = Arrays.copyOf(indices, room);
      features = Arrays.copyOf(features, room);
    }
  }

  private void ensureRoom(int more) {
    if (rows + more > weights.length) {
      int room = Math.max(rows + more, Math.multiplyExact(2, rows));
      if (sparse) {
        ends = Arrays.copyOf(ends, room);
      } else {
        features = Arrays.copyOf(features, Math.multiplyExact(room, width));
      }
      targets = Arrays.copyOf(targets, Math.multiplyExact(room, outputs));
      labels = Arrays.copyOf(labels, room);
      weights = Arrays.copyOf(weights, room);
    }
  }

  /** Returns another batch of the same shape, without samples. */
  SampleBatch empty() {
    return new SampleBatch(width, outputs, sparse);
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
    return RawCells.ofNumbers(sparse ? dense() : features);
  }

  /** Returns the target numbers of all samples, those of row r from r x outputs on. */
  RawCells targets() {
    return RawCells.ofNumbers(targets);
  }

  private double[] dense() {
    double[] dense = new double[Math.multiplyExact(rows, width)];
    for (int r = 0; r < rows; r++) {
      for (int k = nonZerosBefore(r); k < ends[r]; k++) {
        dense[r * width + indices[k]] = features[k];
      }
    }
    return dense;
  }

  /** Returns a feature of samples that are not sparse. */
  double feature(int row, int index) {
    return features[row * width + index];
  }

  /** Returns the index of a non-zero of sparse samples. */
  int index(int k) {
    return indices[k];
  }

  /** Returns a non-zero of sparse samples. */
  double nonZero(int k) {
    return features[k];
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
