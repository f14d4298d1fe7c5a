package org.tributary.driver.checkpoint;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tributary.driver.store.WriteFailure;

/**
 * The names of the files in a directory of checkpoints.
 *
 * <pre>
 *   checkpoint-ROUNDS.json             the manifest of the checkpoint after so many rounds
 *   checkpoint-ROUNDS-UNIQUE/          an attempt to write it
 *     numbers.safetensors              its vectors
 *   lease.json                         the process that writes here
 * </pre>
 *
 * @param name the directory, as given by the user
 * @param root the directory
 */
record CheckpointFiles(String name, FileSystem fileSystem, Path root) {
  /** The file of the vectors. */
  static final String NUMBERS = "numbers.safetensors";

  private static final String LEASE = "lease.json";
  private static final Pattern MANIFEST = Pattern.compile("checkpoint-(\\d{12})\\.json");
  private static final Pattern ATTEMPT = Pattern.compile("checkpoint-(\\d{12})-[0-9a-f]{8}");

  /** Returns the path of the lease. */
  Path lease() {
    return new Path(root, LEASE);
  }

  /** Returns what the names of a checkpoint begin with. */
  static String prefix(long rounds) {
    return "checkpoint-%012d".formatted(rounds);
  }

  /** Returns the path of a checkpoint's manifest. */
  Path manifest(long rounds) {
    return new Path(root, prefix(rounds) + ".json");
  }

  /** Returns the path of a new attempt. */
  Path attempt(long rounds) {
    return new Path(root, prefix(rounds) + "-" + UUID.randomUUID().toString().substring(0, 8));
  }

  /** Returns the path of the vectors of an attempt. */
  static Path numbers(Path attempt) {
    return new Path(attempt, NUMBERS);
  }

  /** Returns the number of rounds of an attempt; empty if the name is not that of one. */
  static OptionalLong roundsOfAttempt(String name) {
    Matcher matcher = ATTEMPT.matcher(name);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
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

  /** An operation of the file system. */
  @FunctionalInterface
  interface FileOperation<T> {
    T run() throws IOException;
  }

  /** Runs an operation; Hadoop throws an Error without a path if the local disk fails. */
  <T> T guarded(FileOperation<T> operation) throws IOException {
    try {
      return operation.run();
    } catch (IOException | FSError e) {
      throw new IOException(WriteFailure.reason(e, fileSystem, root), e);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256", e);
    }
  }
}
