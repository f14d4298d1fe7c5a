package org.tributary.driver.store;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/** A new file whose content is synced to disk when it is closed. */
public final class SyncedFile extends OutputStream {
  private final FSDataOutputStream out;
  private boolean closed;

  private SyncedFile(FSDataOutputStream out) {
    this.out = out;
  }

  /** Creates a file; fails if it exists. */
  public static OutputStream create(FileSystem fileSystem, Path path) throws IOException {
    return new SyncedFile(fileSystem.create(path, false));
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    out.write(bytes, from, length);
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (out) {
      if (out.hasCapability(StreamCapabilities.HSYNC)) {
        out.hsync();
      }
    }
  }
}
