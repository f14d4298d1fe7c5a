package org.tributary.driver.registry;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tributary.core.model.CurrentVersion;
import org.tributary.core.model.FileFailure;
import org.tributary.core.model.Json;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import org.tributary.core.model.StrictObject;
import org.tributary.driver.files.UserPath;
import org.tributary.driver.spec.OutputSpec.Existing;
import org.tributary.driver.store.AtomicFile;
import org.tributary.driver.store.KeptLease;
import org.tributary.driver.store.Lease;
import org.tributary.driver.store.LeaseTerms;
import org.tributary.driver.store.ModelStore;
import org.tributary.driver.store.SyncedFile;

/**
 * A registry of the versions of a model: a directory on any Hadoop file system.
 *
 * <pre>
 *   _registry.json            marks the directory
 *   current.json              which version is current, and which were: {@link CurrentVersion}
 *   versions/1/               a model, with version.json and profile.json
 *   runs/ID/                  the files of a run
 *   run.lease, change.lease   held by the process that trains, or changes the current version
 * </pre>
 *
 * <p>A version appears whole or not at all and is never overwritten. The current version changes
 * when {@code current.json} is replaced, in one step. Every method throws ModelException if the
 * file system fails, with a message that stands alone.
 */
public final class ModelRegistry {
  private static final String RUNS = "runs";
  private static final int FORMAT = 1;

  private final String name;
  private final Configuration configuration;
  private final FileSystem fileSystem;
  private final Path root;

  private ModelRegistry(
      String name, Configuration configuration, FileSystem fileSystem, Path root) {
    this.name = name;
    this.configuration = configuration;
    this.fileSystem = fileSystem;
    this.root = root;
  }

  /**
   * Opens a registry.
   *
   * @param name the directory, as given by the user
   * @throws ModelException if it is not there, is no registry, or is of a newer format
   */
  public static ModelRegistry open(String name, Configuration configuration) {
    ModelRegistry registry = at(name, configuration);
    if (!registry.isMarked()) {
      throw new ModelException(
          "Cannot read registry %s: %s (expected a directory that tributary retrain created)"
              .formatted(
                  name,
                  registry.exists(registry.root)
                      ? "there is no " + CurrentVersion.MARKER + " in it"
                      : "it does not exist"));
    }
    return registry;
  }

  /**
   * Opens a registry, or creates it in a directory that is empty or not there.
   *
   * @param name the directory, as given by the user
   * @throws ModelException if there is something else, or it cannot be written
   */
  public static ModelRegistry openOrCreate(String name, Configuration configuration) {
    ModelRegistry registry = at(name, configuration);
    if (registry.isMarked()) {
      return registry;
    }
    registry.writing(
        () -> {
          boolean there = registry.fileSystem.exists(registry.root);
          if (there && !registry.fileSystem.getFileStatus(registry.root).isDirectory()) {
            throw new IOException("it is a file (expected a directory)");
          }
          if (there && registry.fileSystem.listStatus(registry.root).length > 0) {
            throw new IOException(
                "it is a directory with other files, and no registry; name an empty directory, or one that is not there");
          }
          registry.fileSystem.mkdirs(registry.root);
          var marker = Json.object();
          marker.put("about", "A registry of models, written by tributary retrain.");
          marker.put("format", FORMAT);
          AtomicFile.create(
              registry.fileSystem,
              new Path(registry.root, CurrentVersion.MARKER),
              Json.pretty(marker));
        });
    return registry;
  }

  private static ModelRegistry at(String name, Configuration configuration) {
    try {
      Path path = UserPath.of(name);
      FileSystem fileSystem = UserPath.fileSystem(path, configuration);
      return new ModelRegistry(name, configuration, fileSystem, fileSystem.makeQualified(path));
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelException("Cannot read registry " + name + ": " + FileFailure.reason(e), e);
    }
  }

  /** Tells whether the directory is a registry; refuses one of a newer format. */
  private boolean isMarked() {
    return reading(
        () -> {
          Optional<byte[]> marker = content(new Path(root, CurrentVersion.MARKER));
          if (marker.isEmpty()) {
            return false;
          }
          try {
            requireFormat(new StrictObject("", Json.parse(marker.get())).integer("format"));
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(CurrentVersion.MARKER + ": " + e.getMessage(), e);
          }
          return true;
        });
  }

