package org.tributary.driver.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tributary.core.model.FileFailure;
import org.tributary.core.model.Json;
import org.tributary.core.model.ModelException;
import org.tributary.core.model.StrictObject;
import org.tributary.driver.checkpoint.RunSettings;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.store.AtomicFile;
import org.tributary.driver.store.LocalFiles;

/**
 * The directory of a run of retraining.
 *
 * <pre>
 *   run.json        what the run began with
 *   checkpoints/    of its training, until it is done
 *   decision.json   the outcome, before the current version changes
 *   report.md       the outcome for people
 *   report.json     the outcome, last: the run is done
 * </pre>
 */
final class RetrainDirectory {
  private static final String BEGIN = "run.json";
  private static final String DECISION = "decision.json";
  private static final String REPORT = "report.json";
  private static final String TEXT = "report.md";
  private static final String CHECKPOINTS = "checkpoints";
  private static final int FORMAT = 1;

  private final String run;
  private final FileSystem fileSystem;
  private final Path root;

  RetrainDirectory(String run, FileSystem fileSystem, Path root) {
    this.run = run;
    this.fileSystem = fileSystem;
    this.root = root;
  }

  /**
   * What a run began with.
   *
   * @param settings the settings that decide on its outcome
   * @param before the version that was current; 0 for none
   */
  record Begin(RunSettings settings, int before) {
    /** Refuses a version that is none. */
    Begin {
      if (before < 0) {
        throw new IllegalArgumentException("before is %d (expected 0 or more)".formatted(before));
      }
    }
  }

  /** Returns the outcome of a run that is done. */
  Optional<RetrainOutcome> report() {
    return outcome(REPORT);
  }

  /** Returns the outcome that was decided on. */
  Optional<RetrainOutcome> decision() {
    return outcome(DECISION);
  }

  private Optional<RetrainOutcome> outcome(String file) {
    return content(file).map(json -> parsed(file, () -> RetrainRecord.parse(json)));
  }

  /**
   * Begins the run, or goes on with it.
   *
   * @return what it began with
   * @throws InvalidConfiguration if it began with other settings
   */
  Begin begin(Begin now) {
    Optional<byte[]> there = content(BEGIN);
    if (there.isEmpty()) {
      writing(
          () -> {
            LocalFiles.createDirectories(fileSystem, root);
            AtomicFile.create(fileSystem, new Path(root, BEGIN), json(now));
          });
      return now;
    }
    requireSettings(now.settings());
    return parsed(BEGIN, () -> parse(there.get()));
  }

  /**
   * Refuses settings other than those that the run began with, if it has begun.
   *
   * @throws InvalidConfiguration naming the keys
   */
  void requireSettings(RunSettings settings) {
    content(BEGIN)
        .map(json -> parsed(BEGIN, () -> parse(json)))
        .ifPresent(
            before -> {
              List<String> differences = settings.differences(before.settings());
              if (!differences.isEmpty()) {
                throw new InvalidConfiguration(
                    List.of(
                        "Cannot go on with run %s: it has other settings: %s; restore them, or name another retrain.run"
                            .formatted(run, String.join(", ", differences))));
              }
            });
  }

  /** Returns the directory of the checkpoints. */
  String checkpoints() {
    return new Path(root, CHECKPOINTS).toString();
  }

  /** Writes what is decided on. */
  void decide(RetrainOutcome outcome) {
    writing(
        () ->
            AtomicFile.replace(fileSystem, new Path(root, DECISION), RetrainRecord.json(outcome)));
  }

  /** Writes the reports, and deletes the checkpoints: the run is done. */
  void finish(RetrainOutcome outcome) {
    writing(
        () -> {
          byte[] text = RetrainReport.of(outcome).getBytes(StandardCharsets.UTF_8);
          AtomicFile.replace(fileSystem, new Path(root, TEXT), text);
          AtomicFile.replace(fileSystem, new Path(root, REPORT), RetrainRecord.json(outcome));
          fileSystem.delete(new Path(root, CHECKPOINTS), true);
        });
  }

  /** Returns the path of the report for people. */
  String text() {
    return new Path(root, TEXT).toString();
  }

  private static byte[] json(Begin begin) {
    ObjectNode root = Json.object();
    root.put("format", FORMAT);
    root.put("before", begin.before());
    ObjectNode settings = root.putObject("settings");
    new TreeMap<>(begin.settings().values()).forEach(settings::put);
    return Json.pretty(root);
  }

  private static Begin parse(byte[] json) {
    StrictObject root = new StrictObject("", Json.parse(json));
    int format = root.integer("format");
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "format is %d (expected %d; a newer Tributary wrote it)".formatted(format, FORMAT));
    }
    int before = root.integer("before");
    Map<String, String> settings = new TreeMap<>();
    root.tree("settings")
        .properties()
        .forEach(each -> settings.put(each.getKey(), each.getValue().asText()));
    root.close();
    return new Begin(new RunSettings(settings), before);
  }

  private Optional<byte[]> content(String file) {
    try {
      return Optional.of(AtomicFile.read(fileSystem, new Path(root, file)));
    } catch (IOException e) {
      if (FileFailure.isAbsence(e)) {
        return Optional.empty();
      }
      throw unreadable(file, e);
    }
  }

  private <T> T parsed(String file, java.util.function.Supplier<T> parser) {
    try {
      return parser.get();
    } catch (IllegalArgumentException e) {
      throw unreadable(file, e);
    }
  }

  private ModelException unreadable(String file, Exception cause) {
    return new ModelException(
        "Cannot read run %s: %s: %s".formatted(root, file, FileFailure.reason(cause)), cause);
  }

  /** Work that may fail in the file system. */
  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }

  private void writing(Writing work) {
    try {
      work.run();
    } catch (IOException e) {
      throw new ModelException("Cannot write run " + root + ": " + FileFailure.reason(e), e);
    }
  }
}
