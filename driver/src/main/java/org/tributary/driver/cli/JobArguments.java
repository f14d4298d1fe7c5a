package org.tributary.driver.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tributary.driver.config.ConfiguredJob;
import org.tributary.driver.config.JobReader;
import org.tributary.driver.files.UserPath;
import org.tributary.driver.store.Input;

/**
 * The arguments that describe a job: a file and settings that override it, or only settings.
 *
 * @param file the configuration; empty if the settings are the whole job
 * @param overrides {@code key=value} each
 */
record JobArguments(Optional<String> file, List<String> overrides) {
  private static final Pattern SETTING = Pattern.compile("[\\w.\"-]+\\s*=.*", Pattern.DOTALL);

  /** Copies the list. */
  JobArguments {
    overrides = List.copyOf(overrides);
  }

  /** Returns the arguments; the first is a file unless it has the form of a setting. */
  static JobArguments of(String first, List<String> others) {
    boolean isSetting = SETTING.matcher(first).matches() && !isFile(first);
    return isSetting
        ? new JobArguments(
            Optional.empty(), Stream.concat(Stream.of(first), others.stream()).toList())
        : new JobArguments(Optional.of(first), others);
  }

  private static boolean isFile(String name) {
    try {
      return Files.exists(Path.of(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /**
   * Reads the job.
   *
   * @throws org.tributary.driver.spec.InvalidConfiguration with every problem
   */
  ConfiguredJob read() {
    return file.isPresent()
        ? Jobs.read(file.get(), overrides)
        : JobReader.configured("", "the command line", overrides);
  }

  /** Returns what to call the command in Spark's user interface. */
  String title(String command) {
    return "tributary " + command + file.map(name -> " " + name).orElse("");
  }

  /** Returns the configuration as an input, which must not be overwritten. */
  List<Input> inputs() {
    return file.map(name -> new Input("the configuration", List.of(UserPath.of(name))))
        .map(List::of)
        .orElse(List.of());
  }
}
