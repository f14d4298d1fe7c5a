package org.tributary.driver.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tributary.core.model.Json;
import org.tributary.core.model.StrictObject;
import org.tributary.core.optim.ParameterVector;

/**
 * Named vectors of numbers as a safetensors file, written and read as a stream: a file may be
 * larger than an array, and no copy of it is made in memory.
 *
 * <p>A vector whose numbers are all exact in float32 is written as F32, any other as F64, so that
 * reading gives back the same bits. The layout is that of {@link
 * org.tributary.core.model.Safetensors}.
 */
final class NumberFile {
  private static final int CHUNK = 1 << 16;
  private static final int ALIGNMENT = 8;
  private static final int LONGEST_HEADER = 1 << 26;
  private static final String SINGLE = "F32";
  private static final String DOUBLE = "F64";

  private NumberFile() {}

  /** Numbers that never change. */
  interface Numbers {
    /** Returns how many there are. */
    int size();

    /** Returns one. */
    double get(int index);

    /** Returns the numbers of a vector. */
    static Numbers of(ParameterVector vector) {
      return new Numbers() {
        @Override
        public int size() {
          return vector.size();
        }

        @Override
        public double get(int index) {
          return vector.get(index);
        }
      };
    }
  }

  /** Writes a file; the stream stays open. */
  static void write(Map<String, Numbers> vectors, OutputStream out) throws IOException {
    List<Entry> entries = entries(vectors);
    byte[] header = header(entries);
    byte[] chunk = new byte[CHUNK];
    ByteBuffer buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(header.length);
    out.write(chunk, 0, Long.BYTES);
    out.write(header);
    buffer.clear();
    for (Entry entry : entries) {
      Numbers numbers = vectors.get(entry.name);
      for (int i = 0; i < entry.size; i++) {
        if (buffer.remaining() < Double.BYTES) {
          out.write(chunk, 0, buffer.position());
          buffer.clear();
        }
        if (entry.bytes == Float.BYTES) {
          buffer.putFloat((float) numbers.get(i));
        } else {
          buffer.putDouble(numbers.get(i));
        }
      }
    }
    out.write(chunk, 0, buffer.position());
  }

  /** A vector in a file: its name, how many numbers, and how many bytes each takes. */
  private record Entry(String name, int size, int bytes) {}

  /** Returns the vectors in the order of the file: wider types first, so that each is aligned. */
  private static List<Entry> entries(Map<String, Numbers> vectors) {
    List<Entry> entries = new ArrayList<>();
    vectors.forEach(
        (name, numbers) ->
            entries.add(
                new Entry(name, numbers.size(), isSingle(numbers) ? Float.BYTES : Double.BYTES)));
    entries.sort(Comparator.comparingInt(entry -> -entry.bytes));
    return entries;
  }

  private static boolean isSingle(Numbers numbers) {
    for (int i = 0; i < numbers.size(); i++) {
      double number = numbers.get(i);
      long bits = Double.doubleToRawLongBits(number);
      if (bits != Double.doubleToRawLongBits((double) (float) number)) {
        return false;
      }
    }
    return true;
  }

  private static byte[] header(List<Entry> entries) {
    ObjectNode root = Json.object();
    long end = 0;
    for (Entry entry : entries) {
      ObjectNode field = root.putObject(entry.name);
      field.put("dtype", entry.bytes == Float.BYTES ? SINGLE : DOUBLE);
      field.putArray("shape").add(entry.size);
      long begin = end;
      end += (long) entry.size * entry.bytes;
      field.putArray("data_offsets").add(begin).add(end);
    }
    byte[] json = Json.compact(root).getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(json, json.length + Math.floorMod(-json.length, ALIGNMENT));
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  /**
   * Reads a file.
   *
   * @param length bytes of the file; nothing larger is allocated
   * @throws DamagedCheckpoint if it is anything but what {@link #write} writes
   */
  static Map<String, double[]> read(InputStream in, long length)
      throws IOException, DamagedCheckpoint {
    ByteBuffer prefix = ByteBuffer.wrap(in.readNBytes(Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    long headerLength = prefix.remaining() < Long.BYTES ? -1 : prefix.getLong();
    if (headerLength < 2 || headerLength > Math.min(LONGEST_HEADER, length - Long.BYTES)) {
      throw new DamagedCheckpoint("its header is cut off");
    }
    byte[] header = in.readNBytes((int) headerLength);
    List<Entry> entries = parse(header, length - Long.BYTES - headerLength);
    Map<String, double[]> vectors = new LinkedHashMap<>();
    for (Entry entry : entries) {
      vectors.put(entry.name, numbers(in, entry));
    }
    return vectors;
  }

  private static List<Entry> parse(byte[] header, long dataLength) throws DamagedCheckpoint {
    try {
      ObjectNode root = Json.parse(header);
      List<Entry> entries = new ArrayList<>();
      long end = 0;
      for (String name : new StrictObject("", root).remaining()) {
        StrictObject field = new StrictObject("", root).object(name);
        int bytes = field.text("dtype").equals(SINGLE) ? Float.BYTES : Double.BYTES;
        List<Long> shape = field.longIntegers("shape");
        List<Long> offsets = field.longIntegers("data_offsets");
        long size = shape.size() == 1 ? shape.get(0) : -1;
        if (size < 0
            || size > Integer.MAX_VALUE - 8
            || !offsets.equals(List.of(end, end + size * bytes))) {
          throw new DamagedCheckpoint("its header is not one of a checkpoint, at " + name);
        }
        end += size * bytes;
        entries.add(new Entry(name, (int) size, bytes));
      }
      if (end != dataLength) {
        throw new DamagedCheckpoint(
            "it has %d bytes of numbers (expected %d)".formatted(dataLength, end));
      }
      return entries;
    } catch (IllegalArgumentException e) {
      throw new DamagedCheckpoint("its header is not one of a checkpoint: " + e.getMessage());
    }
  }

  private static double[] numbers(InputStream in, Entry entry)
      throws IOException, DamagedCheckpoint {
    double[] numbers = new double[entry.size];
    byte[] chunk = new byte[CHUNK];
    ByteBuffer buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < entry.size; ) {
      int count = Math.min(CHUNK / entry.bytes, entry.size - from);
      if (in.readNBytes(chunk, 0, count * entry.bytes) < count * entry.bytes) {
        throw new DamagedCheckpoint("it is cut off at " + entry.name);
      }
      buffer.clear();
      for (int i = 0; i < count; i++) {
        numbers[from + i] = entry.bytes == Float.BYTES ? buffer.getFloat() : buffer.getDouble();
      }
      from += count;
    }
    return numbers;
  }
}
