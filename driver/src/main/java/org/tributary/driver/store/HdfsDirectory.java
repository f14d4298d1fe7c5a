package org.tributary.driver.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/** A directory of HDFS, whose rename refuses or replaces a file in one call. */
final class HdfsDirectory implements RenamedFile.RenamingDirectory {
  private static final byte[] NONE = {};

  private final FileSystem fileSystem;
  private final Path directory;

  HdfsDirectory(FileSystem fileSystem, Path directory) {
    this.fileSystem = fileSystem;
    this.directory = directory;
  }

  @Override
  public void write(String file, byte[] content) throws IOException {
    boolean written = false;
    try {
      try (OutputStream out = SyncedFile.create(fileSystem, path(file))) {
        out.write(content);
      }
      written = true;
    } finally {
      if (!written) {
        delete(file);
      }
    }
  }

  @Override
  public Optional<byte[]> read(String file) throws IOException {
    return AtomicFile.readIfThere(fileSystem, path(file));
  }

  @Override
  public List<String> names() throws IOException {
    return Arrays.stream(fileSystem.listStatus(directory))
        .map(status -> status.getPath().getName())
        .toList();
  }

  @Override
  public void delete(String file) throws IOException {
    fileSystem.delete(path(file), false);
  }

  @Override
  public boolean moveIfAbsent(String file, String to) throws IOException {
    try {
      rename(file, to, Options.Rename.NONE);
      return true;
    } catch (FileAlreadyExistsException e) {
      // The answer may be lost: the call is then repeated, and refused for what it did itself.
      return Arrays.equals(read(to).orElse(null), read(file).orElse(NONE));
    }
  }

  @Override
  public boolean moveOver(String file, String to) throws IOException {
    try {
      rename(file, to, Options.Rename.OVERWRITE);
      return true;
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  private void rename(String file, String to, Options.Rename condition) throws IOException {
    FileContext.getFileContext(fileSystem.getUri(), fileSystem.getConf())
        .rename(path(file), path(to), condition);
  }

  private Path path(String file) {
    return new Path(directory, file);
  }
}
