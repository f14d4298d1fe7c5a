package org.tributary.driver.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.tributary.driver.registry.ModelRegistry;
import org.tributary.driver.registry.VersionRecord;
import org.tributary.driver.store.TinyModels;

/** A model and checkpoints of one training, made once, and registries; copied for each test. */
final class StoredFiles {
  private static Path made;

  private StoredFiles() {}

  /** Returns a copy of the model. */
  static Path model(Path directory) throws IOException {
    return copy(made().resolve("model"), directory.resolve("model"));
  }

  /** Returns a copy of the checkpoint of the first epoch. */
  static Path checkpoints(Path directory) throws IOException {
    Path checkpoints = copy(made().resolve("checkpoints"), directory.resolve("checkpoints"));
    List<Path> manifests = manifests(checkpoints);
    for (int i = 0; i < manifests.size(); i++) {
      if (i > 0) {
        delete(numbers(manifests.get(i)).getParent());
        Files.delete(manifests.get(i));
      }
    }
    return checkpoints;
  }

  /** Returns the manifest of the only checkpoint of a directory. */
  static Path manifest(Path checkpoints) throws IOException {
    return manifests(checkpoints).get(0);
  }

  /** Returns the vectors of a checkpoint. */
  static Path numbers(Path manifest) throws IOException {
    String name = manifest.getFileName().toString().replace(".json", "-");
    try (Stream<Path> files = Files.list(manifest.getParent())) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(name))
          .findFirst()
          .orElseThrow()
          .resolve("numbers.safetensors");
    }
  }

  private static List<Path> manifests(Path checkpoints) throws IOException {
    try (Stream<Path> files = Files.list(checkpoints)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  /** Returns the settings of the training, with its checkpoints in a directory. */
  static List<String> training(Path checkpoints, Path model, String... more) throws IOException {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "data.path=" + made().resolve("halves.csv"),
                "data.label=kind",
                "train.preset=plain",
                "train.epochs=4",
                "train.optimizer.name=adam",
                "network.hidden=[2]",
                "checkpoint.every=1",
                "checkpoint.keep=9",
                "checkpoint.path=" + checkpoints,
                "output.model=" + model));
    settings.addAll(Arrays.asList(more));
    return settings;
  }

  private static synchronized Path made() throws IOException {
    if (made == null) {
      made = Files.createTempDirectory("stored");
      TinyJobs.halves(made.resolve("halves.csv"));
      CommandResult ran =
          InSession.train(training(made.resolve("checkpoints"), made.resolve("model")));
      if (ran.code() != 0) {
        throw new AssertionError(ran.err());
      }
    }
    return made;
  }

  /** Returns a registry of two versions, the second of which is the current one. */
  static Path registry(Path directory) {
    Path path = directory.resolve("registry");
    ModelRegistry registry = ModelRegistry.openOrCreate(path.toString(), new Configuration());
    for (int version = 1; version <= 2; version++) {
      VersionRecord about = new VersionRecord(Instant.EPOCH, "run" + version, "r2", 0.5);
      registry.add(version, TinyModels.line(version), about, Map.of());
      registry.promote(version, version - 1, "run" + version, line -> {});
    }
    return path;
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        if (!file.toString().endsWith(".crc")) {
          Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
      }
    }
    return to;
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
