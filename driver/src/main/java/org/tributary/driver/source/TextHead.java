package org.tributary.driver.source;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** What the first bytes of a text tell of its character set. */
public final class TextHead {
  /** How many bytes are looked at. */
  public static final int LENGTH = 64;

  private static final String UTF_16 = "UTF-16";
  private static final String UTF_32 = "UTF-32";

  private static final byte[] MARK_UTF_8 = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final byte[] MARK_LITTLE_ENDIAN = {(byte) 0xFF, (byte) 0xFE};
  private static final byte[] MARK_BIG_ENDIAN = {(byte) 0xFE, (byte) 0xFF};
  private static final byte[] MARK_UTF_32 = {(byte) 0xFF, (byte) 0xFE, 0, 0};
  private static final byte[] MARK_UTF_32_BIG_ENDIAN = {0, 0, (byte) 0xFE, (byte) 0xFF};

  /** What begins compressed data, a character a byte, and the name of the program. */
  private static final Map<String, String> COMPRESSED =
      Map.of(
          "\u001f\u008b", "gzip",
          "BZh", "bzip2",
          "(\u00b5/\u00fd", "Zstandard",
          "PK\u0003\u0004", "ZIP",
          "\u00fd7zXZ", "xz");

  private TextHead() {}

  /**
   * Returns why a text cannot be of a character set, and the setting that reads it, to complete
   * "Cannot read x.csv: "; empty if it can be.
   *
   * @param head its first bytes, {@link #LENGTH} of them if there are so many
   */
  public static Optional<String> problem(byte[] head, Charset charset) {
    Optional<String> compressed = compressed(head);
    if (compressed.isPresent()) {
      return compressed;
    }
    String name = charset.name();
    boolean wide = name.startsWith(UTF_16) || name.startsWith(UTF_32);
    if (begins(head, MARK_UTF_8)) {
      return charset.equals(StandardCharsets.UTF_8)
          ? Optional.empty()
          : Optional.of(marked(name, StandardCharsets.UTF_8.name()));
    }
    if (begins(head, MARK_UTF_32) || begins(head, MARK_UTF_32_BIG_ENDIAN)) {
      return name.startsWith(UTF_32) ? Optional.empty() : Optional.of(marked(name, UTF_32));
    }
    if (begins(head, MARK_LITTLE_ENDIAN) || begins(head, MARK_BIG_ENDIAN)) {
      return wide ? Optional.empty() : Optional.of(marked(name, UTF_16));
    }
    return wide && isAscii(head)
        ? Optional.of(
            "the text is not %s but of one byte a character (set data.csv.encoding, such as UTF-8)"
                .formatted(name))
        : Optional.empty();
  }

  private static Optional<String> compressed(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    return COMPRESSED.entrySet().stream()
        .filter(program -> text.startsWith(program.getKey()))
        .filter(program -> !program.getValue().equals("bzip2") || text.startsWith("1AY&SY", 4))
        .map(
            program ->
                "the text is compressed with %s; decompress it first".formatted(program.getValue()))
        .findFirst();
  }

  private static String marked(String expected, String found) {
    return "the text is not %s but begins with the byte order mark of %s (set data.csv.encoding = %s)"
        .formatted(expected, found, found);
  }

  private static boolean begins(byte[] head, byte[] mark) {
    if (head.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if (head[i] != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** Tells whether all bytes are characters of ASCII, none of them 0. */
  private static boolean isAscii(byte[] head) {
    for (byte b : head) {
      if (b <= 0) {
        return false;
      }
    }
    return head.length > 1;
  }
}
