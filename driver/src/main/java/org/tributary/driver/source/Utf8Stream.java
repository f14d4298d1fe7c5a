package org.tributary.driver.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text of any character set as UTF-8. Mutable, for one thread. */
final class Utf8Stream extends InputStream {
  private static final int CHARACTERS = 1 << 13;

  private final Reader reader;
  private final String encoding;
  private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
  private final CharBuffer characters = CharBuffer.allocate(CHARACTERS).flip();
  private final ByteBuffer bytes = ByteBuffer.allocate(4 * CHARACTERS).flip();
  private boolean ended;

  /** Reads from a stream, which is closed with this one. */
  Utf8Stream(InputStream in, Charset charset) {
    this.encoding = charset.name();
    this.reader =
        new InputStreamReader(
            in,
            charset
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  @Override
  public int read() throws IOException {
    return fill() ? bytes.get() & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, bytes.remaining());
    bytes.get(target, offset, count);
    return count;
  }

  // Returns whether there are bytes.
  private boolean fill() throws IOException {
    try {
      while (!bytes.hasRemaining() && !ended) {
        characters.compact();
        ended = reader.read(characters) < 0;
        characters.flip();
        bytes.clear();
        encoder.encode(characters, bytes, ended).isError();
        bytes.flip();
      }
      return bytes.hasRemaining();
    } catch (CharacterCodingException e) {
      throw new UnreadableText("the text after this line is not " + encoding);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
