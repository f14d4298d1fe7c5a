package org.tributary.driver.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tributary.core.model.CurrentVersion;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import org.tributary.driver.store.KeptLease;
import org.tributary.driver.store.Lease;
import org.tributary.driver.store.LeaseHeld;
import org.tributary.driver.store.LeaseTerms;

/**
 * A registry of the versions of a model: a directory on any Hadoop file system.
 *
 * <pre>
 *   _registry.json            marks the directory: {@link RegistryMarker}
 *   current.json              which version is current, and which were: {@link CurrentFile}
 *   versions/1/               a model, with version.json and profile.json: {@link VersionDirectories}
 *   runs/ID/                  the files of a run
 *   run.lease, change.lease   held by the process that trains, or changes the current version
 * </pre>
 *
 * <p>A version appears whole or not at all and is never overwritten. The current version changes
 * when {@code current.json} is replaced, in one step, on the condition that nobody else has
 * replaced it. Every method throws ModelException if the file system fails, with a message that
 * stands alone.
 */
public final class ModelRegistry {
  private static final String RUNS = "runs";

  private final RegistryFiles files;
  private final CurrentFile currentFile;
  private final VersionDirectories directories;

  private ModelRegistry(RegistryFiles files) {
    this.files = files;
    this.currentFile = new CurrentFile(files);
    this.directories = new VersionDirectories(files);
  }

  /**
   * Opens a registry.
   *
   * @param name the directory, as given by the user
   * @throws ModelException if it is not there, is no registry, or is of a newer format
   */
  public static ModelRegistry open(String name, Configuration configuration) {
    RegistryFiles files = RegistryFiles.at(name, configuration);
    new RegistryMarker(files).require();
    return new ModelRegistry(files);
  }

  /**
   * Opens a registry, or creates it in a directory that is empty or not there.
   *
   * @param name the directory, as given by the user
   * @throws ModelException if there is something else, or it cannot be written
   */
  public static ModelRegistry openOrCreate(String name, Configuration configuration) {
    RegistryFiles files = RegistryFiles.at(name, configuration);
    new RegistryMarker(files).requireOrCreate();
    return new ModelRegistry(files);
  }

  /** Returns the directory, as the user named it. */
  public String name() {
    return files.name();
  }

  /** Returns the file system of the registry. */
  public FileSystem fileSystem() {
    return files.fileSystem();
  }

  /** Returns the directory of a run. */
  public Path run(String id) {
    return new Path(files.path(RUNS), id);
  }

  /** Returns the path of a version, which is that of its model. */
  public String path(int version) {
    return directories.path(version).toString();
  }

  /**
   * Takes the right to run a retraining.
   *
   * @param notices receives a line if this waits to see whether another process lives
   * @throws LeaseHeld if another process has it
   */
  public KeptLease forRun(Consumer<String> notices) {
    KeptLease lease =
        lease("run.lease", "wait for its end, or name another retrain.registry", notices);
    boolean ready = false;
    try {
      directories.clearLeftovers();
      ready = true;
      return lease;
    } finally {
      if (!ready) {
        lease.close();
      }
    }
  }

  private KeptLease forChange(Consumer<String> notices) {
    return lease("change.lease", "try again", notices);
  }

  private KeptLease lease(String file, String remedy, Consumer<String> notices) {
    Lease lease =
        files.writing(
            () ->
                Lease.acquire(
                    files.fileSystem(), files.path(file), remedy, LeaseTerms.DEFAULT, notices));
    return KeptLease.of(lease, "registry lease");
  }

  /** Returns which version is current, and which were; empty if none ever was. */
  public Optional<CurrentVersion> current() {
    return currentFile.read().version();
  }

  /** Returns the numbers of the versions, in order. */
  public List<Integer> numbers() {
    return directories.numbers();
  }

