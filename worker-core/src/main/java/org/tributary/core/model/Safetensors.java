package org.tributary.core.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tributary.core.data.Block;

/**
 * Named tensors as the bytes of a safetensors file, and back.
 *
 * <pre>
 *   8 bytes   length N of the header, little-endian
 *   N bytes   header: a JSON object, name -> {dtype, shape, data_offsets: [begin, end)}, padded
 *             with spaces so that the data begins at a multiple of 8
 *   the rest  data: the tensors, little-endian and row-major, one behind another without gaps
 * </pre>
 *
 * <p>Of the format's types only F32 and F64 are read. Source: the format's description at
 * https://github.com/huggingface/safetensors.
 */
public final class Safetensors {
  private static final int PREFIX = Long.BYTES;
  private static final int ALIGNMENT = 8;
  private static final int LONGEST_HEADER = 100_000_000;
  private static final String METADATA = "__metadata__";

  private Safetensors() {}

  /**
   * Returns the bytes of a file of these tensors: wider types first, so that every tensor is
   * aligned, and otherwise in the map's order.
   *
   * @throws IllegalArgumentException if they take 2 GiB or more
   */
  public static byte[] encode(Map<String, Tensor> tensors) {
    List<Map.Entry<String, Tensor>> ordered = new ArrayList<>(tensors.entrySet());
    Comparator<Map.Entry<String, Tensor>> byWidth =
        Comparator.comparingInt(entry -> entry.getValue().type().bytes());
    ordered.sort(byWidth.reversed());

    ObjectNode header = Json.object();
    long end = 0;
    for (Map.Entry<String, Tensor> entry : ordered) {
      Tensor tensor = entry.getValue();
      ObjectNode field = header.putObject(entry.getKey());
      field.put("dtype", tensor.type().name());
      ArrayNode shape = field.putArray("shape");
      tensor.shape().forEach(shape::add);
      long begin = end;
      end += (long) tensor.values().length * tensor.type().bytes();
      field.putArray("data_offsets").add(begin).add(end);
    }
    byte[] json = padded(Json.compact(header).getBytes(StandardCharsets.UTF_8));
    long size = PREFIX + json.length + end;
    if (size > Block.MOST_NUMBERS) {
      throw new IllegalArgumentException(
          "the tensors take " + size + " bytes (expected less than 2 GiB)");
    }
    ByteBuffer file = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(json.length).put(json);
    ordered.forEach(entry -> write(entry.getValue(), file));
    return file.array();
  }

  /**
   * Returns the tensors of a file, in the order of their data.
   *
   * @throws IllegalArgumentException with the reason, if the bytes are anything but a whole and
   *     sound file
   */
  public static Map<String, Tensor> decode(byte[] file) {
    if (file.length < PREFIX) {
      throw new IllegalArgumentException(
          "cut off: it has " + file.length + " bytes (expected " + PREFIX + " or more)");
    }
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    long length = bytes.getLong();
    if (length < 2 || length > LONGEST_HEADER || length > file.length - PREFIX) {
      throw new IllegalArgumentException(
          "damaged or cut off: a header of %s bytes in a file of %d"
              .formatted(Long.toUnsignedString(length), file.length));
    }
    int start = PREFIX + (int) length;
    if (file[PREFIX] != '{') {
      throw new IllegalArgumentException("damaged: its header does not begin with {");
    }
    ObjectNode header = Json.parse(Arrays.copyOfRange(file, PREFIX, start));
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : header.properties()) {
      if (!property.getKey().equals(METADATA)) {
        entries.add(Entry.of(property.getKey(), header));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    requireContiguous(entries, file.length - start);

    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Entry entry : entries) {
      bytes.position(start + (int) entry.begin());
      tensors.put(entry.name(), entry.read(bytes));
    }
    return tensors;
  }

  /** What the header says of one tensor. */
  private record Entry(String name, Tensor.Type type, List<Integer> shape, long begin, long end) {
    static Entry of(String name, ObjectNode header) {
      StrictObject field = new StrictObject("", header).object(name);
      Tensor.Type type = type(name, field.text("dtype"));
      List<Long> shape = field.longIntegers("shape");
      List<Long> offsets = field.longIntegers("data_offsets");
      field.close();
      if (offsets.size() != 2 || offsets.get(0) < 0 || offsets.get(0) > offsets.get(1)) {
        throw new IllegalArgumentException(
            "%s.data_offsets are %s (expected a beginning and an end)".formatted(name, offsets));
      }
      long begin = offsets.get(0);
      long end = offsets.get(1);
      if (bytes(name, shape, type) != end - begin) {
        throw new IllegalArgumentException(
            "%s has %d bytes, which do not fit %s of the shape %s"
                .formatted(name, end - begin, type, shape));
      }
      return new Entry(name, type, shape.stream().map(Math::toIntExact).toList(), begin, end);
    }

    private static Tensor.Type type(String name, String dtype) {
      return switch (dtype) {
        case "F32" -> Tensor.Type.F32;
        case "F64" -> Tensor.Type.F64;
        default ->
            throw new IllegalArgumentException(
                name + ".dtype is " + dtype + " (expected F32 or F64)");
      };
    }

    private static long bytes(String name, List<Long> shape, Tensor.Type type) {
      long bytes = type.bytes();
      for (long dimension : shape) {
        if (dimension < 0 || dimension > Integer.MAX_VALUE) {
          throw new IllegalArgumentException(
              name + ".shape is " + shape + " (expected dimensions of 0 to 2^31 - 1)");
        }
        // More than any file holds is as good as too much.
        bytes = Math.min(bytes * dimension, Integer.MAX_VALUE + 1L);
      }
      return bytes;
    }

    Tensor read(ByteBuffer data) {
      double[] values = new double[(int) ((end - begin) / type.bytes())];
      switch (type) {
        case F32 -> {
          for (int i = 0; i < values.length; i++) {
            values[i] = data.getFloat();
          }
        }
        case F64 -> data.asDoubleBuffer().get(values);
      }
      return new Tensor(type, shape, values);
    }
  }

  private static void requireContiguous(List<Entry> entries, long length) {
    long end = 0;
    for (Entry entry : entries) {
      if (entry.begin() != end) {
        throw new IllegalArgumentException(
            "%s begins at byte %d of the data (expected %d, without a gap or an overlap)"
                .formatted(entry.name(), entry.begin(), end));
      }
      end = entry.end();
    }
    if (end != length) {
      throw new IllegalArgumentException(
          "cut off or overlong: it has %d bytes of data (expected %d)".formatted(length, end));
    }
  }

  private static byte[] padded(byte[] header) {
    int padding = Math.floorMod(-header.length, ALIGNMENT);
    byte[] padded = Arrays.copyOf(header, header.length + padding);
    Arrays.fill(padded, header.length, padded.length, (byte) ' ');
    return padded;
  }

  private static void write(Tensor tensor, ByteBuffer file) {
    switch (tensor.type()) {
      case F32 -> {
        for (double value : tensor.values()) {
          file.putFloat((float) value);
        }
      }
      case F64 -> {
        for (double value : tensor.values()) {
          file.putDouble(value);
        }
      }
    }
  }
}
