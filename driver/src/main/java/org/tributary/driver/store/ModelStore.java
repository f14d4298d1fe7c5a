package org.tributary.driver.model;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import org.tributary.core.model.ModelFiles;
import org.tributary.driver.config.OutputSpec.Existing;

/**
 * Saves and loads models on any file system that Hadoop knows.
 *
 * <p>At a model's path there is a whole model or none, whatever fails and whenever. A new one is
 * written into a hidden directory beside it, {@code .name.<unique>.new}, and renamed once it is
 * complete. To replace a model, the old one is first renamed to {@code .name.<unique>.old}, and
 * renamed back if the new one cannot take its place. A process that dies leaves such hidden
 * directories behind and nothing else; {@link #load} points to an old model that lies in one. This
 * rests on the renaming of a directory being atomic, as it is on HDFS and local disks; on an object
 * store it copies file by file, and {@code model.json} may be there before the weights are.
 */
public final class ModelStore {
  private ModelStore() {}

  /**
   * Checks that a model can be saved, so that a job fails before it trains and not after. Creates
   * the parent directory where there is none.
   *
   * @param path the model's directory, as the user names it
   * @param existing what to do when it is there already
   * @throws ModelException if it is there and must stay, or is no model, or cannot be written
   */
  public static void requireWritable(String path, Existing existing, Configuration configuration) {
    writing(
        path,
        () -> {
          Target target = Target.of(path, configuration);
          target.requireReplaceable(existing);
          target.requireWritableParent();
        });
  }

  /**
   * Saves a model, whole or not at all.
   *
   * @param path the model's directory, as the user names it
   * @param existing what to do when it is there already
   * @throws ModelException if it is there and must stay, or is no model, or cannot be written; what
   *     was at the path is there still
   */
  public static void save(
      Model model, String path, Existing existing, Configuration configuration) {
    ModelFiles files = ModelFiles.of(model);
    writing(
        path,
        () -> {
          Target target = Target.of(path, configuration);
          target.requireReplaceable(existing);
          target.write(files, existing);
        });
  }

  /**
   * Loads a model.
   *
   * @param path the model's directory, as the user names it
   * @throws ModelException if there is none, or it is damaged or of a newer format
   */
  public static Model load(String path, Configuration configuration) {
    try {
      Path directory = new Path(path);
      FileSystem fileSystem = directory.getFileSystem(configuration);
      if (!fileSystem.exists(directory)) {
        throw new ModelException(
            "Cannot read model " + path + ": " + absence(directory, fileSystem));
      }
      return ModelFiles.read(path, file -> fileSystem.open(new Path(directory, file))).model();
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelException("Cannot read model " + path + ": " + e.getMessage(), e);
    }
  }

  private static String absence(Path directory, FileSystem fileSystem) throws IOException {
    Optional<Path> aside = aside(directory, fileSystem);
    return aside.isPresent()
        ? "it does not exist, but its replacement was interrupted: rename %s to %s to have the old one back"
            .formatted(aside.get(), directory.getName())
        : "it does not exist";
  }

  /** Returns the model that a dead process moved aside, if there is one. */
  private static Optional<Path> aside(Path directory, FileSystem fileSystem) throws IOException {
    Path parent = directory.getParent();
    if (parent == null || !fileSystem.exists(parent)) {
      return Optional.empty();
    }
    return Arrays.stream(fileSystem.listStatus(parent))
        .map(FileStatus::getPath)
        .filter(sibling -> Target.isAside(sibling.getName(), directory.getName()))
        .findFirst();
  }

  /** What may fail in the file system. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private static void writing(String path, Work work) {
    try {
      work.run();
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelException("Cannot write model to " + path + ": " + e.getMessage(), e);
    }
  }
}
