package org.tributary.driver.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.tributary.core.model.Model;
import org.tributary.driver.config.ConfiguredJob;
import org.tributary.driver.config.EffectiveConfiguration;
import org.tributary.driver.config.JobReader;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.JobSpec;

/** Reads the configuration given on the command line. */
final class Jobs {
  private Jobs() {}

  /**
   * Returns the job that a model was trained with, on other data.
   *
   * @throws InvalidConfiguration with every problem
   */
  static JobSpec ofModel(Model model, String data, List<String> settings) {
    List<String> overrides = new ArrayList<>(settings);
    overrides.add("data.path=" + data);
    ConfiguredJob trained = EffectiveConfiguration.read(model.provenance().configuration());
    return EffectiveConfiguration.override(trained, overrides);
  }

  /**
   * Reads a job from a local file, or by its URI from any Hadoop file system.
   *
   * @throws InvalidConfiguration with every problem
   */
  static ConfiguredJob read(String file, List<String> overrides) {
    if (!file.contains("://")) {
      return JobReader.configured(Path.of(file), overrides);
    }
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file);
    try (FileSystem fileSystem = FileSystem.newInstance(path.toUri(), new Configuration());
        InputStream in = fileSystem.open(path)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return JobReader.configured(text, file, overrides);
    } catch (IOException e) {
      throw new InvalidConfiguration(List.of("Cannot read " + file + ": " + e.getMessage()));
    }
  }
}
