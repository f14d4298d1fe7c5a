package org.tributary.core.natives;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * The owner and permissions of a file; of a symbolic link, those of the link itself.
 *
 * <p>Access control lists need no look of their own: what they let others do at most stands in the
 * permissions of the group.
 *
 * @param owner number of the user
 * @param mode type and permissions, as {@code stat} returns them
 * @param size in bytes
 */
record Access(Path path, long owner, int mode, long size) {
  private static final int TYPE = 0170000;
  private static final int LINK = 0120000;
  private static final int DIRECTORY = 0040000;
  private static final int REGULAR = 0100000;
  private static final int STICKY = 01000;
  private static final int ALL_WRITE = 002;
  private static final int OTHERS_WRITE = 022;
  private static final int PERMISSIONS = 07777;
  private static final long ROOT = 0;

  /** Initialisation-on-demand, because it loads a library of the JVM. */
  private static final class User {
    static final long ID = new UnixSystem().getUid();
  }

  /**
   * Reads what the file system says.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  static Access of(Path path) throws IOException {
    Map<String, Object> read =
        Files.readAttributes(path, "unix:uid,mode,size", LinkOption.NOFOLLOW_LINKS);
    return new Access(
        path,
        Integer.toUnsignedLong((Integer) read.get("uid")),
        (Integer) read.get("mode"),
        (Long) read.get("size"));
  }

  boolean isLink() {
    return (mode & TYPE) == LINK;
  }

  boolean isDirectory() {
    return (mode & TYPE) == DIRECTORY;
  }

  /** Returns whether it belongs to the user of this process. */
  boolean isOwn() {
    return owner == User.ID;
  }

  boolean isWritableByAll() {
    return (mode & ALL_WRITE) != 0;
  }

  /** Returns whether the group or all may write, whatever a sticky bit keeps them from. */
  boolean isWritableByOthers() {
    return (mode & OTHERS_WRITE) != 0;
  }

  /** Permissions in octal digits, as {@code chmod} takes them. */
  String permissions() {
    return "%03o".formatted(mode & PERMISSIONS);
  }

  /** Refuses what another user than this process's and root owns, who may change it at any time. */
  void requireTrustedOwner() throws IOException {
    if (!isOwn() && owner != ROOT) {
      throw new UnsafePath(
          "%s is owned by %s (expected: %s)"
              .formatted(
                  path,
                  Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName(),
                  User.ID == ROOT ? "root" : System.getProperty("user.name") + " or root"));
    }
  }

  /** Refuses a directory in which another user may rename or delete what is not his. */
  void requireKeepsEntries() throws UnsafePath {
    if (isDirectory() && isWritableByOthers() && (mode & STICKY) == 0) {
      throw new UnsafePath(
          "%s is writable by others, with mode %s (expected: neither by group nor by others, or"
                  .formatted(path, permissions())
              + " with the sticky bit); chmod go-w "
              + path);
    }
  }

  /** Refuses all but a directory that no other user may change. */
  void requirePrivateDirectory() throws IOException {
    requirePrivate(DIRECTORY, "directory");
  }

  /** Refuses all but a regular file that no other user may change. */
  void requirePrivateFile() throws IOException {
    requirePrivate(REGULAR, "regular file");
  }

  private void requirePrivate(int type, String expected) throws IOException {
    if ((mode & TYPE) != type) {
      throw new UnsafePath(
          "%s is %s (expected: a %s)"
              .formatted(path, isLink() ? "a symbolic link" : "of another type", expected));
    }
    requireTrustedOwner();
    if (isWritableByOthers()) {
      throw new UnsafePath(
          "%s is writable by others, with mode %s (expected: neither by group nor by others);"
                  .formatted(path, permissions())
              + " chmod go-w "
              + path);
    }
  }
}
