package org.tributary.driver.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.core.model.CurrentVersion;
import org.tributary.core.model.ModelException;
import org.tributary.driver.spec.OutputSpec.Existing;
import org.tributary.driver.store.FailingFileSystem;
import org.tributary.driver.store.KeptLease;
import org.tributary.driver.store.LeaseHeld;
import org.tributary.driver.store.ModelStore;
import org.tributary.driver.store.TinyModels;

class ModelRegistryTest {
  private static final Configuration LOCAL = new Configuration();
  private static final List<String> NOTICES = new ArrayList<>();
  private static final Consumer<String> QUIET = NOTICES::add;

  @TempDir private Path directory;

  private String name() {
    return directory.resolve("models").toString();
  }

  private static VersionRecord record(String run, double value) {
    return new VersionRecord(Instant.EPOCH, run, "r2", value);
  }

  /** Returns a registry of some versions, y = i x, each promoted. */
  private ModelRegistry registry(int versions) {
    ModelRegistry registry = ModelRegistry.openOrCreate(name(), LOCAL);
    for (int i = 1; i <= versions; i++) {
      registry.add(
          registry.next(),
          TinyModels.line(i),
          record("run" + i, i / 10.0),
          Map.of("profile", new byte[] {1}));
      assertThat(registry.promote(i, i - 1, "run" + i, QUIET)).isTrue();
    }
    return registry;
  }

  private static List<Version.State> states(ModelRegistry registry) {
    return registry.versions().stream().map(Version::state).toList();
  }

  @Test
  void versionsAreListedWithTheirStates() {
    ModelRegistry registry = registry(2);
    registry.add(3, TinyModels.line(9), record("run3", Double.NaN), Map.of());
    assertThat(states(registry))
        .containsExactly(Version.State.EARLIER, Version.State.CURRENT, Version.State.CANDIDATE);
    assertThat(registry.versions().get(2).about().details()).contains(record("run3", Double.NaN));
    assertThat(registry.ofRun("run2")).contains(2);
    assertThat(registry.ofRun("run9")).isEmpty();
    assertThat(registry.file(1, "profile")).hasValue(new byte[] {1});
    assertThat(registry.file(3, "profile")).isEmpty();
  }

  @Test
  void ofTwoThatChangeTheVersionThatTheyHaveReadOneSucceeds() {
    ModelRegistry registry = registry(2);
    CurrentFile first = new CurrentFile(RegistryFiles.at(name(), LOCAL));
    CurrentFile second = new CurrentFile(RegistryFiles.at(name(), LOCAL));
    CurrentFile.Read read = first.read();
    assertThat(second.change(second.read(), 1, "")).isTrue();
    assertThat(first.change(read, 2, "run3")).isFalse();
    assertThat(registry.current().map(CurrentVersion::version)).contains(1);
  }

  @Test
  void controlCharactersOfADamagedFileAreShownOnOneLine() throws IOException {
    ModelRegistry registry = registry(1);
    Path file = directory.resolve("models/current.json");
    Files.writeString(
        file, Files.readString(file).replaceFirst("\"at\": \"[^\"]*", "\"at\": \"a\\\\nb"));
    assertThatThrownBy(registry::current)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("at is \"a\\nb\" (expected a time");
  }

  @Test
  void everyReaderOfModelsTakesTheRegistry() {
    ModelRegistry registry = registry(2);
    assertThat(ModelStore.load(name(), LOCAL)).isEqualTo(TinyModels.line(2));
    registry.makeCurrent(1, QUIET);
    assertThat(ModelStore.load(name(), LOCAL)).isEqualTo(TinyModels.line(1));
    assertThat(ModelStore.load(registry.path(2), LOCAL)).isEqualTo(TinyModels.line(2));
  }

  @Test
  void aVersionIsNeverOverwritten() {
    ModelRegistry registry = registry(1);
    assertThatThrownBy(() -> registry.add(1, TinyModels.line(7), record("other", 1), Map.of()))
        .isInstanceOf(ModelException.class);
    assertThatThrownBy(
            () -> ModelStore.requireWritable(registry.path(1), Existing.REPLACE, List.of(), LOCAL))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("which is a registry of models");
    assertThat(registry.load(1)).isEqualTo(TinyModels.line(1));
  }

  @Test
  void theNumberOfADeletedVersionIsNotGivenAgain() throws IOException {
    ModelRegistry registry = registry(3);
    delete(3);
    assertThat(registry.next()).isEqualTo(4);
  }

  @Test
  void aPromotionExpectsTheVersionThatWasCompared() {
    ModelRegistry registry = registry(2);
    registry.add(3, TinyModels.line(3), record("run3", 1), Map.of());
    registry.makeCurrent(1, QUIET);
    assertThat(registry.promote(3, 2, "run3", QUIET)).isFalse();
    assertThat(registry.current().map(CurrentVersion::version)).contains(1);
    assertThat(registry.promote(3, 1, "run3", QUIET)).isTrue();
    assertThat(registry.current().map(CurrentVersion::version)).contains(3);
  }

