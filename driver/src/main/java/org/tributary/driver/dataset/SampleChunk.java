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
 * Samples with their keys as one array of bytes, which costs a shuffle little more than a copy. A
 * row that repeats soon is there once, with the number of its copies. {@link ChunkView} reads it.
 *
 * <pre>
 *   rows, width, outputs, flags, names    int32 each
 *   names                                 length in bytes as int32, UTF-8
 *   keys                                  rows x 2 int64
 *   features                              rows x width float64, or float32 where that is exact;
 *                                         of sparse samples instead
 *     ends                                rows int32, the non-zeros up to the end of each
 *     indices                             int32, of each non-zero
 *     non-zeros                           float64, or float32 where that is exact
 *   targets                               rows x outputs float64
 *   classes                               rows int32, if there are names
 *   weights                               rows float64, unless all are 1
 *   positions                             rows int64, unless all are 0
 *   copies                                rows int32, unless all are 1
 * </pre>
 */
final class SampleChunk {
  /** Flags of what a chunk has. */
  static final int SHORT_FEATURES = 1;

  static final int WEIGHTS = 2;
  static final int SPARSE = 4;
  static final int POSITIONS = 8;
  static final int COPIES = 16;
  private static final int HEADER = 5 * Integer.BYTES;

  private SampleChunk() {}

  /** Samples and their keys, to be packed. Mutable. */
  static final class Builder {
    /** How many rows a copy is looked for among: the last of each of so many kinds of keys. */
    private static final int RECENT = 64;

    private final int capacity;
    private final int width;
    private final int outputs;
    private final Map<String, Integer> classes = new HashMap<>();
    private final List<byte[]> names = new ArrayList<>();
    private long[] keys = new long[0];

    /** The numbers, as long as all of a chunk are exact so; else {@link #features} has them. */
    private float[] exact = new float[0];

    private double[] features = new double[0];
    private double[] targets = new double[0];
    private int[] labels = new int[0];
    private double[] weights = new double[0];
    private long[] positions = new long[0];
    private int[] copies = new int[0];
    private final int[] recent = new int[RECENT];
    private int rows;
    private boolean exactFloats = true;
    private boolean weighted;
    private boolean placed;
    private boolean copied;
    private final boolean sparse;
    private int[] ends = new int[0];
    private int[] indices = new int[0];

    /** Makes an empty chunk of samples whose features are all there. */
    Builder(int width, int outputs) {
      this(width, outputs, false, 1);
    }

    /**
     * Makes an empty chunk.
     *
     * @param width features of a sample
     * @param outputs target numbers of a sample; 0 where the target is a class
     * @param sparse whether features of the samples that are 0 are left out
     * @param capacity samples to make room for when the first is added
     */
    Builder(int width, int outputs, boolean sparse, int capacity) {
      this.capacity = capacity;
      this.width = width;
      this.outputs = outputs;
      this.sparse = sparse;
    }

    void add(SampleKey key, Sample sample) {
      int kind = (int) key.low() & (RECENT - 1);
      if (isCopy(key, sample.position(), recent[kind])) {
        copies[recent[kind]]++;
        copied = true;
        return;
      }
      recent[kind] = rows;
      if (rows == weights.length) {
        grow(Math.max(capacity, 2 * rows));
      }
      copies[rows] = 1;
      keys[2 * rows] = key.high();
      keys[2 * rows + 1] = key.low();
      double[] of = sample.features();
      int from = sparse ? nonZeros() : rows * width;
      if (sparse) {
        ends[rows] = Math.addExact(from, of.length);
        growNonZeros(ends[rows]);
        System.arraycopy(sample.indices(), 0, indices, from, of.length);
      }
      if (exactFloats && !addExact(of, from)) {
        widen(from);
      }
      for (int j = 0; j < of.length && !exactFloats; j++) {
        features[from + j] = of[j] + 0.0;
      }
      System.arraycopy(sample.targets(), 0, targets, rows * outputs, outputs);
      if (outputs == 0) {
        labels[rows] = index(sample.label());
      }
      weights[rows] = sample.weight();
      weighted |= sample.weight() != 1;
      if (sample.position() != 0) {
        if (positions.length < weights.length) {
          positions = Arrays.copyOf(positions, weights.length);
        }
        positions[rows] = sample.position();
        placed = true;
      }
      rows++;
    }

    /** Tells whether a sample equals a row and is of the same set, so that counting it will do. */
    private boolean isCopy(SampleKey key, long position, int row) {
      return row < rows
          && keys[2 * row] == key.high()
          && keys[2 * row + 1] == key.low()
          && (row < positions.length ? positions[row] : 0) == position
          && copies[row] < Integer.MAX_VALUE;
    }

