package org.tributary.driver.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tributary.core.model.FileFailure;
import org.tributary.driver.files.UserPath;
import org.tributary.driver.store.AtomicFile;
import org.tributary.driver.store.Lease;
import org.tributary.driver.store.LeaseHeld;
import org.tributary.driver.store.LeaseTerms;
import org.tributary.driver.store.LocalFiles;
import org.tributary.driver.store.SyncedFile;
import org.tributary.driver.store.WriteFailure;
import org.tributary.driver.train.TrainingState;

/**
 * A directory of checkpoints, on any Hadoop file system.
 *
 * <pre>
 *   checkpoint-ROUNDS.json             the manifest of the checkpoint after so many rounds
 *   checkpoint-ROUNDS-UNIQUE/          an attempt to write it
 *     numbers.safetensors              its vectors
 *   lease.json                         the process that writes here
 * </pre>
 *
 * <p>An attempt is a directory of its own, and the manifest that names it is created last, by one
 * conditional call. So every manifest belongs to a whole checkpoint, whenever a process is killed.
 * Only files of these names are ever deleted. Not thread-safe.
 */
public final class CheckpointDirectory {
  /** The file of the vectors. */
  static final String NUMBERS = "numbers.safetensors";

  private static final String LEASE = "lease.json";
  private static final Pattern MANIFEST = Pattern.compile("checkpoint-(\\d{12})\\.json");
  private static final Pattern ATTEMPT = Pattern.compile("checkpoint-(\\d{12})-[0-9a-f]{8}");

  private final String name;
  private final FileSystem fileSystem;
  private final Path root;

  private CheckpointDirectory(String name, FileSystem fileSystem, Path root) {
    this.name = name;
    this.fileSystem = fileSystem;
    this.root = root;
  }

  /**
   * Opens a directory, and creates it if it does not exist.
   *
   * @param path the directory, as given by the user
   * @throws CheckpointException if it cannot be created
   */
  public static CheckpointDirectory open(String path, Configuration configuration) {
    try {
      Path given = UserPath.of(path);
      FileSystem fileSystem = UserPath.fileSystem(given, configuration);
      Path root = fileSystem.makeQualified(given);
      CheckpointDirectory directory = new CheckpointDirectory(path, fileSystem, root);
      directory.guarded(
          () -> {
            Optional<java.nio.file.Path> local = LocalFiles.of(fileSystem, root);
            if (local.isPresent()) {
              java.nio.file.Files.createDirectories(local.get());
            } else if (!fileSystem.mkdirs(root)) {
              throw new IOException("cannot create it");
            }
          });
      return directory;
    } catch (IOException | IllegalArgumentException e) {
      throw new CheckpointException(
          "Cannot write checkpoints to %s: %s".formatted(path, FileFailure.reason(e)), e);
    }
  }

