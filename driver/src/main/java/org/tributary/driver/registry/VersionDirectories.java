package org.tributary.driver.registry;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tributary.core.model.CurrentVersion;
import org.tributary.core.model.FileFailure;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import org.tributary.driver.spec.OutputSpec.Existing;
import org.tributary.driver.store.ModelStore;
import org.tributary.driver.store.SyncedFile;

/** The directories of the versions of a registry: one model each, with further small files. */
final class VersionDirectories {
  private final RegistryFiles files;

  VersionDirectories(RegistryFiles files) {
    this.files = files;
  }

  /** Returns the path of a version, which is that of its model. */
  Path path(int version) {
    return files.path(CurrentVersion.directory(version));
  }

  /** Returns the numbers of the versions, in order. */
  List<Integer> numbers() {
    return files.reading(
        () -> {
          List<Integer> numbers = new ArrayList<>();
          for (int number : all()) {
            if (!ModelStore.isUnfinished(files.fileSystem(), path(number))) {
              numbers.add(number);
            }
          }
          return List.copyOf(numbers);
        });
  }

  /** Returns the numbers of the directories of versions, also of those that are not whole. */
  List<Integer> all() {
    return files.reading(
        () -> {
          Path versions = files.path(CurrentVersion.VERSIONS);
          TreeSet<Integer> numbers = new TreeSet<>();
          if (files.fileSystem().exists(versions)) {
            for (FileStatus each : files.fileSystem().listStatus(versions)) {
              String number = each.getPath().getName();
              if (each.isDirectory() && number.matches("[1-9]\\d{0,8}")) {
                numbers.add(Integer.parseInt(number));
              }
            }
          }
          return List.copyOf(numbers);
        });
  }

  /** Deletes what runs left that were killed while they added a version. */
  void clearLeftovers() {
    files.writing(
        () -> {
          for (int number : all()) {
            ModelStore.clearLeftovers(files.fileSystem(), path(number));
          }
          return null;
        });
  }

  /** Returns what a version says about itself, or what is wrong with that. */
  Version.About about(int number) {
    try {
      byte[] json =
          files
              .content(new Path(path(number), VersionRecord.FILE))
              .orElseThrow(() -> new FileNotFoundException("there is no " + VersionRecord.FILE));
      return new Version.About(Optional.of(VersionRecord.parse(json)), "");
    } catch (IOException | IllegalArgumentException e) {
      return new Version.About(Optional.empty(), FileFailure.reason(e));
    }
  }

  /**
   * Adds a version.
   *
   * @throws ModelException if there is such a version, or it cannot be written
   */
  void add(int number, Model model, VersionRecord record, Map<String, byte[]> further) {
    ModelStore.save(
        model,
        path(number).toString(),
        Existing.REFUSE,
        files.configuration(),
        (at, directory) -> {
          write(at, new Path(directory, VersionRecord.FILE), record.json());
          for (var file : further.entrySet()) {
            write(at, new Path(directory, file.getKey()), file.getValue());
          }
        });
  }

  private static void write(FileSystem fileSystem, Path file, byte[] content) throws IOException {
    try (OutputStream out = SyncedFile.create(fileSystem, file)) {
      out.write(content);
    }
  }

  /** Returns a small file of a version; empty if it is not there. */
  Optional<byte[]> file(int version, String file) {
    return files.reading(() -> files.content(new Path(path(version), file)));
  }

  /** Loads the model of a version. */
  Model load(int version) {
    return ModelStore.load(path(version).toString(), files.configuration());
  }

  /** Returns the numbers for a message. */
  static String listed(List<Integer> numbers) {
    return numbers.isEmpty()
        ? "none"
        : String.join(", ", numbers.stream().map(String::valueOf).toList());
  }
}
