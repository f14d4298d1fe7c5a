package org.tributary.driver.store;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tributary.core.model.CurrentVersion;
import org.tributary.driver.files.UserPath;
import org.tributary.driver.spec.OutputSpec.Existing;

/**
 * An output directory of a command, on any Hadoop file system.
 *
 * <p>Writing is atomic: the path contains a complete output or none, even after failures. A new
 * output is written to a hidden directory next to the path and renamed once it is complete. To
 * replace an output, the old one is first renamed to another hidden name, and renamed back if the
 * new one cannot be moved into place. This relies on atomic renaming of directories, as on HDFS and
 * local disks. An object store copies file by file; what is left there if the process is killed
 * meanwhile is not taken for an output, and removed by the next run.
 *
 * <p>Only what Tributary wrote is replaced: a directory with a {@link Marker} of the same kind, and
 * no other file in it; or an empty one. Leftovers of killed processes are removed by the next run
 * ({@link Leftovers}).
 *
 * <p>Every method throws IOException with a reason that completes "Cannot write ... to ...: ".
 */
public final class OutputDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(OutputDirectory.class);

  private static final Set<String> READ_ONLY = Set.of("http", "https");

  private final OutputKind kind;
  private final String name;
  private final FileSystem fileSystem;
  private final Path directory;
  private final Path parent;
  private final Path fresh;
  private final Path aside;

  private OutputDirectory(
      OutputKind kind, String name, FileSystem fileSystem, Path directory, Path parent) {
    this.kind = kind;
    this.name = name;
    this.fileSystem = fileSystem;
    this.directory = directory;
    this.parent = parent;
    StagingName staging = StagingName.fresh(directory.getName());
    this.fresh = UserPath.child(parent, staging.toString());
    this.aside = UserPath.child(parent, staging.as(StagingName.Role.OLD).toString());
  }

  /** Writes the content of the directory. */
  public interface Content {
    /** Writes the files into an existing empty directory. */
    void write(FileSystem fileSystem, Path directory) throws IOException;

    /** Checks that the output is complete, after it was written and again after it was moved. */
    void requireComplete(FileSystem fileSystem, Path directory) throws IOException;
  }

  /**
   * Resolves a path; a symbolic link on the local file system is followed and kept.
   *
   * @param name the directory, as given by the user
   */
  public static OutputDirectory of(OutputKind kind, String name, Configuration configuration)
      throws IOException {
    Path path = UserPath.of(name);
    FileSystem fileSystem = UserPath.fileSystem(path, configuration);
    if (READ_ONLY.contains(fileSystem.getUri().getScheme())) {
      throw new IOException(fileSystem.getUri().getScheme() + ":// can only be read");
    }
    Path directory = resolved(fileSystem, fileSystem.makeQualified(path));
    Path parent = directory.getParent();
    if (parent == null) {
      throw new IOException("it is the root");
    }
    return new OutputDirectory(kind, name, fileSystem, directory, parent);
  }

  private static Path resolved(FileSystem fileSystem, Path path) throws IOException {
    Optional<java.nio.file.Path> local = LocalFiles.of(fileSystem, path);
    if (local.isEmpty()) {
      return path;
    }
    String resolved = LocalFiles.withoutLinks(local.get()).toString();
    return fileSystem.makeQualified(new Path(path.toUri().getScheme(), null, resolved));
  }

  /**
   * Checks that the directory can be written, and removes leftovers of killed runs. Creates the
   * parent if it does not exist.
   *
   * @param existing how to handle an existing directory
   * @param inputs the inputs of the command
   */
  public void requireWritable(Existing existing, List<Input> inputs, Configuration configuration)
      throws IOException {
    requireApartFrom(inputs, configuration);
    requireOutsideOfOutputs();
    guarded(
        () -> {
          leftovers().clear();
          requireReplaceable(existing);
          createFresh();
          fileSystem.delete(fresh, true);
        });
  }

  /** Rejects an output that is or contains an input. */
  private void requireApartFrom(List<Input> inputs, Configuration configuration)
      throws IOException {
    for (Input input : inputs) {
      for (Path path : input.paths()) {
        FileSystem of = UserPath.fileSystem(path, configuration);
        Path resolved = resolved(of, of.makeQualified(path));
        if (isSameOrWithin(resolved, directory)) {
          throw new IOException(
              resolved.equals(directory)
                  ? "it is %s; name another directory".formatted(input.what())
                  : "%s, %s, is in it; name another directory".formatted(input.what(), path));
        }
      }
    }
  }

  private static boolean isSameOrWithin(Path inner, Path outer) {
    URI a = inner.toUri();
    URI b = outer.toUri();
    String outerPath = b.getPath().endsWith("/") ? b.getPath() : b.getPath() + "/";
    return Objects.equals(a.getScheme(), b.getScheme())
        && hostOf(a).equals(hostOf(b))
        && (a.getPath() + "/").startsWith(outerPath);
  }

  /** Returns the host without its port, which may be left out. */
  private static String hostOf(URI uri) {
    String host = uri.getHost() == null ? uri.getAuthority() : uri.getHost();
    return host == null ? "" : host.toLowerCase(Locale.ROOT);
  }

  /**
   * Rejects an output inside another output, which would then contain unlisted files, and in a
   * registry, whose versions are never overwritten.
   */
  private void requireOutsideOfOutputs() throws IOException {
    for (Path outer = parent; outer != null; outer = outer.getParent()) {
      if (fileSystem.exists(new Path(outer, CurrentVersion.MARKER))) {
        throw new IOException(
            "it is inside %s, which is a registry of models; name another directory"
                .formatted(outer));
      }
      if (fileSystem.exists(new Path(outer, Marker.NAME))) {
        throw new IOException(
            "it is inside %s, which is an output of Tributary; name another directory"
                .formatted(outer));
      }
    }
  }

  private Leftovers leftovers() {
    return new Leftovers(fileSystem, directory, Clock.systemUTC());
  }

  /** Rejects a directory that exists and must not be replaced. */
  private void requireReplaceable(Existing existing) throws IOException {
    if (!fileSystem.exists(directory)) {
      return;
    }
    Optional<ProcessIdentity> mover = leftovers().mover();
    if (mover.isPresent()) {
      throw new IOException(
          "process %d of %s is writing it, or was killed; wait for its end, or remove it if that has ended"
              .formatted(mover.get().pid(), mover.get().place()));
    }
    switch (existing) {
      case REFUSE -> throw new IOException("it exists (" + kind.permission() + ")");
      case REPLACE -> requireOurs();
    }
  }

  private void requireOurs() throws IOException {
    if (!fileSystem.getFileStatus(directory).isDirectory()) {
      throw new IOException("it is a file; name another path, or remove it");
    }
    if (fileSystem.listStatus(directory).length == 0) {
      return;
    }
    Optional<Marker> marker = Marker.read(fileSystem, directory);
    if (marker.isEmpty()) {
      throw new IOException(
          "it exists and Tributary did not write it, there is no %s in it; name another path, or remove it"
              .formatted(Marker.NAME));
    }
    if (!marker.get().kind().equals(kind.toString())) {
      throw new IOException(
          "%s holds %s (expected %s); name another path, or remove it"
              .formatted(directory, marker.get().kind(), kind));
    }
    Optional<String> foreign = marker.get().foreign(fileSystem, directory);
    if (foreign.isPresent()) {
      throw new IOException(
          "%s holds %s, which Tributary did not write; move it elsewhere, or name another path"
              .formatted(directory, foreign.get()));
    }
  }

  /**
   * Writes the content to a hidden directory, and moves it into place once it is complete.
   *
   * @param existing how to handle an existing directory
   */
  public void write(Content content, Existing existing) throws IOException {
    boolean written = false;
    try {
      guarded(
          () -> {
            leftovers().clear();
            requireReplaceable(existing);
            createFresh();
            content.write(fileSystem, fresh);
            mark();
            content.requireComplete(fileSystem, fresh);
            Optional<java.nio.file.Path> local = LocalFiles.of(fileSystem, fresh);
            if (local.isPresent()) {
              LocalFiles.applyUmask(local.get());
            }
            replace(content, existing);
          });
      written = true;
    } finally {
      if (!written) {
        discardFresh();
      }
    }
  }

  /** Work with the file system. */
  @FunctionalInterface
  private interface FileOperation {
    void run() throws IOException;
  }

  /** Runs work; Hadoop throws an Error without a path if the local disk fails. */
  private void guarded(FileOperation work) throws IOException {
    try {
      work.run();
    } catch (IOException | FSError e) {
      throw new IOException(WriteFailure.reason(e, fileSystem, parent), e);
    }
  }

  private void mark() throws IOException {
    Marker marker = Marker.of(kind, fileSystem, fresh);
    try (OutputStream out = SyncedFile.create(fileSystem, new Path(fresh, Marker.NAME))) {
      out.write(marker.json());
    }
  }

  private void replace(Content content, Existing existing) throws IOException {
    // It may have appeared while the files were being written.
    requireReplaceable(existing);
    boolean replaced = fileSystem.exists(directory);
    try {
      if (replaced) {
        rename(directory, aside);
      }
      rename(fresh, directory);
      content.requireComplete(fileSystem, directory);
    } catch (IOException | RuntimeException | FSError e) {
      undo(e);
      throw e;
    }
    if (replaced) {
      discardAside();
    }
  }

  /** Renames a directory, and checks that it was not moved into another directory. */
  private void rename(Path from, Path to) throws IOException {
    if (fileSystem.exists(to)) {
      throw new IOException(to + " appeared while it was being written");
    }
    if (!fileSystem.rename(from, to)) {
      throw new IOException("cannot rename " + from + " to " + to);
    }
    Path inside = UserPath.child(to, from.getName());
    if (fileSystem.exists(inside)) {
      fileSystem.rename(inside, from);
      throw new IOException(to + " appeared while it was being written");
    }
  }

  /**
   * Reverts the renaming of the new and the old directory.
   *
   * @throws IOException if that also fails; the message names the location of the old one
   */
  private void undo(Throwable failure) throws IOException {
    try {
      if (!fileSystem.exists(fresh) && fileSystem.exists(directory)) {
        rename(directory, fresh);
      }
      Leftovers leftovers = leftovers();
      if (leftovers.isPartOf(fresh) || leftovers.isPartOf(aside)) {
        fileSystem.delete(directory, true);
      }
      if (leftovers.isBegunCopy(aside)) {
        fileSystem.delete(aside, true);
      } else if (fileSystem.exists(aside)) {
        rename(aside, directory);
      }
    } catch (IOException | FSError e) {
      failure.addSuppressed(e);
      throw new IOException(
          failure.getMessage()
              + "; restoring the old output failed, too: it is now in "
              + aside
              + " if it is not at its path",
          failure);
    }
  }

  private void discardAside() {
    try {
      if (!fileSystem.delete(aside, true)) {
        LOG.warn("{} is replaced, but the old one could not be deleted: {}", name, aside);
      }
    } catch (IOException | FSError e) {
      LOG.warn("{} is replaced, but the old one remains in {}", name, aside, e);
    }
  }

  private void discardFresh() {
    try {
      if (fileSystem.exists(fresh)) {
        fileSystem.delete(fresh, true);
      }
    } catch (IOException | FSError e) {
      LOG.warn("Cannot delete {}, which is not complete; the next run will", fresh, e);
    }
  }

  /** Creates the hidden directory; on the local file system with the process's umask. */
  private void createFresh() throws IOException {
    Optional<java.nio.file.Path> local = LocalFiles.of(fileSystem, fresh);
    if (local.isPresent()) {
      Files.createDirectories(local.get());
    } else if (!fileSystem.mkdirs(parent) || !fileSystem.mkdirs(fresh)) {
      throw new IOException("cannot create a directory in " + parent);
    }
    // Cleanup if the process is interrupted. Nothing to delete once the directory is in place.
    fileSystem.deleteOnExit(fresh);
  }
}