  /** Returns the versions, in the order of their numbers. */
  public List<Version> versions() {
    Optional<CurrentVersion> current = current();
    List<Version> versions = new ArrayList<>();
    for (int number : numbers()) {
      Version.State state =
          current.filter(each -> each.version() == number).isPresent()
              ? Version.State.CURRENT
              : current.filter(each -> each.wasEver(number)).isPresent()
                  ? Version.State.EARLIER
                  : Version.State.CANDIDATE;
      versions.add(new Version(number, state, directories.about(number)));
    }
    return versions;
  }

  /** Returns the version that a run has added, if it has. */
  public Optional<Integer> ofRun(String run) {
    return versions().stream()
        .filter(version -> version.about().details().filter(r -> r.run().equals(run)).isPresent())
        .map(Version::number)
        .findFirst();
  }

  /** Returns the number that the next version will have. */
  public int next() {
    List<Integer> numbers = directories.all();
    int last = numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
    // A version that was deleted and is still known does not come back as another model.
    int known =
        current()
            .map(each -> each.changes().stream().mapToInt(c -> c.version()).max().orElse(0))
            .orElse(0);
    return Math.max(last, known) + 1;
  }

  /**
   * Adds a version, which is not current.
   *
   * @param number its number, {@link #next()}
   * @param model the model
   * @param further small files by name
   * @throws ModelException if there is such a version, or it cannot be written
   */
  public void add(int number, Model model, VersionRecord record, Map<String, byte[]> further) {
    directories.add(number, model, record, further);
  }

  /** Returns a small file of a version; empty if it is not there. */
  public Optional<byte[]> file(int version, String file) {
    return directories.file(version, file);
  }

  /**
   * Makes a version the current one, in one step, unless another one has become current meanwhile.
   *
   * @param version a version that is there
   * @param expected the version that is to be current before; 0 for none
   * @param run the run that promotes it
   * @return whether it was made current
   */
  public boolean promote(int version, int expected, String run, Consumer<String> notices) {
    try (KeptLease lease = forChange(notices)) {
      CurrentFile.Read before = currentFile.read();
      if (before.number() != expected) {
        return false;
      }
      lease.requireHeld();
      return currentFile.change(before, version, run);
    }
  }

  /**
   * Makes a version the current one by hand.
   *
   * @return the version that was current before; 0 for none
   * @throws ModelException if it is not there, or cannot be read
   * @throws LeaseHeld if another process changes the current version at the same time
   */
  public int makeCurrent(int version, Consumer<String> notices) {
    if (!numbers().contains(version)) {
      throw new ModelException(
          "Cannot make version %d of %s the current one: it is not there (versions: %s)"
              .formatted(version, name(), VersionDirectories.listed(numbers())));
    }
    directories.load(version);
    try (KeptLease lease = forChange(notices)) {
      CurrentFile.Read before = currentFile.read();
      lease.requireHeld();
      if (before.number() != version && !currentFile.change(before, version, "")) {
        throw new LeaseHeld(
            "Cannot make version %d of %s the current one: another process changed the current version at the same time; try again"
                .formatted(version, name()));
      }
      return before.number();
    }
  }

  /**
   * Returns the version to go back to: the last one before the current one that was current.
   *
   * @throws ModelException if there is none
   */
  public int earlier() {
    Optional<CurrentVersion> current = current();
    List<Integer> there = numbers();
    for (int i = current.map(each -> each.changes().size()).orElse(0) - 1; i >= 0; i--) {
      int version = current.get().changes().get(i).version();
      if (version < current.get().version() && there.contains(version)) {
        return version;
      }
    }
    throw new ModelException(
        "Cannot roll back %s: no version before its current one was current; name one with --current VERSION (versions: %s)"
            .formatted(name(), VersionDirectories.listed(there)));
  }

  /**
   * Loads the model of a version.
   *
   * @throws ModelException if it is not there, is damaged or of a newer format
   */
  public Model load(int version) {
    if (!numbers().contains(version)) {
      throw new ModelException(
          "Cannot read registry %s: its current version %d is not there (versions: %s); name another with tributary models %s --current VERSION"
              .formatted(name(), version, VersionDirectories.listed(numbers()), name()));
    }
    return directories.load(version);
  }
}
