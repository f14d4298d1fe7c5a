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
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import org.tributary.core.model.ModelFiles;
import org.tributary.driver.spec.OutputSpec.Existing;

/**
 * Saves and loads models on any file system that Hadoop knows, by the rules of {@link
 * OutputDirectory}: at a model's path there is a whole model or none.
 */
public final class ModelStore {
  private ModelStore() {}

  /**
   * Checks that a model can be saved, so that a job fails before it trains and not after. Creates
   * the parent directory where there is none.
   *
   * @param path the model's directory, as the user names it
   * @param existing what to do when it is there already
   * @param inputs what the job reads
   * @throws ModelException if it is there and must stay, if Tributary may not replace it, if it is
   *     an input or holds one, or if it cannot be written
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
   * Saves a model, whole or not at all.
   *
   * @param path the model's directory, as the user names it
   * @param existing what to do when it is there already
   * @throws ModelException if it is there and must stay, if Tributary may not replace it, or if it
   *     cannot be written; what was at the path is there still
   */
  public static void save(
      Model model, String path, Existing existing, Configuration configuration) {
    ModelFiles files = ModelFiles.of(model);
    writing(
        path,
        () ->
            OutputDirectory.of(OutputKind.MODEL, path, configuration)
                .write(new Content(files), existing));
  }

  /**
   * Saves a model, and saves it elsewhere where that fails: what was trained is not lost.
   *
   * @param spares local directories to save it in, of which the first that works is taken
   * @throws ModelException if the model is not at its path; the message names the place where it is
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
   * @param path the model's directory, as the user names it
   * @throws ModelException if there is none, or it is damaged or of another format
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
    Path qualified = fileSystem.makeQualified(directory);
    if (qualified.getParent() == null) {
      return "it does not exist";
    }
    Optional<Path> aside = new Leftovers(fileSystem, qualified, Clock.systemUTC()).aside();
    return aside.isPresent()
        ? "it does not exist, but its replacement was interrupted: rename %s to %s to have the old one back"
            .formatted(aside.get(), directory.getName())
        : "it does not exist";
  }

  /** What may fail in the file system. */
  @FunctionalInterface
  private interface FileAction {
    void run() throws IOException;
  }

  private static void writing(String path, FileAction work) {
    try {
      work.run();
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelException("Cannot write model to " + path + ": " + e.getMessage(), e);
    }
  }

  /** The files of a model. */
  private record Content(ModelFiles files) implements OutputDirectory.Content {
    @Override
    public void write(FileSystem fileSystem, Path directory) throws IOException {
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
