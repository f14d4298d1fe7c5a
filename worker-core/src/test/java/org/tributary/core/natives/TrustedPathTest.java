package org.tributary.core.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedPathTest {
  @TempDir Path here;

  @BeforeEach
  void leadThereWithoutLinks() throws Exception {
    here = here.toRealPath();
  }

  @Test
  void aPathOfOneselfIsItself() throws Exception {
    Path directory = Modes.directory(here.resolve("own"), 0755);
    assertThat(TrustedPath.of(directory)).isEqualTo(directory);
    assertThat(TrustedPath.of(here.resolve("./own/../own"))).isEqualTo(directory);
  }

  @Test
  void aMissingPathIsMissing() {
    Path missing = here.resolve("missing");
    assertThatThrownBy(() -> TrustedPath.of(missing)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> TrustedPath.ofDirectory(missing))
        .isInstanceOf(NoSuchFileException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0777, 0775, 0770, 0757, 0702, 0720})
  void aParentThatOthersCanWriteToIsRefused(int mode) throws Exception {
    Path open = Modes.directory(here.resolve("open"), mode);
    Path inside = Modes.directory(open.resolve("inside"), 0700);
    assertThatThrownBy(() -> TrustedPath.of(inside))
        .isInstanceOf(UnsafePath.class)
        .hasMessage(
            "%s is writable by others, with mode %o (expected: neither by group nor by others, or"
                    .formatted(open, mode)
                + " with the sticky bit); chmod go-w "
                + open);
    assertThatThrownBy(() -> TrustedPath.ofMadeDirectory(open.resolve("new")))
        .isInstanceOf(UnsafePath.class);
    assertThat(open.resolve("new")).doesNotExist();
  }

  @Test
  void aParentWithTheStickyBitIsTrusted() throws Exception {
    Path inside = Modes.directory(here.resolve("open"), 01777).resolve("inside");
    assertThat(TrustedPath.ofMadeDirectory(inside)).isEqualTo(inside);
  }

  @Test
  void missingDirectoriesAreMadeForTheUserAlone() throws Exception {
    Path made = here.resolve("a/b");
    assertThat(TrustedPath.ofMadeDirectory(made)).isEqualTo(made);
    assertThat(Access.of(made).permissions()).isEqualTo("700");
    assertThat(Access.of(made.getParent()).permissions()).isEqualTo("700");
  }

  @Test
  void linksOfOneselfAreFollowedButNotInPlaceOfTheDirectory() throws Exception {
    Path target = Modes.directory(here.resolve("target"), 0700);
    Path inside = Modes.directory(target.resolve("inside"), 0700);
    Path link = Files.createSymbolicLink(here.resolve("link"), Path.of("target"));
    assertThat(TrustedPath.of(link)).isEqualTo(target);
    assertThat(TrustedPath.ofDirectory(link.resolve("inside"))).isEqualTo(inside);
    assertThatThrownBy(() -> TrustedPath.ofDirectory(link))
        .isInstanceOf(UnsafePath.class)
        .hasMessage(link + " is a symbolic link (expected: a directory)");
    assertThatThrownBy(() -> TrustedPath.ofMadeDirectory(link)).isInstanceOf(UnsafePath.class);
  }

  @Test
  void aLinkIntoAnOpenDirectoryIsRefused() throws Exception {
    Path open = Modes.directory(here.resolve("open"), 0777);
    Modes.directory(open.resolve("inside"), 0700);
    Path link = Files.createSymbolicLink(here.resolve("link"), open.resolve("inside"));
    assertThatThrownBy(() -> TrustedPath.of(link)).isInstanceOf(UnsafePath.class);
  }

  @Test
  void linksInACircleAreRefused() throws Exception {
    Path link = Files.createSymbolicLink(here.resolve("a"), Path.of("b"));
    Files.createSymbolicLink(here.resolve("b"), Path.of("a"));
    assertThatThrownBy(() -> TrustedPath.of(link)).isInstanceOf(FileSystemLoopException.class);
  }

  @Test
  void aDirectoryOfAnotherUserIsRefused() throws Exception {
    Path foreign = Modes.giveAway(Modes.directory(here.resolve("foreign"), 0755));
    assertThatThrownBy(() -> TrustedPath.ofMadeDirectory(foreign.resolve("inside")))
        .isInstanceOf(UnsafePath.class)
        .hasMessageStartingWith(foreign + " is owned by ");
  }

  @Test
  void aLinkOfAnotherUserIsRefused() throws Exception {
    Path target = Modes.directory(here.resolve("target"), 0700);
    Path link = Modes.giveAway(Files.createSymbolicLink(here.resolve("link"), target));
    assertThatThrownBy(() -> TrustedPath.of(link))
        .isInstanceOf(UnsafePath.class)
        .hasMessageStartingWith(link + " is owned by ");
  }

  @Test
  void aSearchPathIsOutOfReachIfNobodyElseCanMakeIt() throws Exception {
    NativeFiles.requireOutOfReach(here.resolve("missing/deep"));
    NativeFiles.requireOutOfReach(Modes.directory(here.resolve("own"), 0755));
    Path sticky = Modes.directory(here.resolve("open"), 01777);
    for (Path reachable : new Path[] {sticky, sticky.resolve("missing/deep")}) {
      assertThatThrownBy(() -> NativeFiles.requireOutOfReach(reachable))
          .isInstanceOf(UnsafePath.class)
          .hasMessageStartingWith(sticky + " is writable by others");
    }
  }
}
