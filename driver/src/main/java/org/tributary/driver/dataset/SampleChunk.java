package org.tributary.driver.dataset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Samples with their keys as one array of bytes, which costs a shuffle little more than a copy.
 *
 * <pre>
 *   rows, width, outputs, flags, names    int32 each
 *   names                                 length in bytes as int32, UTF-8
 *   keys                                  rows x 2 int64
 *   features                              rows x width float64, or float32 where that is exact
 *   targets                               rows x outputs float64
 *   classes                               rows int32, if there are names
 *   weights                               rows float64, unless all are 1
 * </pre>
 */
final class SampleChunk {
  private static final int SHORT_FEATURES = 1;
  private static final int WEIGHTS = 2;
  private static final int HEADER = 5 * Integer.BYTES;

  private SampleChunk() {}

  /** Samples and their keys, to be packed. Mutable. */
  static final class Builder {
    private final int width;
    private final int outputs;
    private final Map<String, Integer> classes = new HashMap<>();
    private final List<byte[]> names = new ArrayList<>();
    private long[] keys = new long[0];
    private double[] features = new double[0];
    private double[] targets = new double[0];
    private int[] labels = new int[0];
    private double[] weights = new double[0];
    private int rows;
    private boolean exactFloats = true;
    private boolean weighted;

    /**
     * Makes an empty chunk.
     *
     * @param width features of a sample
     * @param outputs target numbers of a sample; 0 where the target is a class
     */
    Builder(int width, int outputs) {
      this.width = width;
      this.outputs = outputs;
    }

    void add(SampleKey key, Sample sample) {
      if (rows == weights.length) {
        grow(Math.max(1, 2 * rows));
      }
      keys[2 * rows] = key.high();
      keys[2 * rows + 1] = key.low();
      double[] of = sample.features();
      for (int j = 0; j < width; j++) {
        // -0.0 becomes 0, as it is for the key.
        double value = of[j] + 0.0;
        features[rows * width + j] = value;
        exactFloats &= (float) value == value || Double.isNaN(value);
      }
      System.arraycopy(sample.targets(), 0, targets, rows * outputs, outputs);
      if (outputs == 0) {
        labels[rows] = index(sample.label());
      }
      weights[rows] = sample.weight();
      weighted |= sample.weight() != 1;
      rows++;
    }

    private int index(String label) {
      Integer known = classes.putIfAbsent(label, names.size());
      if (known != null) {
        return known;
      }
      names.add(label.getBytes(StandardCharsets.UTF_8));
      return names.size() - 1;
    }

    private void grow(int room) {
      keys = Arrays.copyOf(keys, Math.multiplyExact(2, room));
      features = Arrays.copyOf(features, Math.multiplyExact(room, width));
      targets = Arrays.copyOf(targets, Math.multiplyExact(room, outputs));
      labels = Arrays.copyOf(labels, room);
      weights = Arrays.copyOf(weights, room);
    }

    int rows() {
      return rows;
    }

    /** Returns the samples added since the last call, packed. */
    byte[] pack() {
      int nameBytes = names.stream().mapToInt(name -> Integer.BYTES + name.length).sum();
      long bytes =
          HEADER
              + nameBytes
              + (long) rows
                  * (2 * Long.BYTES
                      + width * (exactFloats ? Float.BYTES : Double.BYTES)
                      + outputs * Double.BYTES
                      + (names.isEmpty() ? 0 : Integer.BYTES)
                      + (weighted ? Double.BYTES : 0));
      ByteBuffer to = ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
      to.putInt(rows).putInt(width).putInt(outputs);
      to.putInt((exactFloats ? SHORT_FEATURES : 0) | (weighted ? WEIGHTS : 0));
      to.putInt(names.size());
      names.forEach(name -> to.putInt(name.length).put(name));
      put(to, keys, 2 * rows);
      if (exactFloats) {
        for (int i = 0; i < rows * width; i++) {
          to.putFloat((float) features[i]);
        }
      } else {
        put(to, features, rows * width);
      }
      put(to, targets, rows * outputs);
      for (int r = 0; r < rows && !names.isEmpty(); r++) {
        to.putInt(labels[r]);
      }
      put(to, weights, weighted ? rows : 0);
      rows = 0;
      exactFloats = true;
      weighted = false;
      classes.clear();
      names.clear();
      return to.array();
    }

    private static void put(ByteBuffer to, long[] values, int count) {
      to.asLongBuffer().put(values, 0, count);
      to.position(to.position() + count * Long.BYTES);
    }

    private static void put(ByteBuffer to, double[] values, int count) {
      to.asDoubleBuffer().put(values, 0, count);
      to.position(to.position() + count * Double.BYTES);
    }
  }

  /** Reads a chunk where it is, a row at a time. */
  static final class View {
    private final ByteBuffer bytes;
    private final int rows;
    private final int width;
    private final int outputs;
    private final boolean exactFloats;
    private final boolean weighted;
    private final String[] names;
    private final int keys;
    private final int features;
    private final int targets;
    private final int classes;
    private final int weights;

    View(byte[] packed) {
      bytes = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
      rows = bytes.getInt();
      width = bytes.getInt();
      outputs = bytes.getInt();
      int flags = bytes.getInt();
      exactFloats = (flags & SHORT_FEATURES) != 0;
      weighted = (flags & WEIGHTS) != 0;
      names = new String[bytes.getInt()];
      for (int n = 0; n < names.length; n++) {
        byte[] name = new byte[bytes.getInt()];
        bytes.get(name);
        names[n] = new String(name, StandardCharsets.UTF_8);
      }
      keys = bytes.position();
      features = keys + rows * 2 * Long.BYTES;
      targets = features + rows * width * (exactFloats ? Float.BYTES : Double.BYTES);
      classes = targets + rows * outputs * Double.BYTES;
      weights = classes + (names.length == 0 ? 0 : rows * Integer.BYTES);
    }

    int rows() {
      return rows;
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

    /** Copies the features of a row. */
    void features(int row, double[] to, int at) {
      if (exactFloats) {
        int from = features + row * width * Float.BYTES;
        for (int j = 0; j < width; j++) {
          to[at + j] = bytes.getFloat(from + j * Float.BYTES);
        }
      } else {
        int from = features + row * width * Double.BYTES;
        for (int j = 0; j < width; j++) {
          to[at + j] = bytes.getDouble(from + j * Double.BYTES);
        }
      }
    }

    /** Copies the target numbers of a row. */
    void targets(int row, double[] to, int at) {
      int from = targets + row * outputs * Double.BYTES;
      for (int j = 0; j < outputs; j++) {
        to[at + j] = bytes.getDouble(from + j * Double.BYTES);
      }
    }
  }
}
