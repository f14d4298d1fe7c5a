package org.tributary.driver.source;

import java.io.IOException;

/**
 * Follows the bytes of a file of Avro as they are read, and compares each length that its header
 * and its blocks claim with the size of the file, before the library takes memory for it.
 *
 * <pre>
 *   file    = magic (4 bytes), metadata, sync (16 bytes), block*
 *   metadata = (count, [size if count is negative], (length, key, length, value)*)*, 0
 *   block   = number of records, size, bytes, sync
 * </pre>
 *
 * <p>Numbers are longs in Avro's notation of 1 to 10 bytes. Not thread-safe.
 */
final class AvroFraming {
  private static final int MAGIC = 4;
  private static final int SYNC = 16;
  private static final int LONGEST_NUMBER = 10;

  /** The number that comes next, after the bytes that are skipped. */
  private enum Next {
    ENTRIES,
    ENTRIES_SIZE,
    KEY,
    VALUE,
    RECORDS,
    BLOCK
  }

  private final long length;
  private long position;
  private Next next = Next.ENTRIES;
  private long skip = MAGIC;
  private long entries;
  private long number;
  private int digits;

  /**
   * Begins at the start of a file.
   *
   * @param length its size in bytes
   */
  AvroFraming(long length) {
    this.length = length;
  }

  /**
   * Takes the next bytes of the file.
   *
   * @throws IOException if they claim more bytes than the file has
   */
  void accept(byte[] bytes, int offset, int count) throws IOException {
    int at = offset;
    int end = offset + count;
    while (at < end) {
      if (skip > 0) {
        int skipped = (int) Math.min(skip, end - at);
        skip -= skipped;
        at += skipped;
        position += skipped;
      } else {
        position++;
        digit(bytes[at++]);
      }
    }
  }

  private void digit(byte digit) throws IOException {
    if (digits == LONGEST_NUMBER) {
      throw new IOException("a number before byte %,d has too many digits".formatted(position));
    }
    number |= (digit & 0x7fL) << (7 * digits++);
    if (digit >= 0) {
      long value = (number >>> 1) ^ -(number & 1);
      number = 0;
      digits = 0;
      take(value);
    }
  }

  private void take(long value) throws IOException {
    switch (next) {
      case ENTRIES -> {
        entries = value == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(value);
        requireInFile(entries, "entries of its header");
        if (value == 0) {
          skip = SYNC;
          next = Next.RECORDS;
        } else {
          next = value < 0 ? Next.ENTRIES_SIZE : Next.KEY;
        }
      }
      case ENTRIES_SIZE -> next = Next.KEY;
      case KEY -> {
        skip = requireInFile(value, "bytes of a name in its header");
        next = Next.VALUE;
      }
      case VALUE -> {
        skip = requireInFile(value, "bytes of a value in its header");
        next = --entries > 0 ? Next.KEY : Next.ENTRIES;
      }
      case RECORDS -> next = Next.BLOCK;
      case BLOCK -> {
        skip = requireInFile(value, "bytes of a block") + SYNC;
        next = Next.RECORDS;
      }
    }
  }

  private long requireInFile(long claimed, String what) throws IOException {
    long left = length - position;
    if (claimed < 0 || claimed > left) {
      throw new IOException(
          "it claims %,d %s at byte %,d (expected %,d at most, up to the end of the file)"
              .formatted(claimed, what, position, left));
    }
    return claimed;
  }
}
