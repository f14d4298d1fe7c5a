package org.tributary.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FileFailureTest {
  @TempDir private Path directory;

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new AccessDeniedException("/x"), "permission denied: /x"),
        Arguments.of(new NoSuchFileException("/x"), "there is no file or directory /x"),
        Arguments.of(new NotDirectoryException("/x"), "/x is a file (expected a directory)"),
        Arguments.of(new FileAlreadyExistsException("/x"), "/x is there already"),
        Arguments.of(
            new DirectoryNotEmptyException("/x"),
            "/x is a directory with files (expected an empty one)"),
        Arguments.of(new FileSystemLoopException("/x"), "FileSystemLoopException: /x"),
        Arguments.of(
            new FileSystemException("/x", null, "Read-only file system"),
            "/x: Read-only file system"),
        Arguments.of(new IOException("it broke\nin two"), "it broke"),
        Arguments.of(new IOException(), "IOException"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void reasonIsOneLineThatTellsMoreThanThePath(IOException failure, String reason) {
    assertThat(FileFailure.reason(failure)).isEqualTo(reason);
  }

  @Test
  void directoryInPlaceOfAFileIsNamedAsOne() {
    Throwable failure = catchThrowable(() -> Files.readString(directory));
    assertThat(FileFailure.reason(failure)).containsIgnoringCase("is a directory");
  }
}
