package org.tributary.driver.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.model.Model;
import org.tributary.driver.spec.OutputSpec.Existing;
import org.tributary.driver.store.ProcessIdentity.Liveness;

/** Leftovers of killed runs next to a model, and their removal by the next run. */
class LeftoversTest {
  private static final Configuration LOCAL = new Configuration();
  private static final Model OLD = TinyModels.line(1);
  private static final Instant LONG_AGO = Instant.ofEpochSecond(1_000_000_000);

  @TempDir private Path disk;

  private String model() {
    return disk.resolve("model").toString();
  }

  private void nextRun() {
    ModelStore.requireWritable(model(), Existing.REPLACE, List.of(), LOCAL);
  }

  private static ProcessIdentity ended() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    return new ProcessIdentity(process.pid(), 0, ProcessIdentity.current().place());
  }

  private static ProcessIdentity elsewhere() {
    return new ProcessIdentity(1, 1700000000000L, "another-machine_4026531836");
  }

  private Path left(ProcessIdentity owner, StagingName.Role role) throws IOException {
    String name = new StagingName("model", "0a1b2c3d", owner, role).toString();
    Path directory = Files.createDirectory(disk.resolve(name));
    Files.writeString(directory.resolve("weights.safetensors"), "half of them");
    return directory;
  }

  @ParameterizedTest
  @ValueSource(strings = {"NEW", "OLD"})
  void whatAnEndedProcessOwnedIsDeleted(StagingName.Role role) throws Exception {
    ModelStore.save(OLD, model(), Existing.REFUSE, LOCAL);
    Path left = left(ended(), role);
    nextRun();
    assertThat(left).doesNotExist();
    assertThat(ModelStore.load(model(), LOCAL)).isEqualTo(OLD);
  }

  @Test
  void aModelWhoseReplacementWasKilledIsBackInItsPlace() throws Exception {
    ModelStore.save(OLD, model(), Existing.REFUSE, LOCAL);
    ProcessIdentity dead = ended();
    String aside = new StagingName("model", "0a1b2c3d", dead, StagingName.Role.OLD).toString();
    Files.move(Path.of(model()), disk.resolve(aside));
    Path fresh = left(dead, StagingName.Role.NEW);
    nextRun();
    assertThat(ModelStore.load(model(), LOCAL)).isEqualTo(OLD);
    assertThat(fresh).doesNotExist();
    assertThat(disk.resolve(aside)).doesNotExist();
  }

  @Test
  void whatARunningProcessOwnsStays() throws Exception {
    Path left = left(ProcessIdentity.current(), StagingName.Role.NEW);
    Files.setLastModifiedTime(left.resolve("weights.safetensors"), FileTime.from(LONG_AGO));
    nextRun();
    assertThat(left).isNotEmptyDirectory();
  }

  @Test
  void whatAnotherMachineWroteLatelyStays() throws Exception {
    Path left = left(elsewhere(), StagingName.Role.NEW);
    nextRun();
    assertThat(left).isNotEmptyDirectory();
  }

  @Test
  void whatAnotherMachineHasNotTouchedForADayIsDeleted() throws Exception {
    Path left = left(elsewhere(), StagingName.Role.NEW);
    Files.setLastModifiedTime(left.resolve("weights.safetensors"), FileTime.from(LONG_AGO));
    nextRun();
    assertThat(left).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".model.backup.new",
        ".model.old",
        ".model.0a1b2c3d.old",
        ".other.0a1b2c3d-77-0-host.new",
        "model.0a1b2c3d-77-0-host.new"
      })
  void whatHasAnotherNameIsTheUsers(String name) throws IOException {
    Path precious = Files.createDirectory(disk.resolve(name)).resolve("precious.txt");
    Files.writeString(precious, "years of work");
    nextRun();
    assertThat(precious).hasContent("years of work");
  }

  @Test
  void aNumberThatWasGivenAgainIsAnotherProcess() {
    ProcessIdentity self = ProcessIdentity.current();
    assertThat(self.liveness()).isEqualTo(Liveness.RUNS);
    assertThat(self.started()).isPositive();
    ProcessIdentity before = new ProcessIdentity(self.pid(), self.started() - 60_000, self.place());
    assertThat(before.liveness()).isEqualTo(Liveness.ENDED);
    assertThat(elsewhere().liveness()).isEqualTo(Liveness.ELSEWHERE);
  }

  @Test
  void aNameReadsBack() {
    StagingName name = StagingName.fresh("a model.v2");
    assertThat(StagingName.parse("a model.v2", name.toString())).contains(name);
    StagingName old = name.as(StagingName.Role.OLD);
    assertThat(StagingName.parse("a model.v2", old.toString())).contains(old);
  }

  @Test
  void nothingIsLeftByARunThatEnds() throws IOException {
    ModelStore.save(OLD, model(), Existing.REFUSE, LOCAL);
    nextRun();
    try (Stream<Path> files = Files.list(disk)) {
      assertThat(files).containsExactly(Path.of(model()));
    }
  }
}
