package org.tributary.driver.cli;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.tributary.driver.spec.InvalidConfiguration;

/** The settings of commands that start no Spark: those of the file system of the model. */
final class FileSystemSettings {
  private static final String PREFIX = "spark.hadoop.";

  private FileSystemSettings() {}

  /**
   * Returns the file system configuration.
   *
   * @throws InvalidConfiguration naming the settings that are for something else
   */
  static Configuration only(List<String> settings) {
    List<String> others = settings.stream().filter(each -> !isOne(each)).toList();
    if (!others.isEmpty()) {
      throw new InvalidConfiguration(
          List.of(
              "Cannot use %s: this command starts no Spark and takes only settings of %s*, as key=value"
                  .formatted(String.join(", ", others), PREFIX)));
    }
    return Sessions.fileSystems(settings);
  }

  private static boolean isOne(String setting) {
    return setting.startsWith(PREFIX) && setting.indexOf('=') > PREFIX.length();
  }
}
