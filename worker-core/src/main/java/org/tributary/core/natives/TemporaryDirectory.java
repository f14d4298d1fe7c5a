package org.tributary.core.natives;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A fresh directory for this JVM alone, which nobody can foresee, and which is removed at its end.
 *
 * <p>As long as the JVM lives it holds a lock on a file in there. A directory that nobody holds was
 * left by a JVM that was killed; the next one of the same user removes it.
 */
final class TemporaryDirectory {
  /** What the names begin with; this JVM's number follows. */
  static final String PREFIX = "tributary-natives-";

  private static final String LOCK = ".in-use";
  private static final int ATTEMPTS = 10;

  private TemporaryDirectory() {}

  /**
   * Makes one, after removing what killed JVMs left.
   *
   * @param parent may be writable by others, if it has the sticky bit
   * @return a path without links
   * @throws UnsafePath if another user can replace what is in {@code parent}
   */
  static Path make(Path parent) throws IOException {
    Path trusted = TrustedPath.of(parent);
    removeLeftovers(trusted);
    for (int i = 0; i < ATTEMPTS; i++) {
      Path directory = Files.createTempDirectory(trusted, ownPrefix());
      if (isClaimed(directory)) {
        removeAtEnd(directory);
        return directory;
      }
    }
    throw new IOException("other JVMs remove each directory in " + trusted + " at once");
  }

  private static String ownPrefix() {
    return PREFIX + ProcessHandle.current().pid() + "-";
  }

  /**
   * Locks a new directory. Until then another JVM may hold it for a leftover and remove it.
   *
   * <p>The channel is never closed, so the lock is given up by the end of the process.
   */
  @SuppressWarnings("resource")
  private static boolean isClaimed(Path directory) throws IOException {
    Path lock = directory.resolve(LOCK);
    try {
      FileChannel file =
          FileChannel.open(lock, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
      return file.tryLock() != null && Files.exists(lock, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static void removeAtEnd(Path directory) throws IOException {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> Tree.deleteIfPossible(directory)));
    } catch (IllegalStateException e) {
      Tree.deleteIfPossible(directory);
      throw new IOException("the JVM is about to end", e);
    }
  }

  private static void removeLeftovers(Path parent) throws IOException {
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path directory : directories) {
        // Closing a lock file of one's own process would give up its lock.
        if (!directory.getFileName().toString().startsWith(ownPrefix())) {
          removeIfLeftOver(directory);
        }
      }
    }
  }

  private static void removeIfLeftOver(Path directory) {
    try {
      Access access = Access.of(directory);
      if (!access.isOwn() || !access.isDirectory() || access.isWritableByOthers()) {
        return;
      }
      try (FileChannel lock =
          FileChannel.open(
              directory.resolve(LOCK),
              Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
        if (lock.tryLock() != null) {
          Tree.deleteIfPossible(directory);
        }
      } catch (NoSuchFileException e) {
        // Empty, or a directory that is not ours to remove: only the first is deleted.
        Files.delete(directory);
      }
    } catch (IOException | OverlappingFileLockException e) {
      // In use, or gone, or for the next one to remove.
    }
  }
}
