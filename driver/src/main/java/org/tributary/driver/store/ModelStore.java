package org.tributary.driver.store;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tributary.core.model.FileFailure;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import org.tributary.core.model.ModelFiles;
import org.tributary.driver.files.UserPath;
import org.tributary.driver.spec.OutputSpec.Existing;

/**
 * Saves and loads models on any Hadoop file system, by the rules of {@link OutputDirectory}: a
 * model's path contains a complete model or none.
 */
public final class ModelStore {
  private ModelStore() {}

  /**
   * Checks that a model can be saved, so that a job fails before training. Creates the parent
   * directory if it does not exist.
   *
   * @param path the model's directory, as given by the user
   * @param existing how to handle an existing directory
   * @param inputs the inputs of the job
   * @throws ModelException if it exists and must not be replaced, if it is or contains an input, or
   *     if it cannot be written
   */
  public static void requireWritable(
      String path, Existing existing, List<Input> inputs, Configuration configuration) {
    writing(
        path,
        () ->
            OutputDirectory.of(OutputKind.MODEL, path, configuration)
                .requireWritable(existing, inputs, configuration));
  }

  /**
   * Saves a model atomically.
   *
   * @param path the model's directory, as given by the user
   * @param existing how to handle an existing directory
   * @throws ModelException if it exists and must not be replaced, or if it cannot be written; an
   *     existing output is kept
   */
  public static void save(
      Model model, String path, Existing existing, Configuration configuration) {
    save(model, path, existing, configuration, (fileSystem, directory) -> {});
  }

  /** Writes what is to be in the directory of a model besides its files. */
  @FunctionalInterface
  public interface Extra {
    /** Writes into a hidden directory, which is renamed once it is complete. */
    void write(FileSystem fileSystem, Path directory) throws IOException;
  }

  /** Saves a model as {@link #save(Model, String, Existing, Configuration)} does, with more. */
  public static void save(
      Model model, String path, Existing existing, Configuration configuration, Extra extra) {
    ModelFiles files = ModelFiles.of(model);
    writing(
        path,
        () ->
            OutputDirectory.of(OutputKind.MODEL, path, configuration)
                .write(new Content(files, extra), existing));
  }

  /**
   * Tells whether only a part of a model is there, because a process moves it into its place on an
   * object store, or was killed when it did so.
   *
   * @param directory the model's directory, qualified
   */
  public static boolean isUnfinished(FileSystem fileSystem, Path directory) throws IOException {
    return new Leftovers(fileSystem, directory, Clock.systemUTC()).mover().isPresent();
  }

  /**
   * Deletes what killed runs left of a model.
   *
   * @param directory the model's directory, qualified
   */
  public static void clearLeftovers(FileSystem fileSystem, Path directory) throws IOException {
    new Leftovers(fileSystem, directory, Clock.systemUTC()).clear();
  }

  /** Tells whether a directory is there that Tributary wrote, and may replace. */
  public static boolean isOwn(String path, Configuration configuration) throws IOException {
    Path directory = UserPath.of(path);
    FileSystem fileSystem = UserPath.fileSystem(directory, configuration);
    return Marker.read(fileSystem, directory).isPresent();
  }

  /**
   * Saves a model, with a fallback to other directories, so that a trained model is not lost.
   *
   * @param spares local fallback directories, in order
   * @throws ModelException if the model could not be saved at its path; the message names the
   *     fallback directory
   */
  public static void saveOrRescue(
      Model model,
      String path,
      Existing existing,
      Configuration configuration,
      List<java.nio.file.Path> spares) {
    try {
      save(model, path, existing, configuration);
    } catch (ModelException e) {
      throw new ModelException(e.getMessage() + "\n" + Rescue.save(model, path, spares), e);
    }
  }

  /**
   * Loads a model.
   *
   * @param path the model's directory, as given by the user
   * @throws ModelException if it does not exist, or is damaged or of another format
   */
  public static Model load(String path, Configuration configuration) {
    try {
      Path directory = UserPath.of(path);
      FileSystem fileSystem = UserPath.fileSystem(directory, configuration);
      if (!fileSystem.exists(directory)) {
        throw new ModelException(
            "Cannot read model " + path + ": " + absence(directory, fileSystem));
      }
      return ModelFiles.read(path, file -> fileSystem.open(new Path(directory, file))).model();
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelException("Cannot read model " + path + ": " + FileFailure.reason(e), e);
    }
  }

  private static String absence(Path directory, FileSystem fileSystem) throws IOException {
    Path qualified = fileSystem.makeQualified(directory);
    if (qualified.getParent() == null) {
      return "it does not exist";
    }
    Optional<Path> aside = new Leftovers(fileSystem, qualified, Clock.systemUTC()).aside();
    return aside.isPresent()
        ? "it does not exist, but its replacement was interrupted: rename %s to %s to restore the old one"
            .formatted(aside.get(), directory.getName())
        : "it does not exist";
  }

  /** Work that may fail in the file system. */
  @FunctionalInterface
  private interface FileAction {
    void run() throws IOException;
  }

  private static void writing(String path, FileAction work) {
    try {
      work.run();
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelException("Cannot write model to " + path + ": " + FileFailure.reason(e), e);
    }
  }

  /** The files of a model. */
  private record Content(ModelFiles files, Extra extra) implements OutputDirectory.Content {
    @Override
    public void write(FileSystem fileSystem, Path directory) throws IOException {
      extra.write(fileSystem, directory);
      files.write(file -> synced(fileSystem, new Path(directory, file)));
    }

    private static OutputStream synced(FileSystem fileSystem, Path file) throws IOException {
      return SyncedFile.create(fileSystem, file);
    }

    @Override
    public void requireComplete(FileSystem fileSystem, Path directory) throws IOException {
      for (Map.Entry<String, Integer> file : files.sizes().entrySet()) {
        Path path = new Path(directory, file.getKey());
        long length = fileSystem.getFileStatus(path).getLen();
        if (length != file.getValue()) {
          throw new IOException(
              "%s has %d bytes after it was written (expected %d)"
                  .formatted(path, length, file.getValue()));
        }
      }
    }
  }
}
