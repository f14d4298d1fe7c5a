package org.tributary.driver.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * A small file that appears with its whole content or not at all, on any Hadoop file system.
 *
 * <ul>
 *   <li>Local disks: a temporary file, synced, and linked or renamed to the path.
 *   <li>HDFS: a temporary file, renamed by one call that refuses or replaces a file at the path.
 *   <li>Object stores: one conditional upload, which takes place when the file is closed.
 * </ul>
 *
 * <p>A temporary file of a killed process begins with a dot and ends with {@value #TEMPORARY}.
 */
public final class AtomicFile {
  /** What the name of a temporary file ends with. */
  public static final String TEMPORARY = ".tributary-tmp";

  private static final Set<String> RENAMING = Set.of("hdfs", "viewfs");
  private static final int LARGEST = 1 << 26;

  /** Since Hadoop 3.4.2; file systems that do not know the option ignore it. */
  private static final String ONLY_IF_ABSENT = "fs.option.create.conditional.overwrite";

  private AtomicFile() {}

  /**
   * Creates a file, unless there is one.
   *
   * @return whether it was created by this call
   */
  public static boolean create(FileSystem fileSystem, Path path, byte[] content)
      throws IOException {
    Optional<java.nio.file.Path> local = LocalFiles.of(fileSystem, path);
    if (local.isPresent()) {
      return createLocal(local.get(), content);
    }
    try {
      if (RENAMING.contains(fileSystem.getUri().getScheme())) {
        rename(fileSystem, path, content, Options.Rename.NONE);
      } else if (fileSystem.exists(path)) {
        // s3a logs a failed condition as an error.
        return false;
      } else {
        FSDataOutputStreamBuilder<?, ?> builder = fileSystem.createFile(path).overwrite(false);
        builder.opt(ONLY_IF_ABSENT, true);
        upload(builder, content);
      }
      return true;
    } catch (FileAlreadyExistsException | org.apache.hadoop.fs.FileAlreadyExistsException e) {
      return holds(fileSystem, path, content);
    } catch (IOException e) {
      return afterFailure(fileSystem, path, content, e);
    }
  }

  /**
   * Tells whether a file is that of this call. The answer to an upload may be lost: the client then
   * repeats it, and is refused because of the file that it has created itself.
   */
  private static boolean holds(FileSystem fileSystem, Path path, byte[] content)
      throws IOException {
    try {
      return Arrays.equals(read(fileSystem, path), content);
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /**
   * Decides by what is there whether a failed call has created the file: its answer may be lost,
   * and an object store reports a failed condition by an exception of its own.
   */
  private static boolean afterFailure(
      FileSystem fileSystem, Path path, byte[] content, IOException failure) throws IOException {
    if (!fileSystem.exists(path)) {
      throw failure;
    }
    byte[] found = read(fileSystem, path);
    if (Arrays.equals(found, content)) {
      return true;
    }
    boolean half =
        found.length < content.length && Arrays.equals(found, Arrays.copyOf(content, found.length));
    if (half) {
      // A file system without atomic uploads has kept a part.
      fileSystem.delete(path, false);
      throw failure;
    }
    return false;
  }

  /** Writes a file in place of the one that is there, if there is one. */
  public static void replace(FileSystem fileSystem, Path path, byte[] content) throws IOException {
    Optional<java.nio.file.Path> local = LocalFiles.of(fileSystem, path);
    if (local.isPresent()) {
      java.nio.file.Path temporary = writeLocal(local.get(), content);
      try {
        Files.move(temporary, local.get(), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } else if (RENAMING.contains(fileSystem.getUri().getScheme())) {
      rename(fileSystem, path, content, Options.Rename.OVERWRITE);
    } else {
      upload(fileSystem.createFile(path).overwrite(true), content);
    }
  }

  /** Returns the content of a small file. */
  public static byte[] read(FileSystem fileSystem, Path path) throws IOException {
    try (InputStream in = fileSystem.open(path)) {
      byte[] content = in.readNBytes(LARGEST + 1);
      if (content.length > LARGEST) {
        throw new IOException("%s has more than %d bytes".formatted(path, LARGEST));
      }
      return content;
    }
  }

  private static boolean createLocal(java.nio.file.Path path, byte[] content) throws IOException {
    java.nio.file.Path temporary = writeLocal(path, content);
    try {
      Files.createLink(path, temporary);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException | FileSystemException e) {
      return createWithoutLinks(path, content);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Some file systems have no links; there a reader may see a file that is not yet complete. */
  private static boolean createWithoutLinks(java.nio.file.Path path, byte[] content)
      throws IOException {
    try {
      write(path, content);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static java.nio.file.Path writeLocal(java.nio.file.Path path, byte[] content)
      throws IOException {
    java.nio.file.Path temporary =
        path.resolveSibling(temporaryName(path.getFileName().toString()));
    boolean written = false;
    try {
      write(temporary, content);
      written = true;
      return temporary;
    } finally {
      if (!written) {
        Files.deleteIfExists(temporary);
      }
    }
  }

  private static void write(java.nio.file.Path path, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      java.nio.ByteBuffer bytes = java.nio.ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static void rename(
      FileSystem fileSystem, Path path, byte[] content, Options.Rename condition)
      throws IOException {
    Path temporary = new Path(path.getParent(), temporaryName(path.getName()));
    try {
      try (var out = SyncedFile.create(fileSystem, temporary)) {
        out.write(content);
      }
      FileContext.getFileContext(fileSystem.getUri(), fileSystem.getConf())
          .rename(temporary, path, condition);
    } finally {
      fileSystem.delete(temporary, false);
    }
  }

  private static void upload(FSDataOutputStreamBuilder<?, ?> builder, byte[] content)
      throws IOException {
    try (FSDataOutputStream out = (FSDataOutputStream) builder.build()) {
      out.write(content);
    }
  }

  private static String temporaryName(String name) {
    return "." + name + "." + UUID.randomUUID().toString().substring(0, 8) + TEMPORARY;
  }
}
