package org.tributary.core.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheTest {
  private static final String FILE = "libjffi-1.2.so";
  private static final Bundle BUNDLE =
      new Bundle("example", List.of(NativeLibrary.of("jni/x86_64-Linux/" + FILE)));

  @TempDir Path here;
  private Path root;

  @BeforeEach
  void makeRoot() throws Exception {
    root = Modes.directory(here.toRealPath().resolve("root"), 0700);
  }

  @Test
  void whatIsUnpackedIsWhatTheJarCarriesAndNobodyElseCanWriteToIt() throws Exception {
    Path directory = new Cache(root).unpack(BUNDLE);
    assertThat(directory.getParent()).isEqualTo(root);
    assertThat(directory.getFileName().toString()).matches("example-[0-9a-f]{8}");
    assertThat(directory.resolve(FILE)).hasBinaryContent(packed());
    assertThat(Access.of(directory).permissions()).isEqualTo("700");
    assertThat(Access.of(directory.resolve(FILE)).permissions()).isEqualTo("400");
    assertThat(namesIn(root))
        .containsExactlyInAnyOrder(".lock", directory.getFileName().toString());
  }

  @Test
  void whatIsThereIsUsedAgain() throws Exception {
    Path directory = new Cache(root).unpack(BUNDLE);
    Object before = key(directory.resolve(FILE));
    assertThat(new Cache(root).unpack(BUNDLE)).isEqualTo(directory);
    assertThat(key(directory.resolve(FILE))).isEqualTo(before);
  }

  @Test
  void anotherVersionHasAnotherDirectory() throws Exception {
    Map<String, Fingerprint> fingerprints = BUNDLE.fingerprints();
    Fingerprint other = new Fingerprint(fingerprints.get(FILE).size(), 1);
    assertThat(BUNDLE.directoryName(Map.of(FILE, other)))
        .isNotEqualTo(BUNDLE.directoryName(fingerprints));
  }

  private enum Plant {
    WRONG_CONTENT_OF_THE_RIGHT_SIZE {
      @Override
      void in(Path directory) throws IOException {
        byte[] content = packed();
        content[content.length / 2] ^= 1;
        overwrite(directory, content, 0400);
      }
    },
    TRUNCATED {
      @Override
      void in(Path directory) throws IOException {
        overwrite(directory, new byte[0], 0400);
      }
    },
    FILE_THAT_THE_GROUP_CAN_WRITE_TO {
      @Override
      void in(Path directory) throws IOException {
        Modes.set(directory.resolve(FILE), 0460);
      }
    },
    FILE_THAT_ALL_CAN_WRITE_TO {
      @Override
      void in(Path directory) throws IOException {
        Modes.set(directory.resolve(FILE), 0402);
      }
    },
    FILE_OF_ANOTHER_USER {
      @Override
      void in(Path directory) throws IOException {
        Modes.giveAway(directory.resolve(FILE));
      }
    },
    LINK_TO_THE_SAME_CONTENT {
      @Override
      void in(Path directory) throws IOException {
        Path elsewhere = directory.resolve("elsewhere");
        Files.move(directory.resolve(FILE), elsewhere);
        Files.createSymbolicLink(directory.resolve(FILE), elsewhere);
      }
    },
    DIRECTORY_IN_PLACE_OF_THE_FILE {
      @Override
      void in(Path directory) throws IOException {
        Files.delete(directory.resolve(FILE));
        Files.createDirectory(directory.resolve(FILE));
      }
    },
    NOTHING {
      @Override
      void in(Path directory) throws IOException {
        Files.delete(directory.resolve(FILE));
      }
    },
    DIRECTORY_THAT_ALL_CAN_WRITE_TO {
      @Override
      void in(Path directory) throws IOException {
        Modes.set(directory, 01777);
      }
    },
    DIRECTORY_OF_ANOTHER_USER {
      @Override
      void in(Path directory) throws IOException {
        Modes.giveAway(directory);
      }
    },
    LINK_TO_A_DIRECTORY {
      @Override
      void in(Path directory) throws IOException {
        Path elsewhere = directory.resolveSibling("elsewhere");
        Files.move(directory, elsewhere);
        Files.createSymbolicLink(directory, elsewhere);
      }
    },
    FILE_IN_PLACE_OF_THE_DIRECTORY {
      @Override
      void in(Path directory) throws IOException {
        Tree.deleteIfPossible(directory);
        Files.writeString(directory, "planted");
      }
    };

    abstract void in(Path directory) throws IOException;

    private static void overwrite(Path directory, byte[] content, int mode) throws IOException {
      Files.delete(directory.resolve(FILE));
      Modes.set(Files.write(directory.resolve(FILE), content), mode);
    }
  }

  @ParameterizedTest
  @EnumSource(Plant.class)
  void whatIsNotAsItShouldBeIsReplacedAndNotUsed(Plant plant) throws Exception {
    Path directory = new Cache(root).unpack(BUNDLE);
    plant.in(directory);
    assertThat(new Cache(root).unpack(BUNDLE)).isEqualTo(directory);
    Access.of(directory).requirePrivateDirectory();
    Access.of(directory.resolve(FILE)).requirePrivateFile();
    assertThat(Access.of(directory.resolve(FILE)).isOwn()).isTrue();
    assertThat(directory.resolve(FILE)).hasBinaryContent(packed());
    assertThat(namesIn(root)).noneMatch(name -> name.startsWith(".unpacking"));
  }

  @Test
  void whatAKilledProcessLeftOnItsWayIsRemoved() throws Exception {
    Path left = Modes.directory(root.resolve(".unpacking-123"), 0700);
    Files.writeString(left.resolve(FILE), "half of i");
    Path directory = new Cache(root).unpack(BUNDLE);
    assertThat(left).doesNotExist();
    assertThat(directory.resolve(FILE)).hasBinaryContent(packed());
  }

  @ParameterizedTest
  @ValueSource(ints = {0777, 01777, 0770, 0702})
  void aRootThatOthersCanWriteToIsRefused(int mode) throws Exception {
    Modes.set(root, mode);
    assertThatThrownBy(() -> new Cache(root))
        .isInstanceOf(UnsafePath.class)
        .hasMessageStartingWith(root + " is writable by others, with mode ");
  }

  @Test
  void aRootOfAnotherUserIsRefused() throws Exception {
    Modes.giveAway(root);
    assertThatThrownBy(() -> new Cache(root))
        .isInstanceOf(UnsafePath.class)
        .hasMessageStartingWith(root + " is owned by ");
  }

  @Test
  void aLibraryThatIsNotPackedIsToldAndNothingIsMade() throws Exception {
    Bundle bundle = new Bundle("none", List.of(NativeLibrary.of("no/such.so")));
    assertThatThrownBy(() -> new Cache(root).unpack(bundle))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage("no/such.so is not on the class path");
    assertThat(namesIn(root)).isEmpty();
  }

  private static byte[] packed() throws IOException {
    try (InputStream in = BUNDLE.libraries().get(0).open()) {
      return in.readAllBytes();
    }
  }

  private static Object key(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino");
  }

  private static List<String> namesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
