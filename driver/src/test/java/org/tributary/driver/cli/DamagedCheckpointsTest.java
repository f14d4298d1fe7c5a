package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.driver.checkpoint.CheckpointDirectory;
import org.tributary.driver.checkpoint.CheckpointException;
import org.tributary.driver.fuzz.JsonMutation;
import org.tributary.driver.fuzz.Mutation;
import org.tributary.driver.fuzz.Rounds;

/** Checkpoints with seeded random damage are refused; forged ones are gone on from or refused. */
class DamagedCheckpointsTest {
  @TempDir private Path directory;

  private Path fresh(int round) throws Exception {
    return StoredFiles.checkpoints(Files.createDirectory(directory.resolve("round-" + round)));
  }

  /** Reads the checkpoint, and returns whether it could be used. */
  private static boolean isRead(Path checkpoints) {
    List<String> notices = new ArrayList<>();
    try {
      CheckpointDirectory.existing(checkpoints.toString(), new Configuration())
          .before(Integer.MAX_VALUE, notices::add);
      assertThat(notices).isEmpty();
      return true;
    } catch (CheckpointException e) {
      notices.add(e.getMessage());
      assertThat(notices)
          .allSatisfy(
              line ->
                  assertThat(line)
                      .startsWith("Cannot ")
                      .doesNotContain("java.lang", "Exception")
                      .doesNotContainPattern(": null($| )"));
      return false;
    }
  }

  @Test
  void damagedCheckpointIsRefused() throws Exception {
    Rounds.run(
        "checkpoint",
        (round, random) -> {
          Path checkpoints = fresh(round);
          Path manifest = StoredFiles.manifest(checkpoints);
          Path file = random.nextBoolean() ? manifest : StoredFiles.numbers(manifest);
          Files.write(file, Mutation.of(Files.readAllBytes(file), random));
          isRead(checkpoints);
        });
  }

  @Test
  void forgedManifestIsGoneOnFromOrRefused() throws Exception {
    Rounds.run(
        "manifest",
        (round, random) -> {
          Path checkpoints = fresh(round);
          Path manifest = StoredFiles.manifest(checkpoints);
          Forgery.write(manifest, JsonMutation.of(Files.readString(manifest), random));
          requireGoneOnFromOrRefused(checkpoints);
        });
  }

  @Test
  void forgedNumbersAreGoneOnFromOrRefused() throws Exception {
    Rounds.run(
        "numbers",
        (round, random) -> {
          Path checkpoints = fresh(round);
          Path manifest = StoredFiles.manifest(checkpoints);
          Path numbers = StoredFiles.numbers(manifest);
          byte[] before = Files.readAllBytes(numbers);
          byte[] after =
              random.nextBoolean() ? Mutation.of(before, random) : number(before, random);
          Files.write(numbers, after);
          String text =
              Files.readString(manifest)
                  .replace(Forgery.sha256(before), Forgery.sha256(after))
                  .replace("\"bytes\": " + before.length, "\"bytes\": " + after.length);
          Forgery.write(manifest, text);
          requireGoneOnFromOrRefused(checkpoints);
        });
  }

  /** Writes an extreme number behind the header. */
  private static byte[] number(byte[] bytes, Random random) {
    double[] numbers = {0, -1, 1e308, Double.NaN, Double.POSITIVE_INFINITY, 4e18, -4e18, 0.5};
    byte[] changed = bytes.clone();
    int header = ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt(0);
    int at = Long.BYTES + header + Integer.BYTES * random.nextInt((bytes.length - header) / 4 - 4);
    ByteBuffer data = ByteBuffer.wrap(changed).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    double number = numbers[random.nextInt(numbers.length)];
    if (random.nextBoolean()) {
      data.putFloat(at, (float) number);
    } else {
      data.putDouble(at, number);
    }
    return changed;
  }

  private void requireGoneOnFromOrRefused(Path checkpoints) throws Exception {
    if (isRead(checkpoints)) {
      Path model = checkpoints.resolveSibling("out");
      Fuzz.requireReadOrRefused(
          InSession.train(StoredFiles.training(checkpoints, model)),
          1,
          ExitCode.OK,
          ExitCode.USAGE,
          ExitCode.DATA,
          ExitCode.MODEL,
          ExitCode.DIVERGED);
    }
  }
}
