package org.tributary.driver.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.tributary.core.model.ModelException;

/** A file on any Hadoop file system that holds an exported model: complete, or not there. */
public final class ExportedFile {
  private final String name;
  private final Path path;
  private final FileSystem fileSystem;

  /**
   * Resolves a path.
   *
   * @param name the file, as given by the user
   * @throws ModelException if there is no such file system
   */
  public ExportedFile(String name, Configuration configuration) {
    this.name = name;
    try {
      this.path = new Path(name);
      FileSystem found = path.getFileSystem(configuration);
      // Without files of checksums beside it.
      this.fileSystem = found instanceof LocalFileSystem local ? local.getRaw() : found;
    } catch (IOException | IllegalArgumentException e) {
      throw failed(e.getMessage());
    }
  }

  /**
   * Writes the file: to a hidden name beside it, which is renamed.
   *
   * @param replace whether an ONNX file that this project wrote is replaced
   * @throws ModelException if the file is there and must not be replaced, or cannot be written
   */
  public void write(byte[] content, Replacement replace) {
    try {
      requireWritable(replace);
      Path parent = path.getParent() == null ? new Path(".") : path.getParent();
      Path fresh = new Path(parent, "." + path.getName() + "." + UUID.randomUUID() + ".new");
      try {
        try (OutputStream out = fileSystem.create(fresh, false)) {
          out.write(content);
        }
        if (replace == Replacement.REPLACE) {
          fileSystem.delete(path, false);
        }
        if (!fileSystem.rename(fresh, path)) {
          throw new IOException("the new file cannot be renamed to it");
        }
      } finally {
        fileSystem.delete(fresh, false);
      }
    } catch (IOException e) {
      throw failed(e.getMessage());
    }
  }

  /** What to do with a file that is there. */
  public enum Replacement {
    /** Leave it and fail. */
    REFUSE,
    /** Replace it if this project wrote it. */
    REPLACE
  }

  private void requireWritable(Replacement replace) throws IOException {
    if (!fileSystem.exists(path)) {
      return;
    }
    if (fileSystem.getFileStatus(path).isDirectory()) {
      throw new IOException("it is a directory; name a file in it");
    }
    if (replace == Replacement.REFUSE) {
      throw new IOException("it exists (use --existing replace to replace it)");
    }
    if (!isOurs()) {
      throw new IOException(
          "it exists and is not an ONNX file of Tributary; name another file, or remove it");
    }
  }

  private boolean isOurs() throws IOException {
    try (InputStream in = fileSystem.open(path)) {
      return ModelProto.parseFrom(in).getProducerName().equals(OnnxExport.PRODUCER);
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  private ModelException failed(String reason) {
    return new ModelException("Cannot write the ONNX file %s: %s".formatted(name, reason));
  }
}
