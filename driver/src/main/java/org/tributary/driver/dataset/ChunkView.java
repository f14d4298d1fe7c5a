package org.tributary.driver.dataset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads a {@link SampleChunk} where it is, a row at a time. */
final class ChunkView {
  private final ByteBuffer bytes;
  private final int rows;
  private final int width;
  private final int outputs;
  private final boolean exactFloats;
  private final boolean weighted;
  private final String[] names;
  private final int keys;
  private final boolean sparse;
  private final int ends;
  private final int indices;
  private final int features;
  private final int targets;
  private final int classes;
  private final int weights;
  private final boolean placed;
  private final int positions;
  private final boolean copied;
  private final int copies;

  ChunkView(byte[] packed) {
    bytes = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
    rows = bytes.getInt();
    width = bytes.getInt();
    outputs = bytes.getInt();
    int flags = bytes.getInt();
    exactFloats = (flags & SampleChunk.SHORT_FEATURES) != 0;
    weighted = (flags & SampleChunk.WEIGHTS) != 0;
    names = new String[bytes.getInt()];
    for (int n = 0; n < names.length; n++) {
      byte[] name = new byte[bytes.getInt()];
      bytes.get(name);
      names[n] = new String(name, StandardCharsets.UTF_8);
    }
    keys = bytes.position();
    sparse = (flags & SampleChunk.SPARSE) != 0;
    ends = keys + rows * 2 * Long.BYTES;
    indices = ends + (sparse ? rows * Integer.BYTES : 0);
    int numbers = sparse ? end(rows - 1) : rows * width;
    features = indices + (sparse ? numbers * Integer.BYTES : 0);
    targets = features + numbers * (exactFloats ? Float.BYTES : Double.BYTES);
    classes = targets + rows * outputs * Double.BYTES;
    weights = classes + (names.length == 0 ? 0 : rows * Integer.BYTES);
    placed = (flags & SampleChunk.POSITIONS) != 0;
    positions = weights + (weighted ? rows * Double.BYTES : 0);
    copied = (flags & SampleChunk.COPIES) != 0;
    copies = positions + (placed ? rows * Long.BYTES : 0);
  }

  /** Returns how many rows there are, each with its copies. */
  int rows() {
    return rows;
  }

  /** Returns how many equal samples a row stands for. */
  int copies(int row) {
    return copied ? bytes.getInt(copies + row * Integer.BYTES) : 1;
  }

  int width() {
    return width;
  }

  int outputs() {
    return outputs;
  }

  long high(int row) {
    return bytes.getLong(keys + row * 2 * Long.BYTES);
  }

  long low(int row) {
    return bytes.getLong(keys + (row * 2 + 1) * Long.BYTES);
  }

  String label(int row) {
    return names.length == 0 ? "" : names[bytes.getInt(classes + row * Integer.BYTES)];
  }

  double weight(int row) {
    return weighted ? bytes.getDouble(weights + row * Double.BYTES) : 1;
  }

  long position(int row) {
    return placed ? bytes.getLong(positions + row * Long.BYTES) : 0;
  }

  /** Returns how many numbers the features of a row carry. */
  int numbers(int row) {
    return sparse ? nonZeros(row) : width;
  }

  private int end(int row) {
    return row < 0 ? 0 : bytes.getInt(ends + row * Integer.BYTES);
  }

  /** Returns how many features of a row of sparse samples are not 0. */
  int nonZeros(int row) {
    return end(row) - end(row - 1);
  }

  /** Copies the features of a row of sparse samples that are not 0, with their indices. */
  void nonZeros(int row, int[] toIndices, double[] toValues, int at) {
    int begin = end(row - 1);
    int count = end(row) - begin;
    for (int k = 0; k < count; k++) {
      toIndices[at + k] = bytes.getInt(indices + (begin + k) * Integer.BYTES);
      toValues[at + k] =
          exactFloats
              ? bytes.getFloat(features + (begin + k) * Float.BYTES)
              : bytes.getDouble(features + (begin + k) * Double.BYTES);
    }
  }

  /** Copies the features of a row, zeros included. */
  void features(int row, double[] to, int at) {
    if (sparse) {
      int[] of = new int[nonZeros(row)];
      double[] values = new double[of.length];
      nonZeros(row, of, values, 0);
      Arrays.fill(to, at, at + width, 0);
      for (int k = 0; k < of.length; k++) {
        to[at + of[k]] = values[k];
      }
      return;
    }
    if (exactFloats) {
      float[] exact = new float[width];
      bytes
          .slice(features + row * width * Float.BYTES, width * Float.BYTES)
          .order(bytes.order())
          .asFloatBuffer()
          .get(exact);
      for (int j = 0; j < width; j++) {
        to[at + j] = exact[j];
      }
    } else {
      bytes
          .slice(features + row * width * Double.BYTES, width * Double.BYTES)
          .order(bytes.order())
          .asDoubleBuffer()
          .get(to, at, width);
    }
  }

  /** Returns a row as a chunk of its own, without its copies. */
  byte[] alone(int row) {
    int[] of = new int[sparse ? nonZeros(row) : 0];
    double[] values = new double[numbers(row)];
    double[] numbers = new double[outputs];
    targets(row, numbers, 0);
    if (sparse) {
      nonZeros(row, of, values, 0);
    } else {
      features(row, values, 0);
    }
    Sample sample = new Sample(values, label(row), numbers, weight(row));
    SampleChunk.Builder builder = new SampleChunk.Builder(width, outputs, sparse, 1);
    builder.add(SampleKey.of(high(row), low(row)), sparse ? sample.at(of) : sample);
    return builder.pack();
  }

  /** Copies the target numbers of a row. */
  void targets(int row, double[] to, int at) {
    int from = targets + row * outputs * Double.BYTES;
    for (int j = 0; j < outputs; j++) {
      to[at + j] = bytes.getDouble(from + j * Double.BYTES);
    }
  }
}
