package org.tributary.driver.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.tributary.core.model.Fingerprint;
import org.tributary.core.model.Json;
import org.tributary.driver.store.FailingFileSystem;
import org.tributary.driver.store.FailingFileSystem.Failure;
import org.tributary.driver.train.TrainingState;

class CheckpointDirectoryTest {
  private static final Configuration LOCAL = new Configuration();

  /** A write makes some ten calls: fewer would mean that they are not counted. */
  private static final int FEWEST_CALLS = 7;

  @TempDir private Path disk;
  private final List<String> notices = new ArrayList<>();

  private CheckpointDirectory directory() {
    return CheckpointDirectory.open(disk.resolve("checkpoints").toString(), LOCAL);
  }

  private static void write(CheckpointDirectory directory, TrainingState state) throws IOException {
    directory.write(TestStates.RUN, state, OptionalDouble.of(0.5), () -> {});
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(disk.resolve("checkpoints"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private Path file(long rounds, String ending) throws IOException {
    return files().stream()
        .filter(
            file ->
                file.toString().contains("checkpoint-%012d".formatted(rounds))
                    && !file.getFileName().toString().startsWith(".")
                    && file.toString().endsWith(ending))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void latestCheckpointIsTheOneOfTheMostRounds() throws Exception {
    for (int epoch : List.of(9, 10, 2)) {
      write(directory(), TestStates.at(epoch));
    }
    Checkpoint latest = directory().latest(notices::add).checkpoint().orElseThrow();
    assertThat(latest.state()).isEqualTo(TestStates.at(10));
    assertThat(latest.run()).isEqualTo(TestStates.RUN);
    assertThat(latest.path()).endsWith("checkpoints/checkpoint-000000000010.json");
    assertThat(notices).isEmpty();
  }

  @Test
  void directoryWithoutCheckpointsHasNone() {
    assertThat(directory().latest(notices::add).checkpoint()).isEmpty();
  }

  @Test
  void damageOfAnyByteIsReportedInOneLineAndTheOneBeforeIsUsed() throws Exception {
    write(directory(), TestStates.at(1));
    write(directory(), TestStates.at(2));
    for (String ending : List.of(".json", "numbers.safetensors")) {
      Path file = file(2, ending);
      Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
      byte[] sound = Files.readAllBytes(file);
      for (int at = 0; at < sound.length; at += 7) {
        byte[] damaged = sound.clone();
        damaged[at] ^= 4;
        Files.write(file, damaged);
        assertPreviousIsUsed("%s with byte %d damaged".formatted(ending, at));
      }
      for (int length : List.of(0, 1, sound.length / 2, sound.length - 1)) {
        Files.write(file, Arrays.copyOf(sound, length));
        assertPreviousIsUsed("%s cut to %d bytes".formatted(ending, length));
      }
      Files.write(file, sound);
    }
    assertThat(directory().latest(notices::add).checkpoint().orElseThrow().state().epoch())
        .isEqualTo(2);
  }

  private void assertPreviousIsUsed(String how) {
    notices.clear();
    CheckpointDirectory.Latest latest = directory().latest(notices::add);
    assertThat(latest.checkpoint().orElseThrow().state()).as(how).isEqualTo(TestStates.at(1));
    assertThat(latest.damaged()).containsExactly(2L);
    assertThat(notices).hasSize(1);
    assertThat(notices.get(0))
        .startsWith("Cannot use checkpoint file:")
        .contains("checkpoint-000000000002.json: ")
        .endsWith("; going on from the one before it")
        .hasLineCount(1);
  }

  @Test
  void checkpointWithoutItsNumbersIsDamaged() throws Exception {
    write(directory(), TestStates.at(1));
    write(directory(), TestStates.at(2));
    Files.delete(file(2, "numbers.safetensors"));
    assertPreviousIsUsed("without numbers");
    assertThat(notices.get(0)).contains("numbers.safetensors is missing");
  }

  @Test
  void directoryOfDamagedCheckpointsAloneIsRefused() throws Exception {
    write(directory(), TestStates.at(1));
    Files.writeString(file(1, ".json"), "{");
    assertThatThrownBy(() -> directory().latest(notices::add))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(
            "Cannot resume from %s: none of its 1 checkpoints is sound; use --fresh to start over"
                .formatted(disk.resolve("checkpoints")));
  }

  @Test
  void newerFormatIsRefusedAndKept() throws Exception {
    write(directory(), TestStates.at(1));
    write(directory(), TestStates.at(2));
    Path manifest = file(2, ".json");
    var root = Json.parse(Files.readAllBytes(manifest));
    root.put("format", Manifest.FORMAT + 1).put("fingerprint", Fingerprint.BLANK);
    Files.write(manifest, Fingerprint.sign(Json.pretty(root)));
    directory().clean(notices::add);
    assertThatThrownBy(() -> directory().latest(notices::add))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(
            "format %d is newer than this Tributary reads (%d)"
                .formatted(Manifest.FORMAT + 1, Manifest.FORMAT));
    assertThat(file(2, "numbers.safetensors")).exists();
  }

  @Test
  void damagedCheckpointMakesRoomForTheNextOfItsRounds() throws Exception {
    write(directory(), TestStates.at(1));
    write(directory(), TestStates.at(2));
    Files.writeString(file(2, ".json"), "{");
    CheckpointDirectory directory = directory();
    directory.discard(directory.latest(notices::add));
    write(directory, TestStates.at(2));
    assertThat(directory.latest(notices::add).checkpoint().orElseThrow().state().epoch())
        .isEqualTo(2);
  }

  @Test
  void checkpointThatIsThereAlreadyStays() throws Exception {
    write(directory(), TestStates.at(1));
    byte[] first = Files.readAllBytes(file(1, ".json"));
    write(directory(), TestStates.at(1));
    assertThat(file(1, ".json")).hasBinaryContent(first);
    assertThat(files().stream().filter(file -> file.endsWith("numbers.safetensors"))).hasSize(1);
  }

  @Test
  void leftoversOfKilledRunsAreDeletedAndNothingElse() throws Exception {
    write(directory(), TestStates.at(1));
    List<Path> before = files();
    Path root = disk.resolve("checkpoints");
    Path own = Files.writeString(root.resolve("notes.txt"), "mine");
    Path attempt = Files.createDirectory(root.resolve("checkpoint-000000000009-0123abcd"));
    Files.writeString(attempt.resolve("numbers.safetensors"), "half");
    Files.writeString(root.resolve(".lease.json.0123abcd.tributary-tmp"), "half");
    directory().clean(notices::add);
    assertThat(files()).containsAll(before).contains(own).hasSize(before.size() + 1);
    assertThat(attempt).doesNotExist();
    assertThat(notices)
        .containsExactly(
            "Deleted the incomplete checkpoint file:%s of a run that was killed"
                .formatted(attempt));
  }

  @ParameterizedTest
  @EnumSource(value = Failure.class, mode = Mode.EXCLUDE, names = "INTRUDER")
  void failureAtAnyCallLeavesTheOldCheckpointOrTheNew(Failure how) throws Exception {
    int calls = attempt(Failure.BEFORE, 0, 0);
    assertThat(calls).isGreaterThan(FEWEST_CALLS);
    for (int at = 1; at <= calls; at++) {
      attempt(how, at, at);
    }
  }

  /** Writes a second checkpoint with a failure at one call; returns how many calls were made. */
  private int attempt(Failure how, int at, int number) throws Exception {
    Path root = disk.resolve("%s-%d".formatted(how, number));
    CheckpointDirectory sound = CheckpointDirectory.open(root.toString(), LOCAL);
    write(sound, TestStates.at(1));
    boolean written = true;
    try {
      write(
          CheckpointDirectory.open("failing://" + root, FailingFileSystem.configuration(how, at)),
          TestStates.at(2));
    } catch (IOException | CheckpointException e) {
      assertThat(at).as("an undisturbed write: %s", e).isPositive();
      written = false;
    }
    int calls = FailingFileSystem.callsOfLatest();
    sound.clean(line -> {});
    CheckpointDirectory.Latest latest = sound.latest(line -> {});
    int epoch = latest.checkpoint().orElseThrow().state().epoch();
    if (written) {
      assertThat(epoch).as("%s at call %d", how, at).isEqualTo(2);
    }
    sound.discard(latest);
    try (Stream<Path> left = Files.list(root)) {
      assertThat(left).as("%s at call %d", how, at).hasSize(epoch == 2 ? 4 : 2);
    }
    return calls;
  }

  @Test
  void checkpointsOfEveryFormatAreRead() throws Exception {
    Path stored = Path.of("src", "test", "resources", "data", "checkpoints");
    for (int format = 1; format <= Manifest.FORMAT; format++) {
      Path directory = stored.resolve("format-" + format);
      CheckpointDirectory read = CheckpointDirectory.open(directory.toString(), LOCAL);
      assertThat(read.list()).containsExactly(17L, 2L);
      assertThat(read.read(17).state()).isEqualTo(TestStates.withinTheFirstEpoch());
      assertThat(read.read(2).state()).isEqualTo(TestStates.at(2, 0.5, Optional.of(0.75)));
      assertThat(read.read(2).run()).isEqualTo(TestStates.RUN);
    }
    assertThat(notices).isEmpty();
  }

  @Test
  void manifestThatClaimsAFileOutsideOfTheDirectoryIsDamaged() throws Exception {
    write(directory(), TestStates.at(1));
    write(directory(), TestStates.at(2));
    Path manifest = file(2, ".json");
    var root = Json.parse(Files.readAllBytes(manifest));
    ((ObjectNode) root.get("numbers")).put("directory", "../../secret");
    root.put("fingerprint", Fingerprint.BLANK);
    Files.write(manifest, Fingerprint.sign(Json.pretty(root)));
    assertPreviousIsUsed("with a directory elsewhere");
    assertThat(new String(Files.readAllBytes(manifest), StandardCharsets.UTF_8)).contains("secret");
  }
}
