package org.tributary.driver.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import org.tributary.driver.config.ConfiguredJob;
import org.tributary.driver.config.EffectiveConfiguration;
import org.tributary.driver.config.JobReader;
import org.tributary.driver.config.JobText;
import org.tributary.driver.files.OpenFile;
import org.tributary.driver.files.UserPath;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.JobSpec;

/** Reads the configuration given on the command line. */
final class Jobs {
  private Jobs() {}

  /**
   * Returns the job that a model was trained with, on other data.
   *
   * @param path the model's directory
   * @throws ModelException if the configuration in the model is none
   * @throws InvalidConfiguration with every problem of the settings
   */
  static JobSpec ofModel(Model model, String path, String data, List<String> settings) {
    List<String> overrides = new ArrayList<>(settings);
    overrides.add("data.path=" + data);
    return EffectiveConfiguration.override(trained(model, path), overrides);
  }

  /**
   * Returns the job that a model was trained with, with the settings of this run.
   *
   * @param path the model's directory
   * @throws ModelException if the configuration in the model is none
   * @throws InvalidConfiguration with every problem of the settings
   */
  static JobSpec ofModel(Model model, String path, List<String> settings) {
    return EffectiveConfiguration.override(trained(model, path), settings);
  }

  private static ConfiguredJob trained(Model model, String path) {
    try {
      return EffectiveConfiguration.read(model.provenance().configuration());
    } catch (InvalidConfiguration e) {
      String reason = e.problems().get(0);
      throw new ModelException(
          "Cannot read model %s: provenance.configuration is no job: %s".formatted(path, reason),
          e);
    }
  }

  /**
   * Reads a job from a local file, or by its URI from any Hadoop file system.
   *
   * @throws InvalidConfiguration with every problem
   */
  static ConfiguredJob read(String file, List<String> overrides) {
    if (!UserPath.isUri(file)) {
      return JobReader.configured(local(file), overrides);
    }
    String text;
    try {
      text = text(UserPath.of(file));
    } catch (IOException e) {
      throw new InvalidConfiguration(List.of("Cannot read " + file + ": " + JobText.reason(e)));
    } catch (IllegalArgumentException e) {
      throw new InvalidConfiguration(List.of("Cannot read " + file + ": " + e.getMessage()));
    }
    return JobReader.configured(text, file, overrides);
  }

  /**
   * Returns the path of a local file.
   *
   * @throws InvalidConfiguration if the locale has no such name
   */
  static Path local(String file) {
    try {
      return Path.of(file);
    } catch (InvalidPathException e) {
      throw new InvalidConfiguration(
          List.of(
              "Cannot read %s: %s (a name beyond ASCII needs a locale of UTF-8, such as LC_ALL=C.UTF-8)"
                  .formatted(file, e.getReason())));
    }
  }

  private static String text(org.apache.hadoop.fs.Path path) throws IOException {
    FileSystem fileSystem = UserPath.fileSystem(path, new Configuration());
    try (InputStream in = OpenFile.at(fileSystem, path)) {
      return JobText.read(in);
    }
  }
}
