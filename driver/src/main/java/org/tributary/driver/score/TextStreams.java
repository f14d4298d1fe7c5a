package org.tributary.driver.score;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import org.tributary.core.model.FileFailure;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.TextHead;

/**
 * Text that comes in and goes out in one character set. What was written goes out before more is
 * read. Mutable, for one thread.
 */
final class TextStreams {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /** How far a brace is looked for. */
  private static final int BLANKS = 1 << 12;

  private final FlushingInput in;
  private final BufferedInputStream bytes;
  private final OutputStream out;

  /** Reads from one stream and writes to another one; neither is closed. */
  TextStreams(InputStream in, OutputStream out) {
    this.in = new FlushingInput(in);
    this.bytes = new BufferedInputStream(this.in, 1 << 16);
    this.out = out;
  }

  /** What is done with the text. */
  @FunctionalInterface
  interface Conversion {
    /** Reads all of the text, which is without a byte order mark, and writes. */
    void run(BufferedReader reader, Writer writer) throws IOException;
  }

  /**
   * Tells whether the first byte but for white space and a byte order mark of UTF-8 is a brace, and
   * not half of a character of UTF-16.
   */
  boolean beginsWithBrace() {
    try {
      bytes.mark(BLANKS);
      int b = bytes.read();
      for (int i = 0; i < BLANKS - 2 && isSkipped(b); i++) {
        b = bytes.read();
      }
      boolean brace = b == '{' && bytes.read() != 0;
      bytes.reset();
      return brace;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static boolean isSkipped(int b) {
    return Character.isWhitespace(b) || b == 0xEF || b == 0xBB || b == 0xBF;
  }

  /**
   * Refuses text whose first bytes are not of a character set.
   *
   * @param encoding its name
   * @throws DataException with the setting that reads it
   */
  void requireCsvOf(String encoding) {
    try {
      bytes.mark(BLANKS);
      byte[] head = new byte[TextHead.LENGTH];
      // Waits for no more than is there: a first row may be shorter, and wants its answer.
      int length = Math.max(0, bytes.read(head));
      bytes.reset();
      TextHead.problem(Arrays.copyOf(head, length), Charset.forName(encoding))
          .ifPresent(
              reason -> {
                throw new DataException("Cannot read the rows: " + reason);
              });
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Runs a process on the text.
   *
   * @param encoding the name of the character set
   * @param remedy what to do if it is another one
   * @throws DataException if the text cannot be read or written
   */
  void process(String encoding, String remedy, Conversion process) {
    Charset charset = Charset.forName(encoding);
    Writer writer =
        new BufferedWriter(
            new OutputStreamWriter(
                out, charset.newEncoder().onUnmappableCharacter(CodingErrorAction.REPORT)),
            1 << 16);
    try {
      in.writer = writer;
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(
                  bytes,
                  charset
                      .newDecoder()
                      .onMalformedInput(CodingErrorAction.REPORT)
                      .onUnmappableCharacter(CodingErrorAction.REPORT)),
              1 << 16);
      skipByteOrderMark(reader);
      process.run(reader, writer);
    } catch (CharacterCodingException e) {
      throw new DataException(
          "Cannot read the rows: they are not %s (%s)".formatted(encoding, remedy));
    } catch (IOException e) {
      throw unreadable(e);
    } finally {
      flush(writer);
    }
  }

  private static void skipByteOrderMark(BufferedReader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
  }

  private static DataException unreadable(IOException e) {
    return new DataException("Cannot read the rows: " + FileFailure.reason(e));
  }

  private static void flush(Writer writer) {
    try {
      writer.flush();
    } catch (IOException e) {
      throw OutputClosed.or(e);
    }
  }

  /** Writes out what was predicted before it waits for more input. */
  private static final class FlushingInput extends FilterInputStream {
    private Writer writer = Writer.nullWriter();

    FlushingInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      flush(writer);
      return super.read();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      flush(writer);
      return super.read(bytes, from, length);
    }
  }
}
