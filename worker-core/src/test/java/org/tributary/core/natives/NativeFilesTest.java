package org.tributary.core.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeFilesTest {
  private static final String FILE = "libjffi-1.2.so";
  private static final Bundle BUNDLE =
      new Bundle("example", List.of(NativeLibrary.of("jni/x86_64-Linux/" + FILE)));

  @TempDir Path here;
  private Path open;

  @BeforeEach
  void leadThereWithoutLinks() throws Exception {
    here = here.toRealPath();
    open = Modes.directory(here.resolve("open"), 0777);
  }

  @Test
  void theFirstSafePlaceIsTaken() throws Exception {
    Path tmp = Modes.directory(here.resolve("tmp"), 01777);
    // A file where a directory should be stops root, too, whom no permission stops.
    Path noDirectory = Files.writeString(here.resolve("file"), "");
    NativeFiles files =
        new NativeFiles(
            List.of(
                kept(open.resolve("cache")),
                kept(noDirectory.resolve("cache")),
                new Place.Fresh(tmp)));
    Path directory = files.unpack(BUNDLE);
    assertThat(directory.resolve(FILE)).exists();
    assertThat(directory.getParent().getParent()).isEqualTo(tmp);
    assertThat(open).isEmptyDirectory();
    assertThat(files.unpack(BUNDLE)).isEqualTo(directory);
  }

  @Test
  void withoutASafePlaceEveryReasonIsTold() {
    NativeFiles files =
        new NativeFiles(List.of(kept(open.resolve("cache")), new Place.Fresh(open)));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> files.unpack(BUNDLE))
          .isInstanceOf(UnsafePath.class)
          .hasMessageStartingWith("no directory is safe to unpack native libraries to: " + open)
          .hasMessageContaining("; a new directory in " + open + ": " + open + " is writable")
          .hasMessageNotContaining("\n");
    }
    assertThat(open).isEmptyDirectory();
  }

  @Test
  void aPlaceThatMustBeThereIsNotMade() {
    Path missing = here.resolve("missing");
    assertThatThrownBy(() -> NativeFiles.in("the place", missing).unpack(BUNDLE))
        .isInstanceOf(UnsafePath.class)
        .hasMessageContaining("the place: NoSuchFileException: " + missing);
    assertThat(missing).doesNotExist();
  }

  @Test
  void aFileThatOthersCanReplaceIsRefused() throws Exception {
    Path own = Modes.directory(here.resolve("own"), 0755);
    Path file = Modes.set(Files.writeString(own.resolve("a.so"), ""), 0644);
    assertThat(NativeFiles.checked(file)).isEqualTo(file);
    Modes.set(own, 01777);
    assertThatThrownBy(() -> NativeFiles.checked(file)).isInstanceOf(UnsafePath.class);
    Modes.set(own, 0755);
    Modes.set(file, 0664);
    assertThatThrownBy(() -> NativeFiles.checked(file)).isInstanceOf(UnsafePath.class);
  }

  private static Place kept(Path directory) {
    return new Place.Kept(directory.toString(), directory);
  }
}
