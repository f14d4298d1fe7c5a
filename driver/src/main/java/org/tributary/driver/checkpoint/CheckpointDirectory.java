package org.tributary.driver.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tributary.core.model.FileFailure;
import org.tributary.driver.files.UserPath;
import org.tributary.driver.store.Lease;
import org.tributary.driver.store.LeaseHeld;
import org.tributary.driver.store.LeaseTerms;
import org.tributary.driver.store.LocalFiles;
import org.tributary.driver.train.TrainingState;

/**
 * A directory of checkpoints, on any Hadoop file system: {@link CheckpointFiles} has the names of
 * its files, {@link CheckpointAttempt} writes, {@link CheckpointReader} reads, and {@link
 * CheckpointCleaning} deletes. Not thread-safe.
 */
public final class CheckpointDirectory {
  private final CheckpointFiles files;
  private final CheckpointReader reader;
  private final CheckpointCleaning cleaning;

  private CheckpointDirectory(CheckpointFiles files) {
    this.files = files;
    this.reader = new CheckpointReader(files);
    this.cleaning = new CheckpointCleaning(files);
  }

  private static CheckpointFiles at(String path, Configuration configuration) throws IOException {
    Path given = UserPath.of(path);
    FileSystem fileSystem = UserPath.fileSystem(given, configuration);
    return new CheckpointFiles(path, fileSystem, fileSystem.makeQualified(given));
  }

  /**
   * Opens a directory, and creates it if it does not exist.
   *
   * @param path the directory, as given by the user
   * @throws CheckpointException if it cannot be created
   */
  public static CheckpointDirectory open(String path, Configuration configuration) {
    try {
      CheckpointFiles files = at(path, configuration);
      files.guarded(
          () -> {
            LocalFiles.createDirectories(files.fileSystem(), files.root());
            return null;
          });
      return new CheckpointDirectory(files);
    } catch (IOException | IllegalArgumentException e) {
      throw notWritable(path, e);
    }
  }

  private static CheckpointException notWritable(String path, Exception cause) {
    return new CheckpointException(
        "Cannot write checkpoints to %s: %s".formatted(path, FileFailure.reason(cause)), cause);
  }

  /**
   * Opens a directory to read it.
   *
   * @param path the directory, as given by the user
   * @throws CheckpointException if it does not exist
   */
  public static CheckpointDirectory existing(String path, Configuration configuration) {
    try {
      CheckpointFiles files = at(path, configuration);
      files.fileSystem().listStatus(files.root());
      return new CheckpointDirectory(files);
    } catch (IOException | IllegalArgumentException e) {
      String reason =
          e instanceof IOException failure && FileFailure.isAbsence(failure)
              ? "it does not exist"
              : FileFailure.reason(e);
      throw new CheckpointException("Cannot read checkpoints in %s: %s".formatted(path, reason), e);
    }
  }

  /** Returns the directory, as given by the user. */
  public String name() {
    return files.name();
  }

  /**
   * Acquires the right to write to this directory.
   *
   * @param notices receives a line if this waits
   * @throws LeaseHeld if another process has it
   * @throws CheckpointException if the directory cannot be written
   */
  public Lease acquire(LeaseTerms terms, Consumer<String> notices) {
    try {
      return files.guarded(
          () ->
              Lease.acquire(
                  files.fileSystem(),
                  files.lease(),
                  "wait for its end, or name another checkpoint.path",
                  terms,
                  notices));
    } catch (IOException e) {
      throw notWritable(name(), e);
    }
  }

  /** Returns the checkpoints by their numbers of rounds, the latest first. */
  List<Long> list() throws IOException {
    return files.list();
  }

  /** Reads a checkpoint. */
  Checkpoint read(long rounds) throws IOException, DamagedCheckpoint {
    return reader.read(rounds);
  }

  /** Reads the manifest of a checkpoint. */
  Manifest readManifest(long rounds) throws IOException, DamagedCheckpoint {
    return reader.manifest(rounds);
  }

  /**
   * Returns the latest sound checkpoint before an epoch.
   *
   * @param epoch the first epoch that the checkpoint must not contain
   * @param notices receives one line for each damaged checkpoint
   * @throws CheckpointException if there is none
   */
  public Checkpoint before(int epoch, Consumer<String> notices) {
    try {
      for (long rounds : list()) {
        try {
          if (reader.manifest(rounds).epoch() < epoch) {
            return reader.read(rounds);
          }
        } catch (DamagedCheckpoint e) {
          notices.accept(unusable(rounds, e));
        }
      }
    } catch (IOException | FSError | Manifest.NewerFormat e) {
      throw new CheckpointException(
          "Cannot read checkpoints in %s: %s".formatted(name(), FileFailure.reason(e)), e);
    }
    throw new CheckpointException(
        "Cannot read checkpoints in %s: none is sound and before epoch %d"
            .formatted(name(), epoch));
  }

  private String unusable(long rounds, DamagedCheckpoint damage) {
    return "Cannot use checkpoint %s: %s".formatted(files.manifest(rounds), damage.getMessage());
  }

  /**
   * The latest sound checkpoint.
   *
   * @param checkpoint the checkpoint, if there is one
   * @param damaged the later ones, by their numbers of rounds
   */
  public record Latest(Optional<Checkpoint> checkpoint, List<Long> damaged) {}

  /**
   * Returns the latest sound checkpoint, if there are any, and reports each damaged one that is
   * later.
   *
   * @param notices receives one line for each damaged checkpoint
   * @throws CheckpointException if all are damaged, or one cannot be read or is of a newer format
   */
  public Latest latest(Consumer<String> notices) {
    try {
      List<Long> all = list();
      List<Long> damaged = new ArrayList<>();
      for (long rounds : all) {
        try {
          return new Latest(Optional.of(reader.read(rounds)), damaged);
        } catch (DamagedCheckpoint e) {
          damaged.add(rounds);
          notices.accept(unusable(rounds, e) + "; going on from the one before it");
        }
      }
      if (!all.isEmpty()) {
        throw new CheckpointException(
            "Cannot resume from %s: none of its %d checkpoints is sound; use --fresh to start over"
                .formatted(name(), all.size()));
      }
      return new Latest(Optional.empty(), List.of());
    } catch (IOException | FSError | Manifest.NewerFormat e) {
      throw new CheckpointException(
          "Cannot read the checkpoints in %s: %s".formatted(name(), FileFailure.reason(e)), e);
    }
  }

  /**
   * Writes a checkpoint.
   *
   * @param rank how good its parameters are, if that is known; higher is better
   * @param permission called before the checkpoint becomes visible; throws to prevent it
   * @throws IOException with the reason; nothing is left of the attempt
   */
  void write(RunIdentity run, TrainingState state, OptionalDouble rank, Runnable permission)
      throws IOException {
    new CheckpointAttempt(files, state.rounds()).write(run, state, rank, permission);
  }

  /** Deletes a checkpoint, the manifest first. */
  void delete(long rounds) throws IOException {
    cleaning.delete(rounds);
  }

  /**
   * Deletes what a run does not go on from: the damaged checkpoints, and all of them if it starts
   * from the beginning.
   */
  public void discard(Latest latest) throws IOException {
    for (long rounds : latest.checkpoint().isPresent() ? latest.damaged() : list()) {
      cleaning.delete(rounds);
    }
  }

  /**
   * Deletes what killed processes left: attempts that no manifest names, and temporary files. Only
   * the holder of the lease may call this.
   *
   * @param notices receives one line for each incomplete checkpoint
   */
  public void clean(Consumer<String> notices) throws IOException {
    cleaning.deleteLeftovers(notices);
  }
}
