package org.tributary.driver.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.OptionalDouble;
import org.tributary.core.model.Fingerprint;
import org.tributary.core.model.Json;
import org.tributary.core.model.Platform;
import org.tributary.core.model.StrictObject;

/**
 * The manifest of a checkpoint: all of it but its vectors, and the digest of the file that holds
 * them. A checkpoint exists if its manifest does.
 *
 * @param run what the checkpoint belongs to
 * @param epoch the last epoch that has ended
 * @param written when it was written
 * @param rank how good its parameters are, higher is better: the monitored hold-out metric; empty
 *     if it was not measured in the last epoch
 * @param loss the objective of the last epoch; NaN within an epoch
 * @param numbers the file of the vectors
 * @param state the state without its vectors
 */
record Manifest(
    RunIdentity run,
    int epoch,
    Instant written,
    OptionalDouble rank,
    double loss,
    NumbersFile numbers,
    ObjectNode state) {
  /** The format that this version writes, and the newest that it reads. */
  static final int FORMAT = 1;

  /**
   * The file of the vectors.
   *
   * @param directory the name of its directory, next to the manifest
   * @param bytes its length
   * @param sha256 its SHA-256
   */
  record NumbersFile(String directory, long bytes, String sha256) {}

  /** A manifest of a format that only a newer Tributary reads. */
  static final class NewerFormat extends RuntimeException {
    private static final long serialVersionUID = 1;

    NewerFormat(int format) {
      super(
          "format %d is newer than this Tributary reads (%d); use the version that wrote it"
              .formatted(format, FORMAT));
    }
  }

  /** Returns the bytes of the file. */
  byte[] json() {
    ObjectNode root = Json.object();
    root.put("format", FORMAT);
    root.put("fingerprint", Fingerprint.BLANK);
    root.put("written", written.toString());
    root.putObject("platform")
        .put("tributary", run.platform().tributary())
        .put("java", run.platform().java())
        .put("spark", run.platform().spark())
        .put("blas", run.platform().blas());
    root.putObject("numbers")
        .put("directory", numbers.directory)
        .put("file", CheckpointFiles.NUMBERS)
        .put("bytes", numbers.bytes)
        .put("sha256", numbers.sha256);
    run.settings().put(root.putObject("settings"));
    root.put("groups", run.groups());
    run.data().put(root.putObject("data"));
    root.put("epoch", epoch);
    root.put("loss", loss);
    root.put("rank", rank.orElse(Double.NaN));
    root.set("state", state);
    return Fingerprint.sign(Json.pretty(root));
  }

  /**
   * Reads the bytes of the file.
   *
   * @throws DamagedCheckpoint if they are anything but what {@link #json} writes
   * @throws NewerFormat if a newer version wrote them
   */
  static Manifest parse(byte[] json) throws DamagedCheckpoint {
    try {
      StrictObject root = new StrictObject("", Json.parse(json));
      // Computed in the same way in every format: a damaged number is no newer format.
      Fingerprint.require(json, root.text("fingerprint"));
      int format = root.integer("format");
      if (format > FORMAT) {
        throw new NewerFormat(format);
      }
      Instant written = Instant.parse(root.text("written"));
      StrictObject platform = root.object("platform");
      StrictObject numbers = root.object("numbers");
      numbers.text("file");
      double rank = root.number("rank");
      Manifest manifest =
          new Manifest(
              new RunIdentity(
                  RunSettings.read(root.tree("settings")),
                  root.integer("groups"),
                  DataIdentity.read(root.object("data")),
                  new Platform(
                      platform.text("tributary"),
                      platform.text("java"),
                      platform.text("spark"),
                      platform.text("blas"))),
              root.integer("epoch"),
              written,
              Double.isNaN(rank) ? OptionalDouble.empty() : OptionalDouble.of(rank),
              root.number("loss"),
              new NumbersFile(
                  numbers.text("directory"), numbers.longInteger("bytes"), numbers.text("sha256")),
              root.tree("state"));
      root.close();
      return manifest;
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new DamagedCheckpoint("its manifest is damaged: " + Json.shown(e.getMessage()));
    }
  }
}
