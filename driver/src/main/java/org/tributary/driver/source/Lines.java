package org.tributary.driver.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.util.LineReader;
import org.tributary.driver.files.OpenFile;

/**
 * Text files line by line, as the distributed reader sees them: the same ends, the same offsets.
 */
final class Lines {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private Lines() {}

  /**
   * A line and its place.
   *
   * @param file the file's whole path
   * @param offset where the line begins, in bytes of the uncompressed text
   * @param text the line, without its end
   */
  record Line(String file, long offset, String text) {}

  /**
   * Returns the number of the line that an offset is in, counted from 1. It reads the file from its
   * beginning, so it is for messages about errors.
   *
   * @param conf where the file systems are known
   * @param file the file's path
   * @param offset offset in bytes into the uncompressed text
   * @throws DataException if the file cannot be read
   */
  static long lineNumber(Configuration conf, String file, long offset) {
    Path path = new Path(file);
    try (InputStream in = open(path.getFileSystem(conf), path);
        LineReader lines = new LineReader(in)) {
      Text line = new Text();
      long number = 0;
      long end = 0;
      while (end <= offset) {
        int length = lines.readLine(line);
        if (length == 0) {
          break;
        }
        end += length;
        number++;
      }
      return Math.max(1, number);
    } catch (IOException e) {
      throw DataException.reading(file, e);
    }
  }

  /**
   * Returns the first line that has more than spaces, without a byte-order mark; empty if there is
   * none.
   *
   * @throws DataException if the file cannot be read, or the line is not UTF-8
   */
  static Optional<Line> first(FileSystem fs, Path path) {
    try (InputStream in = open(fs, path);
        LineReader lines = new LineReader(in)) {
      Text line = new Text();
      long offset = 0;
      for (int length = next(lines, line); length > 0; length = next(lines, line)) {
        if (length > CsvScanner.LONGEST) {
          throw CsvScanner.tooLong();
        }
        String text =
            decode(line)
                .orElseThrow(
                    () -> new DataException("Cannot read " + path + ": its text is not UTF-8"));
        if (offset == 0 && text.startsWith(BYTE_ORDER_MARK)) {
          text = text.substring(1);
        }
        if (!text.isBlank()) {
          return Optional.of(new Line(path.toString(), offset, text));
        }
        offset += length;
      }
      return Optional.empty();
    } catch (IOException e) {
      throw DataException.reading(path.toString(), e);
    }
  }

  /** Reads a line, or as much of it as may be one; returns the bytes read. */
  private static int next(LineReader lines, Text line) throws IOException {
    return lines.readLine(line, CsvScanner.LONGEST + 1, CsvScanner.LONGEST + 1);
  }

  /** Returns the text, or empty if its bytes are not UTF-8. */
  static Optional<String> decode(Text line) {
    return decode(line, StandardCharsets.UTF_8);
  }

  /** Returns the text, or empty if its bytes are not of the character set. */
  static Optional<String> decode(Text line, Charset charset) {
    String text = new String(line.getBytes(), 0, line.getLength(), charset);
    if (text.indexOf('\uFFFD') >= 0 && !isDecodable(line, charset)) {
      return Optional.empty();
    }
    return Optional.of(text);
  }

  // A replacement character may stand in the file itself; only then is this asked.
  private static boolean isDecodable(Text line, Charset charset) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(), 0, line.getLength());
      return charset.newDecoder().decode(bytes).hasRemaining();
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** Opens a file, and decompresses it if its name says that it is compressed. */
  static InputStream open(FileSystem fs, Path path) throws IOException {
    return Compression.text(fs.getConf(), path, OpenFile.at(fs, path));
  }
}
