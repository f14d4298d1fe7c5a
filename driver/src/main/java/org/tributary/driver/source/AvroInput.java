package org.tributary.driver.source;

import java.io.IOException;
import org.apache.avro.file.SeekableInput;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tributary.driver.files.OpenFile;

/** A file as Avro reads it. Avro's own class fails for a local file with a colon in its name. */
final class AvroInput implements SeekableInput {
  private final FSDataInputStream in;
  private final long length;

  AvroInput(FileSystem fs, Path path) throws IOException {
    this.length = fs.getFileStatus(path).getLen();
    this.in = OpenFile.at(fs, path);
  }

  @Override
  public void seek(long position) throws IOException {
    in.seek(position);
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
    return in.read(bytes, offset, count);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