  /**
   * Opens a directory to read it.
   *
   * @param path the directory, as given by the user
   * @throws CheckpointException if it does not exist
   */
  public static CheckpointDirectory existing(String path, Configuration configuration) {
    try {
      Path given = UserPath.of(path);
      FileSystem fileSystem = UserPath.fileSystem(given, configuration);
      Path root = fileSystem.makeQualified(given);
      fileSystem.listStatus(root);
      return new CheckpointDirectory(path, fileSystem, root);
    } catch (IOException | IllegalArgumentException e) {
      String reason =
          e instanceof IOException failure && FileFailure.isAbsence(failure)
              ? "it does not exist"
              : FileFailure.reason(e);
      throw new CheckpointException("Cannot read checkpoints in %s: %s".formatted(path, reason), e);
    }
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
          if (readManifest(rounds).epoch() < epoch) {
            return read(rounds);
          }
        } catch (DamagedCheckpoint e) {
          notices.accept(
              "Cannot use checkpoint %s: %s".formatted(manifest(rounds), e.getMessage()));
        }
      }
    } catch (IOException | FSError | Manifest.NewerFormat e) {
      throw new CheckpointException(
          "Cannot read checkpoints in %s: %s".formatted(name, FileFailure.reason(e)), e);
    }
    throw new CheckpointException(
        "Cannot read checkpoints in %s: none is sound and before epoch %d".formatted(name, epoch));
  }

  /** Returns the directory, as given by the user. */
  public String name() {
    return name;
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
      Lease[] lease = new Lease[1];
      guarded(
          () -> {
            lease[0] =
                Lease.acquire(
                    fileSystem,
                    new Path(root, LEASE),
                    "wait for its end, or name another checkpoint.path",
                    terms,
                    notices);
          });
      return lease[0];
    } catch (IOException e) {
      throw new CheckpointException(
          "Cannot write checkpoints to %s: %s".formatted(name, FileFailure.reason(e)), e);
    }
  }

  /** Returns the path of a checkpoint's manifest. */
  Path manifest(long rounds) {
    return new Path(root, name(rounds) + ".json");
  }

  private static String name(long rounds) {
    return "checkpoint-%012d".formatted(rounds);
  }

  /** Returns the checkpoints by their numbers of rounds, the latest first. */
  List<Long> list() throws IOException {
    List<Long> rounds = new ArrayList<>();
    for (FileStatus entry : fileSystem.listStatus(root)) {
      Matcher matcher = MANIFEST.matcher(entry.getPath().getName());
      if (matcher.matches()) {
        rounds.add(Long.parseLong(matcher.group(1)));
      }
    }
    rounds.sort(Comparator.reverseOrder());
    return rounds;
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
          return new Latest(Optional.of(read(rounds)), damaged);
        } catch (DamagedCheckpoint e) {
          damaged.add(rounds);
          notices.accept(
              "Cannot use checkpoint %s: %s; going on from the one before it"
                  .formatted(manifest(rounds), e.getMessage()));
        }
      }
      if (!all.isEmpty()) {
        throw new CheckpointException(
            "Cannot resume from %s: none of its %d checkpoints is sound; use --fresh to start over"
                .formatted(name, all.size()));
      }
      return new Latest(Optional.empty(), List.of());
    } catch (IOException | FSError | Manifest.NewerFormat e) {
      throw new CheckpointException(
          "Cannot read the checkpoints in %s: %s".formatted(name, FileFailure.reason(e)), e);
    }
  }

  /** Reads a checkpoint. */
  Checkpoint read(long rounds) throws IOException, DamagedCheckpoint {
    Manifest manifest = readManifest(rounds);
    Map<String, double[]> vectors = readNumbers(manifest.numbers());
    TrainingState state = StateFormat.state(manifest.state(), vectors);
    if (manifest.epoch() != state.epoch()) {
      throw new DamagedCheckpoint(
          "its manifest has epoch %d (expected %d, that of its state)"
              .formatted(manifest.epoch(), state.epoch()));
    }
    return new Checkpoint(manifest(rounds).toString(), manifest.run(), state);
  }

  Manifest readManifest(long rounds) throws IOException, DamagedCheckpoint {
    try {
      return Manifest.parse(AtomicFile.read(fileSystem, manifest(rounds)));
    } catch (org.apache.hadoop.fs.ChecksumException e) {
      throw new DamagedCheckpoint("its manifest is damaged: " + e.getMessage());
    }
  }

  private Map<String, double[]> readNumbers(Manifest.NumbersFile expected)
      throws IOException, DamagedCheckpoint {
    if (!ATTEMPT.matcher(expected.directory()).matches()) {
      throw new DamagedCheckpoint("its manifest names the directory " + expected.directory());
    }
    Path file = new Path(new Path(root, expected.directory()), NUMBERS);
    try {
      long length = fileSystem.getFileStatus(file).getLen();
      if (length != expected.bytes()) {
        throw new DamagedCheckpoint(
            "%s has %,d bytes (expected %,d)".formatted(NUMBERS, length, expected.bytes()));
      }
      try (DigestInputStream in = new DigestInputStream(fileSystem.open(file), sha256())) {
        Map<String, double[]> vectors = NumberFile.read(in, length);
        String found = HexFormat.of().formatHex(in.getMessageDigest().digest());
        if (!found.equals(expected.sha256())) {
          throw new DamagedCheckpoint(
              "%s was changed (SHA-256 %s, expected %s)"
                  .formatted(NUMBERS, found, expected.sha256()));
        }
        return vectors;
      } catch (DamagedCheckpoint e) {
        throw new DamagedCheckpoint(NUMBERS + ": " + e.getMessage());
      }
    } catch (org.apache.hadoop.fs.ChecksumException e) {
      throw new DamagedCheckpoint(NUMBERS + " is damaged: " + e.getMessage());
    } catch (IOException e) {
      if (FileFailure.isAbsence(e)) {
        throw new DamagedCheckpoint(NUMBERS + " is missing");
      }
      throw e;
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
    long rounds = state.rounds();
    String attempt = name(rounds) + "-" + UUID.randomUUID().toString().substring(0, 8);
    Path directory = new Path(root, attempt);
    boolean[] complete = new boolean[1];
    try {
      guarded(
          () -> {
            Manifest.NumbersFile numbers = writeNumbers(directory, state);
            Manifest manifest =
                new Manifest(
                    run,
                    state.epoch(),
                    Instant.now(),
                    rank,
                    state.isWithinEpoch() ? Double.NaN : state.last().orElseThrow().loss(),
                    numbers,
                    StateFormat.json(state));
            permission.run();
            complete[0] = AtomicFile.create(fileSystem, manifest(rounds), manifest.json());
            if (!complete[0]) {
              requireSound(rounds);
            }
          });
    } finally {
      if (!complete[0]) {
        discard(directory);
      }
    }
  }

  /** Another process may have written this checkpoint: it has the same bits. */
  private void requireSound(long rounds) throws IOException {
    try {
      readManifest(rounds);
    } catch (DamagedCheckpoint e) {
      delete(rounds);
      throw new IOException("the one in its place was damaged: " + e.getMessage());
    }
  }

  private Manifest.NumbersFile writeNumbers(Path directory, TrainingState state)
      throws IOException {
    if (!fileSystem.mkdirs(directory)) {
      throw new IOException("cannot create " + directory);
    }
    Path file = new Path(directory, NUMBERS);
    MessageDigest digest = sha256();
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

  private void discard(Path directory) {
    try {
      fileSystem.delete(directory, true);
    } catch (IOException | FSError e) {
      // The next run deletes it, as it has no manifest.
    }
  }

  /** Deletes a checkpoint, the manifest first. */
  void delete(long rounds) throws IOException {
    guarded(
        () -> {
          fileSystem.delete(manifest(rounds), false);
          for (FileStatus entry : fileSystem.listStatus(root)) {
            Matcher matcher = ATTEMPT.matcher(entry.getPath().getName());
            if (matcher.matches() && Long.parseLong(matcher.group(1)) == rounds) {
              fileSystem.delete(entry.getPath(), true);
            }
          }
        });
  }

  /**
   * Deletes what a run does not go on from: the damaged checkpoints, and all of them if it starts
   * from the beginning.
   */
  public void discard(Latest latest) throws IOException {
    for (long rounds : latest.checkpoint().isPresent() ? latest.damaged() : list()) {
      delete(rounds);
    }
  }

  /**
   * Deletes what killed processes left: attempts that no manifest names, and temporary files. Only
   * the holder of the lease may call this.
   *
   * @param notices receives one line for each incomplete checkpoint
   */
  public void clean(Consumer<String> notices) throws IOException {
    guarded(
        () -> {
          List<String> named = new ArrayList<>();
          for (long rounds : list()) {
            try {
              named.add(readManifest(rounds).numbers().directory());
            } catch (DamagedCheckpoint | Manifest.NewerFormat e) {
              named.add(name(rounds));
            }
          }
          for (FileStatus entry : fileSystem.listStatus(root)) {
            String file = entry.getPath().getName();
            boolean attempt =
                ATTEMPT.matcher(file).matches() && named.stream().noneMatch(file::startsWith);
            if (attempt) {
              notices.accept(
                  "Deleted the incomplete checkpoint %s of a run that was killed"
                      .formatted(entry.getPath()));
            }
            if (attempt || (file.startsWith(".") && file.endsWith(AtomicFile.TEMPORARY))) {
              fileSystem.delete(entry.getPath(), true);
            }
          }
        });
  }

  /** Work with the file system. */
  @FunctionalInterface
  interface FileOperation {
    void run() throws IOException;
  }

  /** Runs work; Hadoop throws an Error without a path if the local disk fails. */
  private void guarded(FileOperation work) throws IOException {
    try {
      work.run();
    } catch (IOException | FSError e) {
      throw new IOException(WriteFailure.reason(e, fileSystem, root), e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256", e);
    }
  }
}
