package org.tributary.driver.model;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tributary.core.model.ModelException;
import org.tributary.core.model.ModelFiles;
import org.tributary.driver.config.OutputSpec.Existing;

/** Where one model is to be saved: its directory, and the hidden names beside it. */
final class Target {
  private static final Logger LOG = LoggerFactory.getLogger(Target.class);
  private static final String OLD = ".old";

  private final String name;
  private final FileSystem fileSystem;
  private final Path directory;
  private final Path parent;
  private final Path fresh;
  private final Path aside;

  private Target(String name, FileSystem fileSystem, Path directory, Path parent) {
    this.name = name;
    this.fileSystem = fileSystem;
    this.directory = directory;
    this.parent = parent;
    String unique = prefix(directory.getName()) + UUID.randomUUID();
    this.fresh = new Path(parent, unique + ".new");
    this.aside = new Path(parent, unique + OLD);
  }

  /**
   * Resolves a path.
   *
   * @throws ModelException if it is the root of its file system
   */
  static Target of(String name, Configuration configuration) throws IOException {
    Path path = new Path(name);
    FileSystem fileSystem = path.getFileSystem(configuration);
    Path directory = fileSystem.makeQualified(path);
    Path parent = directory.getParent();
    if (parent == null) {
      throw new ModelException("Cannot write model to " + name + ": it is the root");
    }
    return new Target(name, fileSystem, directory, parent);
  }

  /** Tells whether a directory's name is that of an old model, moved aside to be replaced. */
  static boolean isAside(String sibling, String model) {
    return sibling.startsWith(prefix(model)) && sibling.endsWith(OLD);
  }

  private static String prefix(String model) {
    return "." + model + ".";
  }

  /** Refuses a target that is there and must stay, or that is no model. */
  void requireReplaceable(Existing existing) throws IOException {
    if (!fileSystem.exists(directory)) {
      return;
    }
    switch (existing) {
      case REFUSE -> throw refusal("it exists (set output.existing=replace to replace it)");
      case REPLACE -> {
        if (!fileSystem.exists(new Path(directory, ModelFiles.DESCRIPTION))) {
          throw refusal(
              "it exists and is not a model, there is no %s in it; name another path, or remove it"
                  .formatted(ModelFiles.DESCRIPTION));
        }
      }
    }
  }

  /** Creates the parent where there is none, and tries to create a directory in it. */
  void requireWritableParent() throws IOException {
    createFresh();
    fileSystem.delete(fresh, true);
  }

  /** Writes the files beside the target, and puts them in its place once they are complete. */
  void write(ModelFiles files, Existing existing) throws IOException {
    try {
      createFresh();
      files.write(file -> fileOf(new Path(fresh, file)));
      requireComplete(files, fresh);
      replace(files, existing);
    } catch (IOException | RuntimeException e) {
      discard(fresh, e);
      throw e;
    }
  }

  private void replace(ModelFiles files, Existing existing) throws IOException {
    // It may have appeared while the files were being written.
    requireReplaceable(existing);
    boolean replaced = fileSystem.exists(directory);
    try {
      if (replaced) {
        rename(directory, aside);
      }
      rename(fresh, directory);
      requireComplete(files, directory);
    } catch (IOException | RuntimeException e) {
      undo(e);
      throw e;
    }
    if (replaced) {
      discardAside();
    }
  }

  /** Renames a directory, and makes sure that it did not end inside another one. */
  private void rename(Path from, Path to) throws IOException {
    if (fileSystem.exists(to)) {
      throw new IOException(to + " appeared while the model was being written");
    }
    if (!fileSystem.rename(from, to)) {
      throw new IOException("cannot rename " + from + " to " + to);
    }
    Path inside = new Path(to, from.getName());
    if (fileSystem.exists(inside)) {
      fileSystem.rename(inside, from);
      throw new IOException(to + " appeared while the model was being written");
    }
  }

  /**
   * Takes the new model back and puts the old one back, as far as either was moved.
   *
   * @throws IOException if that fails too, telling where the old one lies
   */
  private void undo(Exception failure) throws IOException {
    try {
      if (!fileSystem.exists(fresh) && fileSystem.exists(directory)) {
        rename(directory, fresh);
      }
      if (fileSystem.exists(aside)) {
        rename(aside, directory);
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
      throw new IOException(
          failure.getMessage()
              + "; putting things back failed too: a model that was there is now in "
              + aside
              + " if it is not in its place",
          failure);
    }
  }

  private void discardAside() {
    try {
      if (!fileSystem.delete(aside, true)) {
        LOG.warn("The model {} is replaced, but the old one could not be deleted: {}", name, aside);
      }
    } catch (IOException e) {
      LOG.warn("The model {} is replaced, but the old one remains in {}", name, aside, e);
    }
  }

  private void discard(Path path, Exception failure) {
    try {
      if (fileSystem.exists(path)) {
        fileSystem.delete(path, true);
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private void createFresh() throws IOException {
    if (!fileSystem.mkdirs(parent) || !fileSystem.mkdirs(fresh)) {
      throw new IOException("cannot create a directory in " + parent);
    }
  }

  private OutputStream fileOf(Path path) throws IOException {
    return new Synced(fileSystem.create(path, false));
  }

  private void requireComplete(ModelFiles files, Path where) throws IOException {
    for (Map.Entry<String, Integer> file : files.sizes().entrySet()) {
      long length = fileSystem.getFileStatus(new Path(where, file.getKey())).getLen();
      if (length != file.getValue()) {
        throw new IOException(
            "%s has %d bytes after it was written (expected %d)"
                .formatted(new Path(where, file.getKey()), length, file.getValue()));
      }
    }
  }

  private ModelException refusal(String reason) {
    return new ModelException("Cannot write model to " + name + ": " + reason);
  }

  /** A file that is on the disk, and not only on its way there, once it is closed. */
  private static final class Synced extends OutputStream {
    private final FSDataOutputStream out;

    Synced(FSDataOutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      try (out) {
        if (out.hasCapability(StreamCapabilities.HSYNC)) {
          out.hsync();
        }
      }
    }
  }
}
