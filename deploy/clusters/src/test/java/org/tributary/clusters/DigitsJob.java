package org.tributary.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A job on the digits whose configuration includes a file of another directory, and names a
 * variable of the environment.
 *
 * @param directory where it is, and where its outputs go
 */
record DigitsJob(Path directory) {
  /** Variables that a user of a cluster has. */
  static Map<String, String> environment() {
    return Map.of(
        "SPARK_HOME",
        Project.sparkHome().toString(),
        "SPARK_LOCAL_IP",
        "127.0.0.1",
        "DIGITS",
        Project.DIGITS.toString(),
        "LC_ALL",
        "C.UTF-8");
  }

  /** Writes the configuration and returns its file. */
  Path write(int epochs) {
    try {
      Files.createDirectories(directory.resolve("jobs"));
      Files.createDirectories(directory.resolve("shared"));
      Files.writeString(
          directory.resolve("shared/base.conf"),
          """
          data { path = ${DIGITS}, label = digit, holdout.fraction = 0.2 }
          network.hidden = [20]
          """);
      return Files.writeString(
          directory.resolve("jobs/digits.conf"),
          """
          include "../shared/base.conf"
          train { epochs = %d, optimizer { name = adam, learningRate = 0.01 }, rounds = cluster }
          """
              .formatted(epochs));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the setting of a model's directory in that of this job. */
  String model(String name) {
    return "output.model=" + directory.resolve(name);
  }

  /** Returns the bytes of a model's weights. */
  byte[] weights(String name) {
    return weights(directory.resolve(name));
  }

  static byte[] weights(Path model) {
    try {
      return Files.readAllBytes(model.resolve("weights.safetensors"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the weights after a training on this machine alone. */
  byte[] trainedLocally(int epochs, String... settings) {
    try (Program program =
        Program.start(
            directory,
            "alone",
            Map.of("DIGITS", Project.DIGITS.toString(), "SPARK_HOME", ""),
            Program.words(
                List.of(
                    Project.LAUNCHER.toString(),
                    "train",
                    write(epochs).toString(),
                    "train.rounds=driver",
                    model("alone")),
                settings))) {
      program.endsWith(0);
    }
    byte[] weights = weights("alone");
    assertThat(weights).hasSizeGreaterThan(1000);
    return weights;
  }

  /** Returns the number of round trips of the latest checkpoint; 0 if there is none. */
  static long rounds(Path checkpoints) {
    if (!Files.isDirectory(checkpoints)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(checkpoints)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("checkpoint-\\d+\\.json"))
          .mapToLong(name -> Long.parseLong(name.replaceAll("\\D", "")))
          .max()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Submits a command of Tributary by tributary-submit. */
  Program submit(String name, List<String> options, String... command) {
    return submit(name, Map.of(), options, command);
  }

  /** Submits a command with more variables in the environment. */
  Program submit(
      String name, Map<String, String> variables, List<String> options, String... command) {
    Map<String, String> environment = new HashMap<>(environment());
    environment.putAll(variables);
    List<String> words =
        Program.words(List.of(Project.SUBMIT.toString()), options.toArray(String[]::new));
    words.add("--");
    return Program.start(directory, name, environment, Program.words(words, command));
  }
}
