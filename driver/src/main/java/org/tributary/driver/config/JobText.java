package org.tributary.driver.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.tributary.core.model.FileFailure;

/** The text of a job, from any stream. */
public final class JobText {
  private static final int LONGEST = 1 << 24;

  private JobText() {}

  /**
   * Reads a text to its end.
   *
   * @throws java.nio.charset.CharacterCodingException if it is not UTF-8
   * @throws IOException if it cannot be read, or is longer than 16 MiB
   */
  public static String read(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(LONGEST + 1);
    if (bytes.length > LONGEST) {
      throw new IOException("it has more than %,d bytes (expected HOCON)".formatted(LONGEST));
    }
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  /** Returns why a text could not be read. */
  public static String reason(IOException failure) {
    return failure instanceof java.nio.charset.CharacterCodingException
        ? "its text is not UTF-8"
        : FileFailure.reason(failure);
  }
}
