package org.tributary.driver.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;

/** Features of the local file system that Hadoop does not support: symbolic links and the umask. */
public final class LocalFiles {
  private static final Path PROCESS = Path.of("/proc/self/status");
  private static final String UMASK = "Umask:";

  private LocalFiles() {}

  /** Returns the local path of a Hadoop path; empty on other file systems. */
  public static Optional<Path> of(FileSystem fileSystem, org.apache.hadoop.fs.Path path) {
    return "file".equals(fileSystem.getUri().getScheme())
        ? Optional.of(Path.of(path.toUri().getPath()))
        : Optional.empty();
  }

  /**
   * Creates a directory and those above it, if they are not there. Hadoop does not tell why it
   * cannot create one on a local disk.
   */
  public static void createDirectories(FileSystem fileSystem, org.apache.hadoop.fs.Path directory)
      throws IOException {
    Optional<Path> local = of(fileSystem, directory);
    if (local.isEmpty()) {
      if (!fileSystem.mkdirs(directory)) {
        throw new IOException("cannot create " + directory);
      }
    } else if (!Files.isDirectory(local.get())) {
      Files.createDirectories(local.get());
    }
  }

  /** Returns a path with the symbolic links of its existing part resolved. */
  static Path withoutLinks(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      return absolute.toRealPath();
    } catch (NoSuchFileException e) {
      Path parent = absolute.getParent();
      return parent == null || Files.isSymbolicLink(absolute)
          ? absolute
          : withoutLinks(parent).resolve(absolute.getFileName());
    }
  }

  /** Applies the process's umask to a directory tree. Hadoop creates files with its own umask. */
  public static void applyUmask(Path root) throws IOException {
    if (!Files.getFileStore(root).supportsFileAttributeView("posix")) {
      return;
    }
    Set<PosixFilePermission> forbidden = umask();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            restrict(file, forbidden);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            restrict(directory, forbidden);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void restrict(Path path, Set<PosixFilePermission> forbidden) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
    if (permissions.removeAll(forbidden)) {
      Files.setPosixFilePermissions(path, permissions);
    }
  }

  /** Returns the permissions that the umask of this process forbids. */
  static Set<PosixFilePermission> umask() throws IOException {
    if (!Files.isReadable(PROCESS)) {
      return umaskOfNewDirectory();
    }
    try (Stream<String> lines = Files.lines(PROCESS)) {
      Optional<String> umask = lines.filter(line -> line.startsWith(UMASK)).findFirst();
      return umask.isPresent()
          ? permissions(Integer.parseInt(umask.get().substring(UMASK.length()).strip(), 8))
          : umaskOfNewDirectory();
    }
  }

  /** Determines the umask from the permissions of a new directory inside a private one. */
  private static Set<PosixFilePermission> umaskOfNewDirectory() throws IOException {
    Path probe = Files.createTempDirectory("tributary-umask");
    Path directory = Files.createDirectory(probe.resolve("directory"));
    try {
      Set<PosixFilePermission> forbidden = EnumSet.allOf(PosixFilePermission.class);
      forbidden.removeAll(Files.getPosixFilePermissions(directory));
      return forbidden;
    } finally {
      Files.delete(directory);
      Files.delete(probe);
    }
  }

  /** Returns the permissions of a mode; the constants have the order of its bits. */
  private static Set<PosixFilePermission> permissions(int mode) {
    PosixFilePermission[] all = PosixFilePermission.values();
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < all.length; i++) {
      if ((mode & (1 << (all.length - 1 - i))) != 0) {
        permissions.add(all[i]);
      }
    }
    return permissions;
  }
}
