package org.tributary.driver.store;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A small file of a file system that renames atomically: each call writes a temporary file and
 * moves it to the name.
 *
 * <p>No file system renames under a condition on the content of the target. But a rename fails if
 * its source is gone, so {@link #replaceIf} takes these steps:
 *
 * <ol>
 *   <li>write a temporary file, and rename it to an attempt of a unique name;
 *   <li>delete the attempts of all others;
 *   <li>compare the file with what is expected;
 *   <li>rename the attempt.
 * </ol>
 *
 * <p>Of two calls, let A be the one whose attempt was there first. The other, B, deletes it before
 * it compares. If A has renamed it before, B finds the content of A, and does nothing. Otherwise
 * the rename of A fails, however long A was frozen before it. So at most one call replaces a
 * content, and nothing that a killed process leaves can block the next.
 */
final class RenamedFile implements AtomicFile.Writing {
  private static final String ATTEMPT = ".attempt" + AtomicFile.TEMPORARY;

  /** Calls that meet delete the attempts of each other, and try again. */
  private static final int MOST_ATTEMPTS = 1000;

  private final RenamingDirectory directory;
  private final String name;

  RenamedFile(RenamingDirectory directory, String name) {
    this.directory = directory;
    this.name = name;
  }

  /** The files of a directory, of a file system that renames atomically. */
  interface RenamingDirectory {
    /** Writes a new file, and syncs it; a file that is not complete is deleted. */
    void write(String file, byte[] content) throws IOException;

    /** Returns the content of a file; empty if it is not there. */
    Optional<byte[]> read(String file) throws IOException;

    /** Returns the names of the files. */
    List<String> names() throws IOException;

    /** Deletes a file, if it is there. */
    void delete(String file) throws IOException;

    /** Gives a file another name, unless there is one of that name; returns whether it did. */
    boolean moveIfAbsent(String file, String to) throws IOException;

    /**
     * Gives a file another name, in place of one that has it; returns whether the file is there.
     */
    boolean moveOver(String file, String to) throws IOException;
  }

  @Override
  public boolean create(byte[] content) throws IOException {
    String temporary = temporary(AtomicFile.TEMPORARY);
    directory.write(temporary, content);
    try {
      return directory.moveIfAbsent(temporary, name);
    } finally {
      directory.delete(temporary);
    }
  }

  @Override
  public void replace(byte[] content) throws IOException {
    String temporary = temporary(AtomicFile.TEMPORARY);
    directory.write(temporary, content);
    try {
      if (!directory.moveOver(temporary, name)) {
        throw new IOException(temporary + " was deleted by another process; try again");
      }
    } finally {
      directory.delete(temporary);
    }
  }

  @Override
  public boolean replaceIf(byte[] expected, byte[] content) throws IOException {
    for (int i = 0; i < MOST_ATTEMPTS; i++) {
      String temporary = temporary(AtomicFile.TEMPORARY);
      String attempt = temporary(ATTEMPT);
      directory.write(temporary, content);
      try {
        // HDFS cannot write a file that others delete meanwhile.
        if (directory.moveOver(temporary, attempt)) {
          deleteAttemptsBut(attempt);
          if (!isThere(expected)) {
            return false;
          }
          if (directory.moveOver(attempt, name)) {
            return true;
          }
        }
      } finally {
        directory.delete(temporary);
        directory.delete(attempt);
      }
    }
    throw new IOException(
        "%s is replaced by other processes all the time; try again".formatted(name));
  }

  private boolean isThere(byte[] content) throws IOException {
    return directory.read(name).filter(found -> Arrays.equals(found, content)).isPresent();
  }

  private void deleteAttemptsBut(String own) throws IOException {
    for (String file : directory.names()) {
      boolean attempt = file.startsWith("." + name + ".") && file.endsWith(ATTEMPT);
      if (attempt && !file.equals(own)) {
        directory.delete(file);
      }
    }
  }

  private String temporary(String end) {
    return "." + name + "." + UUID.randomUUID().toString().substring(0, 8) + end;
  }
}
