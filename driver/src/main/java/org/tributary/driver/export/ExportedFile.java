package org.tributary.driver.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tributary.core.model.FileFailure;
import org.tributary.core.model.ModelException;
import org.tributary.driver.files.OpenFile;
import org.tributary.driver.files.UserPath;
import org.tributary.driver.spec.OutputSpec.Existing;
import org.tributary.driver.store.AtomicFile;

/** A file on any Hadoop file system that holds an exported model: complete, or not there. */
public final class ExportedFile {
  private static final String EXISTS = "it exists (use --existing replace to replace it)";

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
      Path given = UserPath.of(name);
      this.fileSystem = UserPath.fileSystem(given, configuration);
      this.path = fileSystem.makeQualified(given);
    } catch (IOException | IllegalArgumentException e) {
      throw failed(FileFailure.reason(e));
    }
  }

  /**
   * Writes the file by the rules of {@link AtomicFile}; creates its directory.
   *
   * @param existing whether an ONNX file that this project wrote is replaced
   * @throws ModelException if the file is there and must not be replaced, or cannot be written
   */
  public void write(byte[] content, Existing existing) {
    try {
      boolean replaces = requireWritable(existing);
      fileSystem.mkdirs(path.getParent());
      if (replaces) {
        AtomicFile.replace(fileSystem, path, content);
      } else if (!AtomicFile.create(fileSystem, path, content)) {
        throw new IOException(EXISTS);
      }
    } catch (IOException e) {
      throw failed(FileFailure.reason(e));
    }
  }

  /** Returns whether there is a file, which may be replaced. */
  private boolean requireWritable(Existing existing) throws IOException {
    if (!fileSystem.exists(path)) {
      return false;
    }
    if (fileSystem.getFileStatus(path).isDirectory()) {
      throw new IOException("it is a directory; name a file in it");
    }
    if (existing == Existing.REFUSE) {
      throw new IOException(EXISTS);
    }
    if (!isOurs()) {
      throw new IOException(
          "it exists and is not an ONNX file of Tributary; name another file, or remove it");
    }
    return true;
  }

  private boolean isOurs() throws IOException {
    try (InputStream in = OpenFile.at(fileSystem, path)) {
      return ModelProto.parseFrom(in).getProducerName().equals(OnnxExport.PRODUCER);
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  private ModelException failed(String reason) {
    return new ModelException("Cannot write the ONNX file %s: %s".formatted(name, reason));
  }
}
