package org.tributary.driver.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.spec.NetworkSpec;
import org.tributary.driver.spec.OutputSpec;
import org.tributary.driver.spec.RetrainSpec;
import org.tributary.driver.spec.SparkSpec;
import org.tributary.driver.spec.TrainSpec;
import org.tributary.driver.spec.WatchSpec;

/**
 * Reads a job: a file of HOCON, overrides over it, and the defaults under it.
 *
 * <p>All problems are found before any is reported. Substitutions such as {@code ${HOME}} see the
 * overrides, the file, the defaults and the environment.
 */
public final class JobReader {
  private JobReader() {}

  /**
   * Reads a job from a local file, whose {@code include}s are taken from beside it.
   *
   * @param file the file; problems name it as it is spelled here
   * @param overrides {@code key=value} each, of which the later wins
   * @throws InvalidConfiguration with every problem
   */
  public static JobSpec read(Path file, List<String> overrides) {
    return configured(file, overrides).spec();
  }

  /** Reads a job as {@link #read(Path, List)} does, with its settings. */
  public static ConfiguredJob configured(Path file, List<String> overrides) {
    return newJob(() -> parse(file), overrides);
  }

  /**
   * Reads a job from text. It cannot {@code include} what is beside it, but files by their whole
   * paths.
   *
   * @param text HOCON
   * @param name what problems call it, such as the path that it was read from
   * @param overrides {@code key=value} each, of which the later wins
   * @throws InvalidConfiguration with every problem
   */
  public static JobSpec read(String text, String name, List<String> overrides) {
    return configured(text, name, overrides).spec();
  }

  /** Reads a job as {@link #read(String, String, List)} does, with its settings. */
  public static ConfiguredJob configured(String text, String name, List<String> overrides) {
    return newJob(() -> parse(text, name), overrides);
  }

  /** Parses text as HOCON. */
  static Config parse(String text, String name) {
    try {
      return RequiredIncludes.parse(text, name);
    } catch (StackOverflowError e) {
      throw tooDeep(name);
    }
  }

  /** Parses a local file as HOCON, with its includes. */
  static Config parse(Path file) {
    if (Files.isDirectory(file)) {
      throw unreadable(file.toString(), "it is a directory (expected a file)");
    }
    if (!Files.isReadable(file)) {
      throw unreadable(
          file.toString(), Files.exists(file) ? "permission denied" : "there is no such file");
    }
    try {
      return RequiredIncludes.parse(file);
    } catch (IOException e) {
      throw unreadable(file.toString(), JobText.reason(e));
    } catch (StackOverflowError e) {
      throw tooDeep(file.toString());
    }
  }

  private static InvalidConfiguration tooDeep(String name) {
    return unreadable(name, "lists or objects are nested too deeply (expected a few levels)");
  }

  private static InvalidConfiguration unreadable(String name, String reason) {
    return new InvalidConfiguration(List.of("Cannot read " + name + ": " + reason));
  }

  /**
   * Reads what a user sets.
   *
   * @param source parses the file
   * @param kept what an earlier job kept, which overrides may unset; empty for a new job
   * @return the layer; where HOCON itself fails, problems are refused at once
   */
  static ConfigLayer layer(
      Source source, ConfigLayer kept, List<String> overrides, Problems problems) {
    Overrides over = Overrides.of(overrides, problems);
    try {
      Config file = source.parse();
      Config stated = over.config().withFallback(file);
      Config known = stated.withFallback(Defaults.config());
      if (!over.unset().isEmpty()) {
        ConfigLayer below = ConfigLayer.of(file.resolveWith(known), new Problems());
        over.requireSet(below.over(kept), problems);
      }
      return ConfigLayer.of(stated.resolveWith(known), problems).withSpark(over.spark());
    } catch (ConfigException e) {
      problems.add(Origins.problem(e));
      problems.refuse();
      throw e;
    } catch (StackOverflowError e) {
      throw tooDeep("the configuration");
    }
  }

  /**
   * Builds a job.
   *
   * @param user what the user sets
   * @param kept what an earlier job kept; empty for a new job
   * @param problems what is wrong so far
   * @throws InvalidConfiguration with every problem
   */
  static ConfiguredJob job(ConfigLayer user, ConfigLayer kept, Problems problems) {
    boolean isNew = kept.values().isEmpty();
    Preset preset = new Settings(user, kept, isNew, problems).value(Keys.PRESET).decided(user);
    Settings settings = new Settings(user, isNew ? preset.layer() : kept, isNew, problems);
    settings.resolve(Keys.PRESET, preset);
    try {
      DataSpec data = DataReader.read(settings);
      NetworkSpec network = NetworkReader.read(settings, data.columns().label());
      TrainSpec train = TrainReader.read(settings, network, data.columns().label().size());
      Optional<RetrainSpec> retraining =
          RetrainReader.read(settings, network, train, data.columns().label().size());
      OutputSpec output =
          new OutputSpec(
              model(settings, retraining),
              settings.value(Keys.EXISTING),
              CheckpointReader.read(settings));
      WatchSpec watch = new WatchSpec(settings.value(Keys.DEADLINE));
      SparkSpec spark = new SparkSpec(settings.spark());
      problems.refuse();
      JobSpec job = new JobSpec(data, network, train, output, watch, spark);
      return new ConfiguredJob(job, settings.recorded(), retraining);
    } catch (IllegalArgumentException e) {
      // What was kept names no key that the user set, so only the spec refuses it.
      problems.add(e.getMessage());
      problems.refuse();
      throw e;
    }
  }

  /** Returns the directory of the model; a retraining writes it to a version of its registry. */
  private static String model(Settings settings, Optional<RetrainSpec> retraining) {
    if (retraining.isPresent()) {
      return settings.optional(Keys.MODEL).orElse(retraining.get().registry());
    }
    return settings.required(Keys.MODEL, "missing", "the directory to write the model to");
  }

  private static ConfiguredJob newJob(Source source, List<String> overrides) {
    Problems problems = new Problems();
    return job(layer(source, ConfigLayer.EMPTY, overrides, problems), ConfigLayer.EMPTY, problems);
  }

  /** Something that parses to a configuration. */
  @FunctionalInterface
  interface Source {
    /** Parses it; throws {@link ConfigException} when it is no HOCON. */
    Config parse();
  }
}
