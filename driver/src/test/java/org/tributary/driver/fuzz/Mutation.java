package org.tributary.driver.fuzz;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Seeded random damage of bytes. */
public final class Mutation {
  private static final int[] LENGTHS = {
    0, 1, -1, 127, 255, 65535, 1 << 24, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x7f7f7f7f
  };

  private Mutation() {}

  /** Returns a copy with one to four changes. */
  public static byte[] of(byte[] bytes, Random random) {
    byte[] changed = bytes.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && changed.length > 0; i++) {
      changed = changed(changed, random);
    }
    return changed;
  }

  private static byte[] changed(byte[] bytes, Random random) {
    int at = position(bytes.length, random);
    return switch (random.nextInt(7)) {
      case 0, 1 -> {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        yield bytes;
      }
      case 2 -> {
        bytes[at] = (byte) random.nextInt(256);
        yield bytes;
      }
      case 3 -> Arrays.copyOf(bytes, at);
      case 4 -> inserted(bytes, at, part(bytes, random));
      case 5 -> removed(bytes, at, random.nextInt(16) + 1);
      default -> written(bytes, at, LENGTHS[random.nextInt(LENGTHS.length)]);
    };
  }

  /** Headers and footers are where lengths are, so half of the damage is there. */
  private static int position(int length, Random random) {
    int edge = Math.min(length, 64);
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(edge);
      case 1 -> length - 1 - random.nextInt(edge);
      default -> random.nextInt(length);
    };
  }

  private static byte[] part(byte[] bytes, Random random) {
    int from = random.nextInt(bytes.length);
    return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 1 + random.nextInt(200)));
  }

  private static byte[] inserted(byte[] bytes, int at, byte[] part) {
    return ByteBuffer.allocate(bytes.length + part.length)
        .put(bytes, 0, at)
        .put(part)
        .put(bytes, at, bytes.length - at)
        .array();
  }

  private static byte[] removed(byte[] bytes, int at, int count) {
    int end = Math.min(bytes.length, at + count);
    return ByteBuffer.allocate(bytes.length - (end - at))
        .put(bytes, 0, at)
        .put(bytes, end, bytes.length - end)
        .array();
  }

  private static byte[] written(byte[] bytes, int at, int length) {
    byte[] number = ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
    System.arraycopy(number, 0, bytes, at, Math.min(Integer.BYTES, bytes.length - at));
    return bytes;
  }
}
