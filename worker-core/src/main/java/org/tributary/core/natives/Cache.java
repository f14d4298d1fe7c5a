package org.tributary.core.natives;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/**
 * A directory of unpacked libraries, used again by later runs: {@code ROOT/NAME-VERSION/FILE}.
 *
 * <p>A bundle is unpacked beside its place and renamed into it, so it is there as a whole or not at
 * all. One process at a time unpacks, which holds a lock on a file; what it leaves behind when it
 * is killed is removed by the next one. A bundle that is as it should be is only read, so the
 * directory need not be writable then.
 */
final class Cache {
  private static final String LOCK = ".lock";
  private static final String UNFINISHED = ".unpacking-";

  private static final FileAttribute<?> OWNER_READS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--------"));
  private static final FileAttribute<?> OWNER_READS_AND_WRITES =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path root;

  /**
   * Uses a directory that exists.
   *
   * @param root without links, as {@link TrustedPath} returns it
   * @throws UnsafePath if another user may write to it
   */
  Cache(Path root) throws IOException {
    Access.of(root).requirePrivateDirectory();
    this.root = root;
  }

  /**
   * Returns the directory of a bundle, unpacked now or before, with all files checked.
   *
   * @throws IOException if it is not there and cannot be unpacked
   */
  Path unpack(Bundle bundle) throws IOException {
    Map<String, Fingerprint> wanted = bundle.fingerprints();
    Path directory = root.resolve(bundle.directoryName(wanted));
    if (!holds(directory, wanted)) {
      try (FileChannel file =
          FileChannel.open(
              root.resolve(LOCK),
              Set.of(
                  StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
              OWNER_READS_AND_WRITES)) {
        lockUntilClosed(file);
        // Another process may have unpacked while this one waited.
        if (!holds(directory, wanted)) {
          replace(directory, bundle, wanted);
        }
      }
    }
    return directory;
  }

  private static void lockUntilClosed(FileChannel file) throws IOException {
    try {
      file.lock();
    } catch (OverlappingFileLockException e) {
      throw new IOException("this JVM unpacks there already", e);
    }
  }

  /** Returns whether a directory has the files of a bundle, and no other user can change them. */
  private static boolean holds(Path directory, Map<String, Fingerprint> wanted) {
    try {
      Access.of(directory).requirePrivateDirectory();
      for (Map.Entry<String, Fingerprint> file : wanted.entrySet()) {
        Access access = Access.of(directory.resolve(file.getKey()));
        access.requirePrivateFile();
        if (access.size() != file.getValue().size()
            || !Fingerprint.of(access.path()).equals(file.getValue())) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void replace(Path directory, Bundle bundle, Map<String, Fingerprint> wanted)
      throws IOException {
    removeUnfinished();
    Path fresh = Files.createTempDirectory(root, UNFINISHED);
    for (NativeLibrary library : bundle.libraries()) {
      unpack(library, fresh.resolve(library.fileName()), wanted.get(library.fileName()));
    }
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      // A process that uses the old files keeps them, wherever they are.
      Path aside = Files.createTempDirectory(root, UNFINISHED);
      Files.delete(aside);
      Files.move(directory, aside, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
    removeUnfinished();
  }

  private static void unpack(NativeLibrary library, Path file, Fingerprint wanted)
      throws IOException {
    try (InputStream in = library.open();
        OutputStream out =
            Channels.newOutputStream(
                Files.newByteChannel(
                    file,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    OWNER_READS))) {
      if (!Fingerprint.ofCopied(in, out).equals(wanted)) {
        throw new IOException(library.resource() + " changed while it was unpacked");
      }
    }
  }

  /** Removes what was killed on its way; only who has the lock may be on it. */
  private void removeUnfinished() throws IOException {
    try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(root, UNFINISHED + "*")) {
      for (Path entry : unfinished) {
        Tree.deleteIfPossible(entry);
      }
    }
  }
}
