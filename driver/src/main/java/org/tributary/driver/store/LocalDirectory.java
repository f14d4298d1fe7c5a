package org.tributary.driver.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A directory of a local disk. A file appears under a name of its own by a hard link. */
final class LocalDirectory implements RenamedFile.RenamingDirectory {
  private final Path directory;

  LocalDirectory(Path directory) {
    this.directory = directory;
  }

  @Override
  public void write(String file, byte[] content) throws IOException {
    write(directory.resolve(file), content);
  }

  private static void write(Path file, byte[] content) throws IOException {
    boolean written = false;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      try {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
        written = true;
      } finally {
        if (!written) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  @Override
  public Optional<byte[]> read(String file) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(directory.resolve(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Override
  public void delete(String file) throws IOException {
    Files.deleteIfExists(directory.resolve(file));
  }

  @Override
  public boolean moveIfAbsent(String file, String to) throws IOException {
    try {
      Files.createLink(directory.resolve(to), directory.resolve(file));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException | FileSystemException e) {
      return writeWithoutLinks(directory.resolve(to), Files.readAllBytes(directory.resolve(file)));
    }
  }

  /** Some file systems have no links; there a reader may see a file that is not yet complete. */
  private static boolean writeWithoutLinks(Path to, byte[] content) throws IOException {
    try {
      write(to, content);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  @Override
  public boolean moveOver(String file, String to) throws IOException {
    try {
      Files.move(directory.resolve(file), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
