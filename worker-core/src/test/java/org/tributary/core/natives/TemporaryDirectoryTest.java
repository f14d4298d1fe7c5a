package org.tributary.core.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.core.JvmRun;

class TemporaryDirectoryTest {
  @TempDir Path here;
  private Path parent;

  @BeforeEach
  void makeParent() throws Exception {
    parent = Modes.directory(here.toRealPath().resolve("tmp"), 01777);
  }

  @Test
  void itIsRemovedAtTheEndOfTheJvm() {
    assertThat(directoryOf()).doesNotExist();
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void whatAKilledJvmLeftIsRemovedByTheNext() {
    Path left = directoryOf("-Dtest.killed=true");
    assertThat(left.resolve("file")).exists();
    directoryOf();
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void whatALivingJvmUsesIsLeftAlone() throws Exception {
    Path used = TemporaryDirectory.make(parent);
    directoryOf();
    assertThat(used.resolve(".in-use")).exists();
    Path another = TemporaryDirectory.make(parent);
    directoryOf();
    assertThat(used.resolve(".in-use")).exists();
    assertThat(another.resolve(".in-use")).exists();
    assertThat(Access.of(used).permissions()).isEqualTo("700");
  }

  @Test
  void whatIsNobodysLeftoverIsLeftAlone() throws Exception {
    Path foreignKind = Modes.directory(parent.resolve("tributary-natives-0-x"), 0700);
    Files.writeString(foreignKind.resolve("file"), "without a lock");
    Path open = Modes.directory(parent.resolve("tributary-natives-0-y"), 0777);
    Files.writeString(open.resolve(".in-use"), "");
    Path target = Modes.directory(here.toRealPath().resolve("target"), 0700);
    Files.writeString(target.resolve(".in-use"), "");
    Files.createSymbolicLink(parent.resolve("tributary-natives-0-z"), target);
    directoryOf();
    assertThat(foreignKind.resolve("file")).exists();
    assertThat(open.resolve(".in-use")).exists();
    assertThat(target.resolve(".in-use")).exists();
  }

  @Test
  void aParentInWhichOthersCanReplaceItIsRefused() throws Exception {
    Modes.set(parent, 0777);
    assertThatThrownBy(() -> TemporaryDirectory.make(parent)).isInstanceOf(UnsafePath.class);
    assertThat(parent).isEmptyDirectory();
  }

  /** Runs a JVM that makes a directory; returns the directory. */
  private Path directoryOf(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("-Dtest.parent=" + parent);
    return Path.of(JvmRun.of(FreshDirectoryMain.class, all, Map.of()).lines().get(0));
  }
}