  private static void requireFormat(int format) {
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "format is %d (expected %d%s)"
              .formatted(format, FORMAT, format > FORMAT ? "; a newer Tributary wrote it" : ""));
    }
  }

  private boolean exists(Path path) {
    return reading(() -> fileSystem.exists(path));
  }

  /** Returns the directory, as the user named it. */
  public String name() {
    return name;
  }

  /** Returns the file system of the registry. */
  public FileSystem fileSystem() {
    return fileSystem;
  }

  /** Returns the directory of a run. */
  public Path run(String id) {
    return new Path(new Path(root, RUNS), id);
  }

  /** Returns the path of a version, which is that of its model. */
  public String path(int version) {
    return new Path(root, CurrentVersion.directory(version)).toString();
  }

  /**
   * Takes the right to run a retraining.
   *
   * @param notices receives a line if this waits to see whether another process lives
   * @throws org.tributary.driver.store.LeaseHeld if another process has it
   */
  public KeptLease forRun(Consumer<String> notices) {
    KeptLease lease =
        lease("run.lease", "wait for its end, or name another retrain.registry", notices);
    boolean ready = false;
    try {
      // Of a run that was killed while it added a version.
      writing(
          () -> {
            for (int number : directories()) {
              ModelStore.clearLeftovers(fileSystem, new Path(path(number)));
            }
          });
      ready = true;
      return lease;
    } finally {
      if (!ready) {
        lease.close();
      }
    }
  }

  private KeptLease lease(String file, String remedy, Consumer<String> notices) {
    Lease[] lease = new Lease[1];
    writing(
        () ->
            lease[0] =
                Lease.acquire(
                    fileSystem, new Path(root, file), remedy, LeaseTerms.DEFAULT, notices));
    return KeptLease.of(lease[0], "registry lease");
  }

  /** Returns which version is current, and which were; empty if none ever was. */
  public Optional<CurrentVersion> current() {
    return reading(
        () -> {
          try {
            return content(new Path(root, CurrentVersion.FILE)).map(CurrentVersion::parse);
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(CurrentVersion.FILE + ": " + e.getMessage(), e);
          }
        });
  }

  /** Returns the numbers of the versions, in order. */
  public List<Integer> numbers() {
    return reading(
        () -> {
          List<Integer> numbers = new ArrayList<>();
          for (int number : directories()) {
            if (!ModelStore.isUnfinished(fileSystem, new Path(path(number)))) {
              numbers.add(number);
            }
          }
          return List.copyOf(numbers);
        });
  }

  /** Returns the numbers of the directories of versions, also of those that are not whole. */
  private List<Integer> directories() {
    return reading(
        () -> {
          Path versions = new Path(root, CurrentVersion.VERSIONS);
          TreeSet<Integer> numbers = new TreeSet<>();
          if (fileSystem.exists(versions)) {
            for (FileStatus each : fileSystem.listStatus(versions)) {
              String number = each.getPath().getName();
              if (each.isDirectory() && number.matches("[1-9]\\d{0,8}")) {
                numbers.add(Integer.parseInt(number));
              }
            }
          }
          return List.copyOf(numbers);
        });
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
      versions.add(new Version(number, state, about(number)));
    }
    return versions;
  }

  private Version.About about(int number) {
    try {
      byte[] json =
          content(new Path(path(number), VersionRecord.FILE))
              .orElseThrow(() -> new FileNotFoundException("there is no " + VersionRecord.FILE));
      return new Version.About(Optional.of(VersionRecord.parse(json)), "");
    } catch (IOException | IllegalArgumentException e) {
      return new Version.About(Optional.empty(), FileFailure.reason(e));
    }
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
    List<Integer> numbers = directories();
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
   * @param files further small files by name
   * @throws ModelException if there is such a version, or it cannot be written
   */
  public void add(int number, Model model, VersionRecord record, Map<String, byte[]> files) {
    ModelStore.save(
        model,
        path(number),
        Existing.REFUSE,
        configuration,
        (at, directory) -> {
          write(at, new Path(directory, VersionRecord.FILE), record.json());
          for (var file : files.entrySet()) {
            write(at, new Path(directory, file.getKey()), file.getValue());
          }
        });
  }

  private static void write(FileSystem fileSystem, Path file, byte[] content) throws IOException {
    try (OutputStream out = SyncedFile.create(fileSystem, file)) {
      out.write(content);
    }
  }

  /** Returns a small file of a version; empty if it is not there. */
  public Optional<byte[]> file(int version, String file) {
    return reading(() -> content(new Path(path(version), file)));
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
      Optional<CurrentVersion> before = current();
      if (before.map(CurrentVersion::version).orElse(0) != expected) {
        return false;
      }
      lease.requireHeld();
      replace(before, new CurrentVersion.Change(version, Instant.now(), run));
      return true;
    }
  }

  /**
   * Makes a version the current one by hand.
   *
   * @return the version that was current before; 0 for none
   * @throws ModelException if it is not there, or cannot be read
   */
  public int makeCurrent(int version, Consumer<String> notices) {
    if (!numbers().contains(version)) {
      throw new ModelException(
          "Cannot make version %d of %s the current one: it is not there (versions: %s)"
              .formatted(version, name, listed(numbers())));
    }
    ModelStore.load(path(version), configuration);
    try (KeptLease lease = forChange(notices)) {
      Optional<CurrentVersion> before = current();
      lease.requireHeld();
      if (before.filter(each -> each.version() == version).isEmpty()) {
        replace(before, new CurrentVersion.Change(version, Instant.now(), ""));
      }
      return before.map(CurrentVersion::version).orElse(0);
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
            .formatted(name, listed(there)));
  }

  private static String listed(List<Integer> numbers) {
    return numbers.isEmpty()
        ? "none"
        : String.join(", ", numbers.stream().map(String::valueOf).toList());
  }

  private KeptLease forChange(Consumer<String> notices) {
    return lease("change.lease", "try again", notices);
  }

  private void replace(Optional<CurrentVersion> before, CurrentVersion.Change change) {
    CurrentVersion now =
        before.map(each -> each.with(change)).orElseGet(() -> new CurrentVersion(List.of(change)));
    writing(() -> AtomicFile.replace(fileSystem, new Path(root, CurrentVersion.FILE), now.json()));
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
              .formatted(name, version, listed(numbers()), name));
    }
    return ModelStore.load(path(version), configuration);
  }

  private Optional<byte[]> content(Path file) throws IOException {
    try {
      return Optional.of(AtomicFile.read(fileSystem, file));
    } catch (IOException e) {
      if (FileFailure.isAbsence(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Work that may fail in the file system. */
  @FunctionalInterface
  private interface Reading<T> {
    T run() throws IOException;
  }

  /** Work that may fail in the file system. */
  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }

  private <T> T reading(Reading<T> work) {
    try {
      return work.run();
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelException("Cannot read registry " + name + ": " + FileFailure.reason(e), e);
    }
  }

  private void writing(Writing work) {
    try {
      work.run();
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelException("Cannot write registry " + name + ": " + FileFailure.reason(e), e);
    }
  }
}
