package org.tributary.driver.source;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.tributary.driver.files.OpenFile;

/**
 * An IDX file with a valid header and length.
 *
 * <p>The format: two zero bytes, the {@link Element} code, the number of dimensions, each dimension
 * as an int, then the elements, all big-endian. The first dimension counts rows.
 */
final class IdxFile implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final int BUFFER = 1 << 16;

  private final String path;
  private final boolean gzipped;
  private final Element element;
  private final int dimensions;
  private final int rows;
  private final int width;

  private IdxFile(
      String path, boolean gzipped, Element element, int dimensions, int rows, int width) {
    this.path = path;
    this.gzipped = gzipped;
    this.element = element;
    this.dimensions = dimensions;
    this.rows = rows;
    this.width = width;
  }

  /** The type of the elements. */
  enum Element {
    /** 0 to 255. */
    UBYTE(0x08, 1),
    /** -128 to 127. */
    BYTE(0x09, 1),
    /** 16 bits, signed. */
    SHORT(0x0B, 2),
    /** 32 bits, signed. */
    INT(0x0C, 4),
    /** 32 bits. */
    FLOAT(0x0D, 4),
    /** 64 bits. */
    DOUBLE(0x0E, 8);

    private final int code;
    private final int bytes;

    Element(int code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }

    /** Returns whether every value is a float, too. */
    boolean fitsFloat() {
      return switch (this) {
        case UBYTE, BYTE, SHORT, FLOAT -> true;
        case INT, DOUBLE -> false;
      };
    }

    /** Returns the next value. */
    Number read(ByteBuffer buffer) {
      return switch (this) {
        case UBYTE -> buffer.get() & 0xff;
        case BYTE -> (int) buffer.get();
        case SHORT -> (int) buffer.getShort();
        case INT -> buffer.getInt();
        case FLOAT -> buffer.getFloat();
        case DOUBLE -> buffer.getDouble();
      };
    }
  }

  /**
   * Reads the header and checks the length: of a gzipped file by reading all of it.
   *
   * @throws DataException if the file cannot be read, or is not a whole file of IDX
   */
  static IdxFile open(Configuration conf, FileStatus file) {
    String path = file.getPath().toString();
    try {
      boolean gzipped;
      try (DataInputStream raw = new DataInputStream(stream(conf, path, false, 0))) {
        gzipped = file.getLen() >= 2 && raw.readUnsignedShort() == GZIP_MAGIC;
      }
      try (DataInputStream in = new DataInputStream(stream(conf, path, gzipped, 0))) {
        IdxFile idx = header(in, path, gzipped);
        long expected = idx.offset(idx.rows);
        long found = gzipped ? idx.offset(0) + skipUpTo(in, Long.MAX_VALUE) : file.getLen();
        if (found != expected) {
          throw new DataException(
              "Cannot read %s: %d bytes%s, but its header of %d rows of %d elements makes %d"
                  .formatted(
                      path, found, gzipped ? " uncompressed" : "", idx.rows, idx.width, expected));
        }
        return idx;
      }
    } catch (EOFException e) {
      throw new DataException("Cannot read " + path + ": the file is cut off");
    } catch (IOException e) {
      throw DataException.reading(path, e);
    }
  }

  private static IdxFile header(DataInputStream in, String path, boolean gzipped)
      throws IOException {
    int magic = in.readInt();
    for (Element element : Element.values()) {
      int dimensions = magic & 0xff;
      if (magic >>> 8 == element.code && dimensions > 0) {
        long rows = in.readInt();
        long width = 1;
        for (int i = 1; i < dimensions; i++) {
          width *= in.readInt();
          if (width < 1 || width > RowWidth.ANY.most()) {
            throw new DataException(
                "Cannot read %s: dimension %d makes rows of %d elements (expected 1 to %d)"
                    .formatted(path, i + 1, width, RowWidth.ANY.most()));
          }
        }
        if (rows < 0) {
          throw new DataException("Cannot read %s: %d rows".formatted(path, rows));
        }
        return new IdxFile(path, gzipped, element, dimensions, (int) rows, (int) width);
      }
    }
    throw new DataException(
        ("Cannot read %s: not a file of IDX: it begins with 0x%08x (expected 0x0000, the code of a"
                + " type, such as 08, and a number of dimensions)")
            .formatted(path, magic));
  }

  String path() {
    return path;
  }

  Element element() {
    return element;
  }

  /** Returns the number of dimensions, that of rows included. */
  int dimensions() {
    return dimensions;
  }

  int rows() {
    return rows;
  }

  /** Returns the number of elements of a row. */
  int width() {
    return width;
  }

  /**
   * Opens the file for {@link #next} at a row.
   *
   * @param conf where the file systems are known
   * @param row from 0 to {@link #rows()}
   */
  DataInputStream openAt(Configuration conf, int row) throws IOException {
    return new DataInputStream(stream(conf, path, gzipped, offset(row)));
  }

  /** Returns the next row: width elements in a buffer that only its caller has. */
  ByteBuffer next(DataInputStream in) throws IOException {
    byte[] bytes = new byte[width * element.bytes];
    in.readFully(bytes);
    return ByteBuffer.wrap(bytes);
  }

  private long offset(int row) {
    return 4 + 4L * dimensions + (long) row * width * element.bytes;
  }

  private static InputStream stream(Configuration conf, String path, boolean gzipped, long offset)
      throws IOException {
    Path file = new Path(path);
    FSDataInputStream raw = OpenFile.at(file.getFileSystem(conf), file);
    try {
      if (!gzipped) {
        raw.seek(offset);
        return new BufferedInputStream(raw, BUFFER);
      }
      InputStream in = new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER);
      if (skipUpTo(in, offset) < offset) {
        throw new EOFException();
      }
      return in;
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  private static long skipUpTo(InputStream in, long count) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long skipped = 0;
    while (skipped < count) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, count - skipped));
      if (read < 0) {
        break;
      }
      skipped += read;
    }
    return skipped;
  }
}
