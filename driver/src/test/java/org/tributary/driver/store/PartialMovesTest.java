package org.tributary.driver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import org.tributary.driver.spec.OutputSpec.Existing;

/**
 * What a process leaves that is killed while an object store copies the files of a model to its
 * place. The scheme {@code failing} is the local disk, and not known to rename in one step.
 */
class PartialMovesTest {
  private static final Configuration STORE =
      FailingFileSystem.configuration(FailingFileSystem.Failure.BEFORE, 0);
  private static final Model OLD = TinyModels.line(1);
  private static final Model NEW = TinyModels.line(2);

  @TempDir private Path directory;

  private Path disk;

  @BeforeEach
  void makeDisk() throws IOException {
    disk = Files.createDirectory(directory.resolve("disk"));
  }

  private Path model() {
    return disk.resolve("model");
  }

  private String uri() {
    return "failing://" + model();
  }

  private static ProcessIdentity ended() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    return new ProcessIdentity(process.pid(), 0, ProcessIdentity.current().place());
  }

  private static ProcessIdentity elsewhere() {
    return new ProcessIdentity(17, 1700000000000L, "another-machine_4026531836");
  }

  /** Saves a model elsewhere, and moves it beside its path. */
  private Path saved(Model model, String name) throws IOException {
    Path elsewhere = Files.createTempDirectory(disk.getParent(), "saved").resolve("model");
    ModelStore.save(model, "failing://" + elsewhere, Existing.REFUSE, STORE);
    return Files.move(elsewhere, disk.resolve(name));
  }

  /** Saves a model under the hidden name of a process. */
  private Path hidden(Model model, ProcessIdentity owner, StagingName.Role role)
      throws IOException {
    return saved(model, new StagingName("model", "0a1b2c3d", owner, role).toString());
  }

  private void copy(Path from, String file) throws IOException {
    Files.createDirectories(model());
    Files.copy(from.resolve(file), model().resolve(file));
  }

  private List<Path> siblings() throws IOException {
    try (Stream<Path> files = Files.list(disk)) {
      return files.filter(file -> !file.equals(model())).toList();
    }
  }

  @ParameterizedTest
  @EnumSource(Existing.class)
  void partOfAModelIsNoModelAndWrittenAgain(Existing existing) throws Exception {
    Path fresh = hidden(NEW, ended(), StagingName.Role.NEW);
    copy(fresh, "weights.safetensors");
    copy(fresh, Marker.NAME);
    ModelStore.requireWritable(uri(), existing, List.of(), STORE);
    assertThat(model()).doesNotExist();
    ModelStore.save(NEW, uri(), existing, STORE);
    assertThat(ModelStore.load(uri(), STORE)).isEqualTo(NEW);
    assertThat(siblings()).isEmpty();
  }

  @Test
  void modelOfWhichOnlyAPartWasReplacedIsBack() throws Exception {
    ProcessIdentity dead = ended();
    hidden(OLD, dead, StagingName.Role.OLD);
    copy(hidden(NEW, dead, StagingName.Role.NEW), "model.json");
    ModelStore.requireWritable(uri(), Existing.REPLACE, List.of(), STORE);
    assertThat(ModelStore.load(uri(), STORE)).isEqualTo(OLD);
    assertThat(siblings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.json", "weights.safetensors", Marker.NAME})
  void modelOfWhichOnlyAPartWasMovedAsideStays(String file) throws Exception {
    Path aside = hidden(OLD, ended(), StagingName.Role.OLD);
    saved(OLD, "model");
    Files.delete(aside.resolve(file));
    ModelStore.requireWritable(uri(), Existing.REPLACE, List.of(), STORE);
    assertThat(ModelStore.load(uri(), STORE)).isEqualTo(OLD);
    assertThat(siblings()).isEmpty();
  }

  @Test
  void whatAProcessOfAnotherMachineMovesIsNotTouched() throws Exception {
    copy(hidden(NEW, elsewhere(), StagingName.Role.NEW), "weights.safetensors");
    assertThatThrownBy(() -> ModelStore.requireWritable(uri(), Existing.REPLACE, List.of(), STORE))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("process 17 of another-machine")
        .hasMessageContaining("is writing it, or was killed");
    assertThat(model().resolve("weights.safetensors")).exists();
    assertThat(siblings()).hasSize(1);
  }

  @Test
  void emptyDirectoryOfAnotherMachineIsDeletedBecauseItsTimeIsUnknown() throws Exception {
    String name =
        new StagingName("model", "0a1b2c3d", elsewhere(), StagingName.Role.NEW).toString();
    Files.createDirectory(disk.resolve(name));
    ModelStore.requireWritable(uri(), Existing.REFUSE, List.of(), STORE);
    assertThat(siblings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"weights.safetensors", "notes.txt"})
  void otherFilesThanThoseOfTheHiddenDirectoryAreTheUsers(String file) throws Exception {
    hidden(NEW, ended(), StagingName.Role.NEW);
    Files.createDirectory(model());
    Files.writeString(model().resolve(file), "years of work");
    assertThatThrownBy(() -> ModelStore.requireWritable(uri(), Existing.REPLACE, List.of(), STORE))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("Tributary did not write it");
    assertThat(model().resolve(file)).hasContent("years of work");
  }

  @Test
  void localDisksRenameInOneStepSoAPartIsTheUsers() throws Exception {
    copy(hidden(NEW, ended(), StagingName.Role.NEW), "weights.safetensors");
    Configuration local = new Configuration();
    String path = model().toString();
    assertThatThrownBy(() -> ModelStore.requireWritable(path, Existing.REPLACE, List.of(), local))
        .isInstanceOf(ModelException.class);
    assertThat(model().resolve("weights.safetensors")).exists();
  }
}
