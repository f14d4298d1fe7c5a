package org.tributary.driver.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;
import org.tributary.driver.store.AtomicFile;

/** Deletes checkpoints, and what killed processes left. Only files of their names are deleted. */
final class CheckpointCleaning {
  private final CheckpointFiles files;

  CheckpointCleaning(CheckpointFiles files) {
    this.files = files;
  }

  /** Deletes a checkpoint, the manifest first. */
  void delete(long rounds) throws IOException {
    files.guarded(
        () -> {
          files.fileSystem().delete(files.manifest(rounds), false);
          for (FileStatus entry : files.fileSystem().listStatus(files.root())) {
            OptionalLong attempt = CheckpointFiles.roundsOfAttempt(entry.getPath().getName());
            if (attempt.equals(OptionalLong.of(rounds))) {
              files.fileSystem().delete(entry.getPath(), true);
            }
          }
          return null;
        });
  }

  /**
   * Deletes attempts that no manifest names, and temporary files.
   *
   * @param notices receives one line for each incomplete checkpoint
   */
  void deleteLeftovers(Consumer<String> notices) throws IOException {
    files.guarded(
        () -> {
          List<String> named = named();
          for (FileStatus entry : files.fileSystem().listStatus(files.root())) {
            String file = entry.getPath().getName();
            boolean attempt =
                CheckpointFiles.roundsOfAttempt(file).isPresent()
                    && named.stream().noneMatch(file::startsWith);
            if (attempt) {
              notices.accept(
                  "Deleted the incomplete checkpoint %s of a run that was killed"
                      .formatted(entry.getPath()));
            }
            if (attempt || (file.startsWith(".") && file.endsWith(AtomicFile.TEMPORARY))) {
              files.fileSystem().delete(entry.getPath(), true);
            }
          }
          return null;
        });
  }

  /** Returns what the names of the attempts that are in use begin with. */
  private List<String> named() throws IOException {
    CheckpointReader reader = new CheckpointReader(files);
    List<String> named = new ArrayList<>();
    for (long rounds : files.list()) {
      try {
        named.add(reader.manifest(rounds).numbers().directory());
      } catch (DamagedCheckpoint | Manifest.NewerFormat e) {
        named.add(CheckpointFiles.prefix(rounds));
      }
    }
    return named;
  }
}
