package org.tributary.driver.registry;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tributary.core.model.FileFailure;
import org.tributary.core.model.ModelException;
import org.tributary.driver.files.UserPath;
import org.tributary.driver.store.AtomicFile;
import org.tributary.driver.store.WriteFailure;

/**
 * The files of a registry. What fails in the file system, or in what a file holds, becomes a
 * ModelException that names the registry.
 *
 * @param name the directory, as given by the user
 * @param root the directory
 */
record RegistryFiles(String name, Configuration configuration, FileSystem fileSystem, Path root) {
  /** Finds the file system of a registry, which need not be there. */
  static RegistryFiles at(String name, Configuration configuration) {
    try {
      Path path = UserPath.of(name);
      FileSystem fileSystem = UserPath.fileSystem(path, configuration);
      return new RegistryFiles(name, configuration, fileSystem, fileSystem.makeQualified(path));
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelException("Cannot read registry " + name + ": " + FileFailure.reason(e), e);
    }
  }

  /** Returns a path inside the registry. */
  Path path(String file) {
    return new Path(root, file);
  }

  /** Returns the content of a small file; empty if it is not there. */
  Optional<byte[]> content(Path file) throws IOException {
    return AtomicFile.readIfThere(fileSystem, file);
  }

  /** Work that may fail in the file system. */
  @FunctionalInterface
  interface Reading<T> {
    T run() throws IOException;
  }

  /** Work that may fail in the file system. */
  @FunctionalInterface
  interface Writing<T> {
    T run() throws IOException;
  }

  <T> T reading(Reading<T> work) {
    try {
      return work.run();
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelException("Cannot read registry " + name + ": " + FileFailure.reason(e), e);
    }
  }

  <T> T writing(Writing<T> work) {
    try {
      return work.run();
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelException(
          "Cannot write registry " + name + ": " + WriteFailure.reason(e, fileSystem, root), e);
    }
  }
}
