package org.tributary.core.natives;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Detects a file that is damaged or differs from the packed one.
 *
 * <p>The check sum is that of the jar's directory. It does not protect against forged files; the
 * checks of owners and permissions do. It costs 50 ms for all libraries, where SHA-256 costs 200 ms
 * and would have nothing to be compared with but what is inflated again.
 *
 * @param size in bytes
 * @param crc CRC-32 of the content
 */
record Fingerprint(long size, long crc) {
  private static final int CHUNK = 1 << 18;

  /** Copies all of a stream, and returns what it was. */
  static Fingerprint ofCopied(InputStream in, OutputStream out) throws IOException {
    CRC32 crc = new CRC32();
    byte[] chunk = new byte[CHUNK];
    long size = 0;
    for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
      crc.update(chunk, 0, n);
      out.write(chunk, 0, n);
      size += n;
    }
    return new Fingerprint(size, crc.getValue());
  }

  /** Reads a file, which may not be a symbolic link. */
  static Fingerprint of(Path file) throws IOException {
    CRC32 crc = new CRC32();
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    long size = 0;
    try (FileChannel in =
        FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        crc.update(chunk.flip());
        chunk.clear();
        size += n;
      }
    }
    return new Fingerprint(size, crc.getValue());
  }
}
