package org.tributary.driver.source;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * Decompresses text files by the endings of their names: with the codecs of Hadoop, and Zstandard
 * with the library that Spark brings, so that it needs none in native code of Hadoop.
 */
final class Compression {
  private static final int HEAD = 10;

  private Compression() {}

  /** What the first bytes of a file tell, and what to do about it. */
  private enum Content {
    GZIP("compressed with gzip, but its name does not end with .gz; rename it", "\u001f\u008b"),
    BZIP2("compressed with bzip2, but its name does not end with .bz2; rename it", "BZh_1AY&SY"),
    ZSTD(
        "compressed with Zstandard, but its name does not end with .zst; rename it",
        "(\u00b5/\u00fd"),
    ZIP(
        "a ZIP archive, such as a workbook of Excel; extract it, or export it as CSV",
        "PK\u0003\u0004"),
    XZ(decompress("xz"), "\u00fd7zXZ"),
    SEVEN_ZIP(decompress("7z"), "7z\u00bc\u00af"),
    COMPRESS(decompress("compress"), "\u001f\u009d"),
    LZ4(decompress("lz4 in frames"), "\u0004\"M\u0018"),
    SNAPPY(decompress("snappy in frames"), "\u00ff\u0006\u0000\u0000sN");

    private final String reason;

    /** Its first bytes, a character each. */
    private final String bytes;

    Content(String reason, String bytes) {
      this.reason = reason;
      this.bytes = bytes;
    }

    private static String decompress(String name) {
      return "compressed with %s, which is not read; decompress it, or use gzip, bzip2 or Zstandard"
          .formatted(name);
    }

    private boolean begins(byte[] head) {
      if (head.length < bytes.length()) {
        return false;
      }
      for (int i = 0; i < bytes.length(); i++) {
        boolean level = this == BZIP2 && i == 3 && head[i] >= '1' && head[i] <= '9';
        if (!level && (head[i] & 0xFF) != bytes.charAt(i)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Tells whether a file is read through a decompressor, so as a whole. */
  static boolean isNamed(Configuration conf, Path path) {
    return isZstandard(path) || codec(conf, path).isPresent();
  }

  private static boolean isZstandard(Path path) {
    String name = path.getName().toLowerCase(Locale.ROOT);
    return name.endsWith(".zst") || name.endsWith(".zstd");
  }

  private static Optional<CompressionCodec> codec(Configuration conf, Path path) {
    return Optional.ofNullable(new CompressionCodecFactory(conf).getCodec(path));
  }

  /**
   * Returns the text of an open file, of which nothing was read; closes the file if there is none.
   *
   * @throws UnreadableText if it is compressed in another way than its name says, or cannot be
   *     decompressed here
   */
  static InputStream text(Configuration conf, Path path, FSDataInputStream raw) throws IOException {
    try {
      Optional<CompressionCodec> codec = codec(conf, path);
      if (isZstandard(path)) {
        return new ZstdInputStream(raw);
      }
      byte[] head = raw.readNBytes(HEAD);
      raw.seek(0);
      boolean plain = codec.isEmpty();
      Optional<Content> content =
          Arrays.stream(Content.values())
              .filter(each -> plain || each == Content.LZ4 || each == Content.SNAPPY)
              .filter(each -> each.begins(head))
              .findFirst();
      if (content.isPresent()) {
        throw new UnreadableText("it is " + content.get().reason);
      }
      return plain ? raw : decompressed(codec.get(), raw);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  private static InputStream decompressed(CompressionCodec codec, InputStream raw)
      throws IOException {
    try {
      return codec.createInputStream(raw);
    } catch (RuntimeException | LinkageError e) {
      // A codec in native code, without its library.
      throw new UnreadableText(
          "%s is not available (%s); decompress it, or use gzip, bzip2 or Zstandard"
              .formatted(codec.getClass().getSimpleName(), e.getMessage()));
    }
  }
}
