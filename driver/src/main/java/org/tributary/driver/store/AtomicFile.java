package org.tributary.driver.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tributary.core.model.FileFailure;

/**
 * A small file that appears with its whole content or not at all, on any Hadoop file system.
 *
 * <ul>
 *   <li>Local disks: a temporary file, synced, and linked or renamed to the path ({@link
 *       RenamedFile}).
 *   <li>HDFS: a temporary file, renamed by one call that refuses or replaces a file at the path.
 *   <li>Object stores: one conditional upload ({@link UploadedFile}), which takes place when the
 *       file is closed.
 * </ul>
 *
 * <p>A temporary file of a killed process begins with a dot and ends with {@value #TEMPORARY}.
 */
public final class AtomicFile {
  /** What the name of a temporary file ends with. */
  public static final String TEMPORARY = ".tributary-tmp";

  private static final Set<String> RENAMING = Set.of("hdfs", "viewfs");
  private static final int LARGEST = 1 << 26;
  private static final int MOST_READS = 10;

  private AtomicFile() {}

  /** The ways to write a file, of one kind of file system. */
  sealed interface Writing permits RenamedFile, UploadedFile {
    /** Creates the file, unless there is one; returns whether this call created it. */
    boolean create(byte[] content) throws IOException;

    /** Writes the file in place of the one that is there, if there is one. */
    void replace(byte[] content) throws IOException;

    /** Replaces the file if it has the expected content; returns whether this call did. */
    boolean replaceIf(byte[] expected, byte[] content) throws IOException;
  }

  private static Writing writing(FileSystem fileSystem, Path path) {
    Optional<java.nio.file.Path> local = LocalFiles.of(fileSystem, path);
    if (local.isPresent()) {
      return new RenamedFile(
          new LocalDirectory(local.get().toAbsolutePath().getParent()), path.getName());
    }
    return RENAMING.contains(fileSystem.getUri().getScheme())
        ? new RenamedFile(new HdfsDirectory(fileSystem, path.getParent()), path.getName())
        : new UploadedFile(fileSystem, path);
  }

  /**
   * Creates a file, unless there is one.
   *
   * @return whether it was created by this call
   */
  public static boolean create(FileSystem fileSystem, Path path, byte[] content)
      throws IOException {
    return writing(fileSystem, path).create(content);
  }

  /** Writes a file in place of the one that is there, if there is one. */
  public static void replace(FileSystem fileSystem, Path path, byte[] content) throws IOException {
    writing(fileSystem, path).replace(content);
  }

  /**
   * Replaces a file, if it has the content that is expected: of several calls that expect the same
   * content, one succeeds, whether they come from threads, processes or machines. No two contents
   * of one file may be equal, which a number or a token in each of them ensures.
   *
   * <p>Object stores that know no conditional uploads compare the content before the upload only.
   *
   * @return whether this call replaced it; if not, it has another content or is not there
   */
  public static boolean replaceIf(FileSystem fileSystem, Path path, byte[] expected, byte[] content)
      throws IOException {
    return writing(fileSystem, path).replaceIf(expected, content);
  }

  /** Returns the content of a small file, which may be replaced at the same time. */
  public static byte[] read(FileSystem fileSystem, Path path) throws IOException {
    for (int i = 1; ; i++) {
      try (InputStream in = fileSystem.open(path)) {
        byte[] content = in.readNBytes(LARGEST + 1);
        if (content.length > LARGEST) {
          throw new IOException("%s has more than %d bytes".formatted(path, LARGEST));
        }
        return content;
      } catch (IOException e) {
        if (i == MOST_READS || !UploadedFile.wasReplaced(e)) {
          throw e;
        }
      }
    }
  }

  /** Returns the content of a small file; empty if it is not there. */
  public static Optional<byte[]> readIfThere(FileSystem fileSystem, Path path) throws IOException {
    try {
      return Optional.of(read(fileSystem, path));
    } catch (IOException e) {
      if (FileFailure.isAbsence(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
