package org.tributary.driver.dataset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
    private final SampleBatch samples;
    private final List<SampleKey> keys = new ArrayList<>();

    Builder(int width, int outputs) {
      samples = new SampleBatch(width, outputs);
    }

    void add(SampleKey key, Sample sample) {
      keys.add(key);
      samples.add(sample);
    }

    int rows() {
      return samples.rows();
    }

    /** Returns the samples added since the last call, packed. */
    byte[] pack() {
      byte[] packed = SampleChunk.pack(samples, keys);
      samples.clear();
      keys.clear();
      return packed;
    }
  }

  private static byte[] pack(SampleBatch samples, List<SampleKey> keys) {
    int rows = samples.rows();
    Map<String, Integer> classes = new HashMap<>();
    List<byte[]> names = new ArrayList<>();
    boolean weighted = false;
    boolean exactFloats = true;
    int nameBytes = 0;
    for (int r = 0; r < rows; r++) {
      weighted |= samples.weight(r) != 1;
      String label = samples.label(r);
      if (samples.outputs() == 0 && classes.putIfAbsent(label, names.size()) == null) {
        names.add(label.getBytes(StandardCharsets.UTF_8));
        nameBytes += Integer.BYTES + names.get(names.size() - 1).length;
      }
      for (int j = 0; exactFloats && j < samples.width(); j++) {
        double value = samples.feature(r, j);
        exactFloats = (float) value == value;
      }
    }
    long bytes =
        HEADER
            + nameBytes
            + (long) rows
                * (2 * Long.BYTES
                    + samples.width() * (exactFloats ? Float.BYTES : Double.BYTES)
                    + samples.outputs() * Double.BYTES
                    + (names.isEmpty() ? 0 : Integer.BYTES)
                    + (weighted ? Double.BYTES : 0));
    ByteBuffer to = ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
    int flags = (exactFloats ? SHORT_FEATURES : 0) | (weighted ? WEIGHTS : 0);
    to.putInt(rows).putInt(samples.width()).putInt(samples.outputs()).putInt(flags);
    to.putInt(names.size());
    names.forEach(name -> to.putInt(name.length).put(name));
    keys.forEach(key -> to.putLong(key.high()).putLong(key.low()));
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < samples.width(); j++) {
        if (exactFloats) {
          to.putFloat((float) samples.feature(r, j));
        } else {
          to.putDouble(samples.feature(r, j));
        }
      }
    }
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < samples.outputs(); j++) {
        to.putDouble(samples.target(r, j));
      }
    }
    for (int r = 0; r < rows && !names.isEmpty(); r++) {
      to.putInt(classes.get(samples.label(r)));
    }
    for (int r = 0; r < rows && weighted; r++) {
      to.putDouble(samples.weight(r));
    }
    return to.array();
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
