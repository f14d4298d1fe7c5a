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
  private boolean failed;

  private SyncedFile(FSDataOutputStream out) {
    this.out = out;
  }

  /** Creates a file; fails if it exists. */
  public static OutputStream create(FileSystem fileSystem, Path path) throws IOException {
    return new SyncedFile(fileSystem.create(path, false));
  }

  @Override
  public void write(int b) throws IOException {
    guarded(() -> out.write(b));
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    guarded(() -> out.write(bytes, from, length));
  }

  /** A write to the file. */
  private interface FileWrite {
    void run() throws IOException;
  }

  private void guarded(FileWrite write) throws IOException {
    try {
      write.run();
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }

  /**
   * Syncs and closes the file. HDFS throws the exception of a failed write, the same object, again
   * here, which must not be suppressed by itself: it is thrown once.
   */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (!failed && out.hasCapability(StreamCapabilities.HSYNC)) {
        guarded(out::hsync);
      }
    } finally {
      closeOnce();
    }
  }

  private void closeOnce() throws IOException {
    try {
      out.close();
    } catch (IOException e) {
      if (!failed) {
        throw e;
      }
    }
  }
}
