package org.tributary.driver.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelFiles;

/**
 * Saves a trained model that cannot be saved at its path to a new local directory that only its
 * user can read.
 */
final class Rescue {
  private static final Logger LOG = LoggerFactory.getLogger(Rescue.class);
  private static final String PREFIX = "tributary-model-";

  private Rescue() {}

  /**
   * Saves the model in the first usable directory.
   *
   * @param path the intended path
   * @param spares the directories to try, in order
   * @return a sentence that names the directory of the model, or states that it was not saved
   */
  static String save(Model model, String path, List<Path> spares) {
    ModelFiles files = ModelFiles.of(model);
    for (Path spare : new LinkedHashSet<>(spares)) {
      try {
        return "The trained model is saved in %s instead; move it to its destination"
            .formatted(save(files, spare));
      } catch (IOException e) {
        LOG.info("Cannot save the model for {} in {}", path, spare, e);
      }
    }
    return "The trained model could not be saved elsewhere either (tried %s)".formatted(spares);
  }

  private static Path save(ModelFiles files, Path spare) throws IOException {
    Files.createDirectories(spare);
    Path directory = Files.createTempDirectory(spare, PREFIX);
    boolean saved = false;
    try {
      files.write(file -> Files.newOutputStream(directory.resolve(file)));
      saved = true;
      return directory;
    } finally {
      if (!saved) {
        for (String file : files.sizes().keySet()) {
          Files.deleteIfExists(directory.resolve(file));
        }
        Files.delete(directory);
      }
    }
  }
}
