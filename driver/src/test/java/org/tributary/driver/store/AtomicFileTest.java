package org.tributary.driver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  private static final byte[] A = bytes("a");
  private static final byte[] B = bytes("b");
  private static final byte[] C = bytes("c");

  @TempDir private Path directory;
  private FileSystem fileSystem;
  private org.apache.hadoop.fs.Path file;

  @BeforeEach
  void open() throws IOException {
    fileSystem = FileSystem.getLocal(new Configuration());
    file = new org.apache.hadoop.fs.Path(directory.resolve("file").toString());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void fileIsReplacedIfItHasTheExpectedContent() throws IOException {
    assertThat(AtomicFile.replaceIf(fileSystem, file, A, B)).isFalse();
    assertThat(directory).isEmptyDirectory();
    AtomicFile.create(fileSystem, file, A);
    assertThat(AtomicFile.replaceIf(fileSystem, file, B, C)).isFalse();
    assertThat(AtomicFile.read(fileSystem, file)).isEqualTo(A);
    assertThat(AtomicFile.replaceIf(fileSystem, file, A, B)).isTrue();
    assertThat(AtomicFile.read(fileSystem, file)).isEqualTo(B);
    assertThat(directory.toFile().list()).hasSize(1);
  }

  @Test
  void ofManyThatReplaceAtTheSameTimeNoneIsLost() throws Exception {
    Replacements.requireNoneIsLost(fileSystem, new org.apache.hadoop.fs.Path(directory.toString()));
  }

  @Test
  void attemptOfAProcessThatWasKilledIsDeleted() throws IOException {
    AtomicFile.create(fileSystem, file, A);
    Path left = directory.resolve(".file.0123abcd.attempt" + AtomicFile.TEMPORARY);
    Path other = directory.resolve(".file.0123abcd" + AtomicFile.TEMPORARY);
    Files.write(left, C);
    Files.write(other, C);
    assertThat(AtomicFile.replaceIf(fileSystem, file, A, B)).isTrue();
    assertThat(left).doesNotExist();
    assertThat(other).exists();
  }

  /**
   * A directory whose user is frozen before its first rename to the file, while something happens.
   */
  private record Freezing(LocalDirectory local, AtomicReference<Runnable> meanwhile)
      implements RenamedFile.RenamingDirectory {
    @Override
    public void write(String name, byte[] content) throws IOException {
      local.write(name, content);
    }

    @Override
    public Optional<byte[]> read(String name) throws IOException {
      return local.read(name);
    }

    @Override
    public List<String> names() throws IOException {
      return local.names();
    }

    @Override
    public void delete(String name) throws IOException {
      local.delete(name);
    }

    @Override
    public boolean moveIfAbsent(String name, String to) throws IOException {
      return local.moveIfAbsent(name, to);
    }

    @Override
    public boolean moveOver(String name, String to) throws IOException {
      if (to.equals("file")) {
        meanwhile.getAndSet(() -> {}).run();
      }
      return local.moveOver(name, to);
    }
  }

  private boolean replacesAAfter(Runnable meanwhile) throws IOException {
    AtomicFile.create(fileSystem, file, A);
    Freezing freezing =
        new Freezing(new LocalDirectory(directory), new AtomicReference<>(meanwhile));
    return new RenamedFile(freezing, "file").replaceIf(A, B);
  }

  @Test
  void processThatWasFrozenBeforeItsRenameDoesNotOverwriteWhatCameMeanwhile() throws IOException {
    boolean replaced = replacesAAfter(() -> assertThat(replaces(A, C)).isTrue());
    assertThat(replaced).isFalse();
    assertThat(AtomicFile.read(fileSystem, file)).isEqualTo(C);
    assertThat(directory.toFile().list()).hasSize(1);
  }

  @Test
  void processWhoseAttemptWasDeletedTriesAgain() throws IOException {
    boolean replaced = replacesAAfter(() -> assertThat(replaces(C, A)).isFalse());
    assertThat(replaced).isTrue();
    assertThat(AtomicFile.read(fileSystem, file)).isEqualTo(B);
  }

  private boolean replaces(byte[] expected, byte[] content) {
    try {
      return AtomicFile.replaceIf(fileSystem, file, expected, content);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void fileThatIsNotThereIsEmpty() throws IOException {
    assertThat(AtomicFile.readIfThere(fileSystem, file)).isEmpty();
    assertThatThrownBy(() -> AtomicFile.read(fileSystem, file)).isInstanceOf(IOException.class);
  }
}
