package org.tributary.driver.store;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tributary.core.model.FileFailure;

/**
 * A small file of an object store: each call is one upload, under the condition that there is no
 * object, or that the object has the entity tag (etag) that was read before.
 *
 * <p>The conditions are options of {@code FileSystem.createFile()} since Hadoop 3.4.2. File systems
 * that do not know them ignore them.
 */
final class UploadedFile implements AtomicFile.Writing {
  private static final String IF_ABSENT = "fs.option.create.conditional.overwrite";
  private static final String IF_ETAG = "fs.option.create.conditional.overwrite.etag";

  /** In the message of the AWS SDK for an answer with this code of HTTP. */
  private static final String PRECONDITION_FAILED = "Status Code: 412";

  private final FileSystem fileSystem;
  private final Path path;

  UploadedFile(FileSystem fileSystem, Path path) {
    this.fileSystem = fileSystem;
    this.path = path;
  }

  @Override
  public boolean create(byte[] content) throws IOException {
    if (fileSystem.exists(path)) {
      // s3a logs a failed condition as an error.
      return false;
    }
    FSDataOutputStreamBuilder<?, ?> builder = fileSystem.createFile(path).overwrite(false);
    builder.opt(IF_ABSENT, true);
    try {
      upload(builder, content);
      return true;
    } catch (IOException e) {
      return createdDespite(e, content);
    }
  }

  /**
   * Decides by what is there whether a failed call has created the file: its answer may be lost,
   * and the repeated call is then refused for what it did itself.
   */
  private boolean createdDespite(IOException failure, byte[] content) throws IOException {
    Optional<byte[]> found = AtomicFile.readIfThere(fileSystem, path);
    if (found.isEmpty()) {
      throw failure;
    }
    if (Arrays.equals(found.get(), content)) {
      return true;
    }
    if (isPart(found.get(), content)) {
      // A file system without atomic uploads has kept a part.
      fileSystem.delete(path, false);
      throw failure;
    }
    return false;
  }

  private static boolean isPart(byte[] found, byte[] content) {
    return found.length < content.length
        && Arrays.equals(found, Arrays.copyOf(content, found.length));
  }

  @Override
  public void replace(byte[] content) throws IOException {
    upload(fileSystem.createFile(path).overwrite(true), content);
  }

  @Override
  public boolean replaceIf(byte[] expected, byte[] content) throws IOException {
    // The tag first: if the object is replaced in between, the tag is the older one.
    Optional<FileStatus> status = status();
    if (status.isEmpty() || !holds(expected)) {
      return false;
    }
    FSDataOutputStreamBuilder<?, ?> builder = fileSystem.createFile(path).overwrite(true);
    etag(status.get()).ifPresent(tag -> builder.opt(IF_ETAG, tag));
    try {
      upload(builder, content);
      return true;
    } catch (IOException e) {
      if (holds(content)) {
        // The answer was lost.
        return true;
      }
      if (holds(expected)) {
        throw e;
      }
      return false;
    }
  }

  private Optional<FileStatus> status() throws IOException {
    try {
      return Optional.of(fileSystem.getFileStatus(path));
    } catch (IOException e) {
      if (FileFailure.isAbsence(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Optional<String> etag(FileStatus status) {
    return status instanceof EtagSource source
        ? Optional.ofNullable(source.getEtag()).filter(tag -> !tag.isEmpty())
        : Optional.empty();
  }

  /** Tells whether a read failed because the object was replaced after it was opened. */
  static boolean wasReplaced(IOException failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each.getClass().getSimpleName().equals("RemoteFileChangedException")
          || String.valueOf(each.getMessage()).contains(PRECONDITION_FAILED)) {
        return true;
      }
    }
    return false;
  }

  private boolean holds(byte[] content) throws IOException {
    return AtomicFile.readIfThere(fileSystem, path)
        .filter(found -> Arrays.equals(found, content))
        .isPresent();
  }

  private static void upload(FSDataOutputStreamBuilder<?, ?> builder, byte[] content)
      throws IOException {
    try (FSDataOutputStream out = (FSDataOutputStream) builder.build()) {
      out.write(content);
    }
  }
}
