package org.tributary.driver.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The table of {@link TableFiles} in the formats that Spark writes, and with faults of them. */
final class ColumnarFiles {
  private static final Map<String, byte[]> WRITTEN = new ConcurrentHashMap<>();

  private ColumnarFiles() {}

  /** Returns the name of a format, which is how its files end. */
  static String format(InputReader reader) {
    return switch (reader) {
      case PARQUET -> "parquet";
      case ORC -> "orc";
      case AVRO -> "avro";
      default -> throw new IllegalArgumentException(reader + " is no format of tables");
    };
  }

  /** Returns the whole table. */
  static byte[] whole(InputReader reader) {
    return table(reader, new String(TableFiles.csv(), StandardCharsets.UTF_8));
  }

  /** Returns the table with a number that is infinite. */
  static byte[] infinite(InputReader reader) {
    String text = new String(TableFiles.csv(), StandardCharsets.UTF_8);
    return table(reader, text + "Infinity,0.5,yes\n");
  }

  /** Returns a table in which b has names and kind numbers. */
  static byte[] otherTypes(InputReader reader) {
    return table(reader, "a,kind,b\n1.5,2.5,no\n3.5,4.5,yes\n");
  }

  private static byte[] table(InputReader reader, String csv) {
    String format = format(reader);
    return WRITTEN
        .computeIfAbsent(
            format + csv,
            key -> {
              try {
                return format.equals("avro")
                    ? TableFiles.avro(csv)
                    : TableFiles.spark(format, csv, Files.createTempDirectory(format));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .clone();
  }

  /** Returns a file of the right length and ends, with other bytes between them. */
  static byte[] garbage(byte[] whole) {
    byte[] changed = whole.clone();
    Arrays.fill(changed, 8, changed.length - 8, (byte) 0x55);
    return changed;
  }

  /** Makes the length that the reader meets first as large as it can be. */
  static byte[] hugeLength(byte[] whole, InputReader reader) {
    byte[] changed = whole.clone();
    switch (reader) {
      case PARQUET -> {
        changed[changed.length - 5] = 0x7f;
        changed[changed.length - 6] = (byte) 0xff;
      }
      case ORC -> changed[changed.length - 1] = (byte) 0xff;
      default -> {
        // The size of the metadata's first value.
        for (int i = 5; i < 10; i++) {
          changed[i] = (byte) 0xfe;
        }
      }
    }
    return changed;
  }
}
