package org.tributary.driver.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import org.tributary.driver.spec.OutputSpec.Existing;
import org.tributary.driver.store.FailingFileSystem.Failure;

/** Saves go wrong at every call to the file system in turn. */
class InterruptedSaveTest {
  private static final Configuration LOCAL = new Configuration();
  private static final Model OLD = TinyModels.line(1);
  private static final Model NEW = TinyModels.line(2);

  /** A save makes some twenty calls: fewer would mean that they are not counted. */
  private static final int FEWEST_CALLS = 15;

  @TempDir private Path disk;

  /** Saves NEW with a failure at one call; returns whether the save says that it succeeded. */
  private boolean saves(Path path, Failure how, int at) {
    try {
      Configuration failing = FailingFileSystem.configuration(how, at);
      ModelStore.save(NEW, "failing://" + path, Existing.REPLACE, failing);
      return true;
    } catch (ModelException e) {
      assertThat(e).hasMessageStartingWith("Cannot write model to failing://" + path + ": ");
      return false;
    }
  }

  private static List<Path> siblings(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path.getParent())) {
      return files.filter(file -> !file.equals(path)).toList();
    }
  }

  /** Puts OLD where NEW is to be saved: a copy, for Hadoop starts a process for each file. */
  private Path withOld(int at) throws IOException {
    Path old = disk.resolve("old");
    if (Files.notExists(old)) {
      ModelStore.save(OLD, old.toString(), Existing.REFUSE, LOCAL);
    }
    Path path = directory(at);
    FileUtils.copyDirectory(old.toFile(), path.toFile());
    return path;
  }

  /** Returns how many calls an undisturbed save to a path makes. */
  private int calls(Path path) {
    assertThat(saves(path, Failure.BEFORE, 0)).isTrue();
    int calls = FailingFileSystem.callsOfLatest();
    assertThat(calls).isGreaterThan(FEWEST_CALLS);
    return calls;
  }

  private Path directory(int at) {
    return disk.resolve("call " + at).resolve("model");
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void withoutAFailureTheModelIsReplaced(Failure how) throws IOException {
    Path path = withOld(0);
    assertThat(saves(path, how, 0)).isTrue();
    assertThat(ModelStore.load(path.toString(), LOCAL)).isEqualTo(NEW);
    assertThat(siblings(path)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Failure.class,
      mode = Mode.EXCLUDE,
      names = {"DEATH", "INTRUDER"})
  void aFailureLeavesTheOldModelInItsPlace(Failure how) throws IOException {
    int calls = calls(withOld(0));
    int failed = 0;
    for (int at = 1; at <= calls; at++) {
      Path path = withOld(at);
      boolean saved = saves(path, how, at);
      failed += saved ? 0 : 1;
      assertThat(ModelStore.load(path.toString(), LOCAL))
          .as("%s at call %d, saved: %s", how, at, saved)
          .isEqualTo(saved ? NEW : OLD);
      // The new one is in place before the old one is deleted, which then may fail.
      assertThat(siblings(path))
          .as("%s at call %d", how, at)
          .allMatch(left -> saved && left.toString().endsWith(".old"));
    }
    assertThat(failed).isPositive();
  }

  @ParameterizedTest
  @EnumSource(
      value = Failure.class,
      mode = Mode.EXCLUDE,
      names = {"DEATH", "INTRUDER"})
  void aFailureLeavesNothingWhereNothingWas(Failure how) throws IOException {
    int calls = calls(directory(0));
    int failed = 0;
    for (int at = 1; at <= calls; at++) {
      Path path = directory(at);
      Files.createDirectories(path.getParent());
      if (saves(path, how, at)) {
        assertThat(ModelStore.load(path.toString(), LOCAL)).isEqualTo(NEW);
      } else {
        failed++;
        assertThat(path).as("%s at call %d", how, at).doesNotExist();
      }
      assertThat(siblings(path)).as("%s at call %d", how, at).isEmpty();
    }
    assertThat(failed).isPositive();
  }

  @Test
  void deathLeavesAWholeModelSomewhere() throws IOException {
    int calls = calls(withOld(0));
    int dead = 0;
    int movedAside = 0;
    for (int at = 1; at <= calls; at++) {
      Path path = withOld(at);
      boolean saved = saves(path, Failure.DEATH, at);
      dead += saved ? 0 : 1;
      if (Files.exists(path)) {
        assertThat(Model.read(path)).as("after death at call %d", at).isIn(OLD, NEW);
      } else {
        movedAside++;
        Optional<Path> aside =
            siblings(path).stream().filter(left -> left.toString().endsWith(".old")).findFirst();
        assertThat(aside).as("after death at call %d", at).isPresent();
        assertThat(Model.read(aside.get())).isEqualTo(OLD);
      }
      assertThat(siblings(path))
          .as("after death at call %d", at)
          .allMatch(left -> left.getFileName().toString().startsWith(".model."));
    }
    assertThat(dead).isPositive();
    assertThat(movedAside).as("deaths between the two renames").isPositive();
  }

  @ParameterizedTest
  @EnumSource(Existing.class)
  void aDirectoryThatAppearsIsNotWrittenInto(Existing existing) throws IOException {
    int calls = calls(directory(0));
    int intruders = 0;
    for (int at = 1; at <= calls; at++) {
      Path path = directory(at);
      Files.createDirectories(path.getParent());
      Configuration failing = FailingFileSystem.configuration(Failure.INTRUDER, at);
      try {
        ModelStore.save(NEW, "failing://" + path, existing, failing);
        assertThat(Model.read(path)).isEqualTo(NEW);
      } catch (ModelException e) {
        if (e.getMessage().contains("appeared while it was being written")) {
          intruders++;
          assertThat(path).isEmptyDirectory();
        }
        assertThat(siblings(path)).as("at call %d: %s", at, e.getMessage()).isEmpty();
      }
    }
    assertThat(intruders).isPositive();
  }
}
