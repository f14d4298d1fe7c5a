package org.tributary.core.natives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;

/**
 * The temporary files of this JVM, as used by a library that unpacks itself with {@link
 * Files#createTempFile} and {@link Files#copy}. The process's umask then determines who may write
 * to the file.
 */
public final class TemporaryFiles {
  private TemporaryFiles() {}

  /**
   * Tries out whether another user can change or replace such a file before it is loaded.
   *
   * <p>Write access of the group is accepted if the group bears the user's name: where each user
   * has such a group to himself, a umask that lets it write is common.
   *
   * @throws UnsafePath if another user can
   * @throws IOException if no file can be made
   */
  public static void requireSafe() throws IOException {
    Path directory = Files.createTempDirectory("tributary-probe-");
    try {
      TrustedPath.of(directory);
      requireUmaskKeepsOthersOut(directory.resolve("file"));
    } catch (UnsafePath e) {
      throw new UnsafePath(
          e.getMessage()
              + ", or start the JVM with -Djava.io.tmpdir=DIRECTORY, one that only this user can"
              + " write to");
    } finally {
      Tree.deleteIfPossible(directory);
    }
  }

  private static void requireUmaskKeepsOthersOut(Path file) throws IOException {
    Files.createFile(file);
    Access access = Access.of(file);
    PosixFileAttributes names =
        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    boolean groupIsOwn = names.group().getName().equals(names.owner().getName());
    if (groupIsOwn ? access.isWritableByAll() : access.isWritableByOthers()) {
      throw new UnsafePath(
          ("new files of this process are writable by others, with mode %s (expected: neither by"
                  + " group nor by others); set the umask to 022")
              .formatted(access.permissions()));
    }
  }
}
