package org.tributary.driver.source;

import java.io.IOException;
import org.apache.avro.file.SeekableInput;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tributary.driver.files.OpenFile;

/**
 * A file as Avro reads it, whose claims about lengths {@link AvroFraming} checks. Avro's own class
 * fails for a local file with a colon in its name.
 */
final class AvroInput implements SeekableInput {
  private final FSDataInputStream in;
  private final long length;
  private AvroFraming framing;

  AvroInput(FileSystem fs, Path path) throws IOException {
    this.length = fs.getFileStatus(path).getLen();
    this.in = OpenFile.at(fs, path);
    this.framing = new AvroFraming(length);
  }

  /** Goes to the start of the file, the only place that a reader of a whole file goes to. */
  @Override
  public void seek(long position) throws IOException {
    if (position != 0) {
      throw new UnsupportedOperationException("a file of Avro is read from its start");
    }
    in.seek(0);
    framing = new AvroFraming(length);
  }

  @Override
  public long tell() throws IOException {
    return in.getPos();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    int read = in.read(bytes, offset, count);
    framing.accept(bytes, offset, Math.max(0, read));
    return read;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
