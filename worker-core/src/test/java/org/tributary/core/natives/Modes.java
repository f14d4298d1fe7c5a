package org.tributary.core.natives;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Permissions and owners of files in tests. */
final class Modes {
  /** A user that is not this one, whoever that is. */
  private static final int NOBODY = 65534;

  private Modes() {}

  /** Makes a directory with a mode, whatever the umask. */
  static Path directory(Path path, int mode) throws IOException {
    return set(Files.createDirectory(path), mode);
  }

  static Path set(Path path, int mode) throws IOException {
    Files.setAttribute(path, "unix:mode", mode);
    return path;
  }

  /** Gives a file, or a link itself, to another user, which only root can. */
  static Path giveAway(Path path) throws IOException {
    assumeThat((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
        .as("only root can give files away")
        .isZero();
    Files.setAttribute(path, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    return path;
  }
}
