package org.tributary.core.natives;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Paths of which no other user can replace a part.
 *
 * <p>Each directory from the root on, and each symbolic link on the way, must be owned by the user
 * of this process or by root, and no directory may be writable by group or others, unless it has
 * the sticky bit, by which others leave alone what is not theirs.
 */
final class TrustedPath {
  /** As many as Linux follows. */
  private static final int MOST_LINKS = 40;

  private TrustedPath() {}

  /**
   * Follows a path, links included.
   *
   * @return the same file by a path without links, which stays what it is
   * @throws UnsafePath if another user can replace a part of it
   * @throws NoSuchFileException if a part is missing
   */
  static Path of(Path path) throws IOException {
    return follow(path, Step.LAST_MAY_BE_LINK);
  }

  /**
   * Follows a path to a directory, which may not be a link itself.
   *
   * @return the same directory by a path without links
   * @throws UnsafePath if another user can replace a part of it
   * @throws NoSuchFileException if a part is missing
   */
  static Path ofDirectory(Path path) throws IOException {
    return follow(path, Step.LAST_IS_DIRECTORY);
  }

  /** As {@link #ofDirectory}, and makes those directories that are missing, for this user alone. */
  static Path ofMadeDirectory(Path path) throws IOException {
    return follow(path, Step.MISSING_IS_MADE);
  }

  private enum Step {
    LAST_MAY_BE_LINK,
    LAST_IS_DIRECTORY,
    MISSING_IS_MADE
  }

  private static Path follow(Path path, Step step) throws IOException {
    Deque<Path> ahead = new ArrayDeque<>();
    Path here = depart(path.toAbsolutePath(), path, ahead);
    Access.of(here).requireTrustedOwner();
    Access.of(here).requireKeepsEntries();
    int links = 0;
    while (!ahead.isEmpty()) {
      String name = ahead.pop().toString();
      if (name.equals("..")) {
        here = here.getParent() == null ? here : here.getParent();
      } else if (!name.isEmpty() && !name.equals(".")) {
        Access next = entry(here.resolve(name), step);
        next.requireTrustedOwner();
        if (!next.isLink()) {
          next.requireKeepsEntries();
          here = next.path();
        } else if (ahead.isEmpty() && step != Step.LAST_MAY_BE_LINK) {
          next.requirePrivateDirectory();
        } else if (++links > MOST_LINKS) {
          throw new FileSystemLoopException(path.toString());
        } else {
          here = depart(Files.readSymbolicLink(next.path()), here, ahead);
        }
      }
    }
    return here;
  }

  /** Puts the names of a path in front of those still ahead; returns where they start. */
  private static Path depart(Path path, Path here, Deque<Path> ahead) {
    for (int i = path.getNameCount() - 1; i >= 0; i--) {
      ahead.push(path.getName(i));
    }
    return path.isAbsolute() ? path.getRoot() : here;
  }

  private static Access entry(Path path, Step step) throws IOException {
    try {
      return Access.of(path);
    } catch (NoSuchFileException e) {
      if (step != Step.MISSING_IS_MADE) {
        throw e;
      }
    }
    try {
      Files.createDirectory(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      // Another process was faster; what it made is checked as everything else.
    }
    return Access.of(path);
  }
}
