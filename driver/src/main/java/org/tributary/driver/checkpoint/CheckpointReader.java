package org.tributary.driver.checkpoint;

import java.io.IOException;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.Map;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.Path;
import org.tributary.core.model.FileFailure;
import org.tributary.driver.store.AtomicFile;
import org.tributary.driver.train.TrainingState;

/** Reads checkpoints, and tells damaged ones from those that cannot be read now. */
final class CheckpointReader {
  private final CheckpointFiles files;

  CheckpointReader(CheckpointFiles files) {
    this.files = files;
  }

  /** Reads a checkpoint. */
  Checkpoint read(long rounds) throws IOException, DamagedCheckpoint {
    Manifest manifest = manifest(rounds);
    Map<String, double[]> vectors = numbers(manifest.numbers());
    TrainingState state = StateFormat.state(manifest.state(), vectors);
    if (manifest.epoch() != state.epoch()) {
      throw new DamagedCheckpoint(
          "its manifest has epoch %d (expected %d, that of its state)"
              .formatted(manifest.epoch(), state.epoch()));
    }
    return new Checkpoint(files.manifest(rounds).toString(), manifest.run(), state);
  }

  /** Reads the manifest of a checkpoint. */
  Manifest manifest(long rounds) throws IOException, DamagedCheckpoint {
    try {
      return Manifest.parse(AtomicFile.read(files.fileSystem(), files.manifest(rounds)));
    } catch (ChecksumException e) {
      throw new DamagedCheckpoint("its manifest is damaged: " + e.getMessage());
    }
  }

  private Map<String, double[]> numbers(Manifest.NumbersFile expected)
      throws IOException, DamagedCheckpoint {
    if (CheckpointFiles.roundsOfAttempt(expected.directory()).isEmpty()) {
      throw new DamagedCheckpoint("its manifest names the directory " + expected.directory());
    }
    String name = CheckpointFiles.NUMBERS;
    try {
      return numbers(
          CheckpointFiles.numbers(new Path(files.root(), expected.directory())), expected);
    } catch (ChecksumException e) {
      throw new DamagedCheckpoint(name + " is damaged: " + e.getMessage());
    } catch (IOException e) {
      if (FileFailure.isAbsence(e)) {
        throw new DamagedCheckpoint(name + " is missing");
      }
      throw e;
    }
  }

  private Map<String, double[]> numbers(Path file, Manifest.NumbersFile expected)
      throws IOException, DamagedCheckpoint {
    String name = CheckpointFiles.NUMBERS;
    long length = files.fileSystem().getFileStatus(file).getLen();
    if (length != expected.bytes()) {
      throw new DamagedCheckpoint(
          "%s has %,d bytes (expected %,d)".formatted(name, length, expected.bytes()));
    }
    try (DigestInputStream in =
        new DigestInputStream(files.fileSystem().open(file), CheckpointFiles.sha256())) {
      Map<String, double[]> vectors = NumberFile.read(in, length);
      String found = HexFormat.of().formatHex(in.getMessageDigest().digest());
      if (!found.equals(expected.sha256())) {
        throw new DamagedCheckpoint(
            "%s was changed (SHA-256 %s, expected %s)".formatted(name, found, expected.sha256()));
      }
      return vectors;
    } catch (DamagedCheckpoint e) {
      throw new DamagedCheckpoint(name + ": " + e.getMessage());
    }
  }
}