    /**
     * Adds numbers in half the bytes; returns whether that is exact. -0.0 becomes 0, as it is for
     * the key.
     */
    private boolean addExact(double[] numbers, int from) {
      boolean all = true;
      for (int j = 0; j < numbers.length; j++) {
        double number = numbers[j] + 0.0;
        float rounded = (float) number;
        exact[from + j] = rounded;
        all &= rounded == number || Double.isNaN(number);
      }
      return all;
    }

    /** Keeps the first numbers, and all that follow up to the next chunk, in float64. */
    private void widen(int count) {
      if (features.length < exact.length) {
        features = new double[exact.length];
      }
      for (int i = 0; i < count; i++) {
        features[i] = exact[i];
      }
      exactFloats = false;
    }

    private int index(String label) {
      Integer known = classes.putIfAbsent(label, names.size());
      if (known != null) {
        return known;
      }
      names.add(label.getBytes(StandardCharsets.UTF_8));
      return names.size() - 1;
    }

    /** Returns how many non-zeros the sparse samples have. */
    int nonZeros() {
      return rows == 0 || !sparse ? 0 : ends[rows - 1];
    }

    private void growNonZeros(int length) {
      if (length > indices.length) {
        int room = Math.max(length, 2 * indices.length);
        indices = Arrays.copyOf(indices, room);
        growNumbers(room);
      }
    }

    private void growNumbers(int room) {
      if (exactFloats) {
        exact = Arrays.copyOf(exact, room);
      } else {
        features = Arrays.copyOf(features, room);
      }
    }

    private void grow(int room) {
      keys = Arrays.copyOf(keys, Math.multiplyExact(2, room));
      if (sparse) {
        ends = Arrays.copyOf(ends, room);
      } else {
        growNumbers(Math.multiplyExact(room, width));
      }
      targets = Arrays.copyOf(targets, Math.multiplyExact(room, outputs));
      labels = Arrays.copyOf(labels, room);
      weights = Arrays.copyOf(weights, room);
      copies = Arrays.copyOf(copies, room);
    }

    /** Returns how many rows there are, each with its copies. */
    int rows() {
      return rows;
    }

    /** Returns the samples added since the last call, packed. */
    byte[] pack() {
      int nameBytes = names.stream().mapToInt(name -> Integer.BYTES + name.length).sum();
      int numbers = sparse ? nonZeros() : rows * width;
      long bytes =
          HEADER
              + nameBytes
              + (long) numbers * (exactFloats ? Float.BYTES : Double.BYTES)
              + (sparse ? (long) (rows + numbers) * Integer.BYTES : 0)
              + (long) rows
                  * (2 * Long.BYTES
                      + outputs * Double.BYTES
                      + (names.isEmpty() ? 0 : Integer.BYTES)
                      + (weighted ? Double.BYTES : 0)
                      + (placed ? Long.BYTES : 0)
                      + (copied ? Integer.BYTES : 0));
      ByteBuffer to = ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
      to.putInt(rows).putInt(width).putInt(outputs);
      to.putInt(
          (exactFloats ? SHORT_FEATURES : 0)
              | (weighted ? WEIGHTS : 0)
              | (sparse ? SPARSE : 0)
              | (placed ? POSITIONS : 0)
              | (copied ? COPIES : 0));
      to.putInt(names.size());
      names.forEach(name -> to.putInt(name.length).put(name));
      put(to, keys, 2 * rows);
      if (sparse) {
        put(to, ends, rows);
        put(to, indices, numbers);
      }
      if (exactFloats) {
        to.asFloatBuffer().put(exact, 0, numbers);
        to.position(to.position() + numbers * Float.BYTES);
      } else {
        put(to, features, numbers);
      }
      put(to, targets, rows * outputs);
      for (int r = 0; r < rows && !names.isEmpty(); r++) {
        to.putInt(labels[r]);
      }
      put(to, weights, weighted ? rows : 0);
      if (placed) {
        put(to, Arrays.copyOf(positions, rows), rows);
        positions = new long[0];
      }
      put(to, copies, copied ? rows : 0);
      rows = 0;
      if (exact.length < features.length) {
        exact = new float[features.length];
      }
      exactFloats = true;
      weighted = false;
      placed = false;
      copied = false;
      classes.clear();
      names.clear();
      return to.array();
    }

    private static void put(ByteBuffer to, long[] values, int count) {
      to.asLongBuffer().put(values, 0, count);
      to.position(to.position() + count * Long.BYTES);
    }

    private static void put(ByteBuffer to, int[] values, int count) {
      to.asIntBuffer().put(values, 0, count);
      to.position(to.position() + count * Integer.BYTES);
    }

    private static void put(ByteBuffer to, double[] values, int count) {
      to.asDoubleBuffer().put(values, 0, count);
      to.position(to.position() + count * Double.BYTES);
    }
  }
}
