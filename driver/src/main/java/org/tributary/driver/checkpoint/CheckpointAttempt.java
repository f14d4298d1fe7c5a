package org.tributary.driver.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tributary.driver.store.AtomicFile;
import org.tributary.driver.store.LocalFiles;
import org.tributary.driver.store.SyncedFile;
import org.tributary.driver.train.TrainingState;

/**
 * An attempt to write a checkpoint: a directory of a unique name, and the manifest that names it,
 * which is created last, by one conditional call. So every manifest belongs to a whole checkpoint,
 * whenever a process is killed.
 */
final class CheckpointAttempt {
  private final CheckpointFiles files;
  private final long rounds;
  private final Path directory;

  CheckpointAttempt(CheckpointFiles files, long rounds) {
    this.files = files;
    this.rounds = rounds;
    this.directory = files.attempt(rounds);
  }

  /**
   * Writes the checkpoint.
   *
   * @param rank how good its parameters are, if that is known; higher is better
   * @param permission called before the checkpoint becomes visible; throws to prevent it
   * @throws IOException with the reason; nothing is left of the attempt
   */
  void write(RunIdentity run, TrainingState state, OptionalDouble rank, Runnable permission)
      throws IOException {
    boolean complete = false;
    try {
      complete = files.guarded(() -> tryToWrite(run, state, rank, permission));
    } finally {
      if (!complete) {
        discard();
      }
    }
  }

  private boolean tryToWrite(
      RunIdentity run, TrainingState state, OptionalDouble rank, Runnable permission)
      throws IOException {
    Manifest manifest =
        new Manifest(
            run,
            state.epoch(),
            Instant.now(),
            rank,
            state.isWithinEpoch() ? Double.NaN : state.last().orElseThrow().loss(),
            writeNumbers(state),
            StateFormat.json(state));
    permission.run();
    boolean created =
        AtomicFile.create(files.fileSystem(), files.manifest(rounds), manifest.json());
    if (!created) {
      requireSound();
    }
    return created;
  }

  /** Another process may have written this checkpoint: it has the same bits. */
  private void requireSound() throws IOException {
    try {
      new CheckpointReader(files).manifest(rounds);
    } catch (DamagedCheckpoint e) {
      new CheckpointCleaning(files).delete(rounds);
      throw new IOException("the one in its place was damaged: " + e.getMessage());
    }
  }

  private Manifest.NumbersFile writeNumbers(TrainingState state) throws IOException {
    FileSystem fileSystem = files.fileSystem();
    if (!fileSystem.mkdirs(directory)) {
      throw new IOException("cannot create " + directory);
    }
    Path file = CheckpointFiles.numbers(directory);
    MessageDigest digest = CheckpointFiles.sha256();
    try (OutputStream out = SyncedFile.create(fileSystem, file);
        DigestOutputStream digested = new DigestOutputStream(out, digest)) {
      NumberFile.write(StateFormat.vectors(state), digested);
    }
    Optional<java.nio.file.Path> local = LocalFiles.of(fileSystem, directory);
    if (local.isPresent()) {
      LocalFiles.applyUmask(local.get());
    }
    long length = fileSystem.getFileStatus(file).getLen();
    return new Manifest.NumbersFile(
        directory.getName(), length, HexFormat.of().formatHex(digest.digest()));
  }

  private void discard() {
    try {
      files.fileSystem().delete(directory, true);
    } catch (IOException | FSError e) {
      // The next run deletes it, as it has no manifest.
    }
  }
}