  @Test
  void rollingBackGoesFromVersionToVersionToTheFirst() {
    ModelRegistry registry = registry(3);
    registry.makeCurrent(registry.earlier(), QUIET);
    assertThat(registry.current().map(CurrentVersion::version)).contains(2);
    registry.makeCurrent(registry.earlier(), QUIET);
    assertThat(registry.current().map(CurrentVersion::version)).contains(1);
    assertThatThrownBy(registry::earlier)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no version before its current one was current");
  }

  @Test
  void rollingBackPassesOverDeletedVersionsAndCandidates() throws IOException {
    ModelRegistry registry = registry(2);
    registry.add(3, TinyModels.line(3), record("run3", 1), Map.of());
    registry.add(4, TinyModels.line(4), record("run4", 1), Map.of());
    registry.promote(4, 2, "run4", QUIET);
    delete(2);
    assertThat(registry.earlier()).isEqualTo(1);
  }

  @Test
  void onlyAVersionThatCanBeReadBecomesCurrent() throws IOException {
    ModelRegistry registry = registry(2);
    assertThatThrownBy(() -> registry.makeCurrent(7, QUIET))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("it is not there (versions: 1, 2)");
    Files.writeString(Path.of(name(), "versions", "1", "model.json"), "{");
    assertThatThrownBy(() -> registry.makeCurrent(1, QUIET)).isInstanceOf(ModelException.class);
    assertThat(registry.current().map(CurrentVersion::version)).contains(2);
  }

  @Test
  void aDeletedCurrentVersionIsReportedAndRepaired() throws IOException {
    ModelRegistry registry = registry(2);
    delete(2);
    assertThatThrownBy(() -> registry.load(2))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("its current version 2 is not there (versions: 1)");
    assertThatThrownBy(() -> ModelStore.load(name(), LOCAL))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("its current version 2 is not there");
    registry.makeCurrent(1, QUIET);
    assertThat(ModelStore.load(name(), LOCAL)).isEqualTo(TinyModels.line(1));
  }

  @Test
  void aDamagedRecordIsListedAsSuch() throws IOException {
    ModelRegistry registry = registry(2);
    Files.delete(Path.of(name(), "versions", "1", ".version.json.crc"));
    Files.writeString(Path.of(name(), "versions", "1", "version.json"), "{}");
    assertThat(registry.versions().get(0).about().details()).isEmpty();
    assertThat(registry.versions().get(0).about().problem()).contains("format is missing");
    assertThat(registry.ofRun("run2")).contains(2);
  }

  @Test
  void whatIsNoRegistryIsRefused() throws IOException {
    assertThatThrownBy(() -> ModelRegistry.open(name(), LOCAL))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("it does not exist");
    ModelStore.save(TinyModels.line(1), name(), Existing.REFUSE, LOCAL);
    assertThatThrownBy(() -> ModelRegistry.open(name(), LOCAL))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("there is no _registry.json in it");
    assertThatThrownBy(() -> ModelRegistry.openOrCreate(name(), LOCAL))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("a directory with other files");
    Path file = Files.writeString(directory.resolve("file"), "");
    assertThatThrownBy(() -> ModelRegistry.openOrCreate(file.toString(), LOCAL))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("it is a file");
  }

  @Test
  void aRegistryOfANewerFormatIsRefused() throws IOException {
    registry(1);
    Files.writeString(Path.of(name(), CurrentVersion.MARKER), "{\"format\": 2}");
    assertThatThrownBy(() -> ModelRegistry.openOrCreate(name(), LOCAL))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("a newer Tributary wrote it");
  }

  @Test
  void oneProcessRetrainsAndOthersAreRefused() {
    ModelRegistry registry = registry(1);
    try (KeptLease held = registry.forRun(QUIET)) {
      held.requireHeld();
      assertThatThrownBy(() -> registry.forRun(QUIET))
          .isInstanceOf(LeaseHeld.class)
          .hasMessageContaining("name another retrain.registry");
      // Rolling back does not wait for a training.
      registry.add(2, TinyModels.line(2), record("run2", 1), Map.of());
      registry.makeCurrent(2, QUIET);
    }
    registry.forRun(QUIET).close();
  }

  @Test
  void aProcessThatDiesWhileItAddsAVersionLeavesTheOthers() {
    registry(1);
    int died = 0;
    for (int at = 1; at < 60; at++) {
      Configuration failing = FailingFileSystem.configuration(FailingFileSystem.Failure.DEATH, at);
      Optional<ModelException> failure = Optional.empty();
      int number = ModelRegistry.open(name(), LOCAL).next();
      try {
        ModelRegistry.open("failing://" + name(), failing)
            .add(number, TinyModels.line(5), record("late", 1), Map.of("profile", new byte[3]));
      } catch (ModelException e) {
        failure = Optional.of(e);
        died++;
      }
      ModelRegistry after = ModelRegistry.open(name(), LOCAL);
      assertThat(after.current().map(CurrentVersion::version)).contains(1);
      assertThat(ModelStore.load(name(), LOCAL)).isEqualTo(TinyModels.line(1));
      List<Integer> complete = new ArrayList<>(after.numbers());
      assertThat(complete).allSatisfy(each -> after.load(each));
      if (failure.isEmpty()) {
        assertThat(complete).contains(number);
      }
    }
    assertThat(died).isPositive();
  }

  private void delete(int version) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(name(), "versions", String.valueOf(version)))) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
