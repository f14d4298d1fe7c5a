package org.tributary.driver.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tributary.core.model.CurrentVersion;
import org.tributary.core.model.ModelException;
import org.tributary.driver.registry.ModelRegistry;
import org.tributary.driver.registry.Version;
import org.tributary.driver.spec.InvalidConfiguration;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tributary models}: lists the versions of a registry, or changes the current one. */
@Command(
    name = "models",
    description =
        "List the versions of a registry of models, or change its current version. Does not start"
            + " Spark.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class ModelsCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "REGISTRY", description = "The registry's directory.")
  private String path;

  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description = "Settings of spark.hadoop.* for the file system of the registry.")
  private List<String> settings = List.of();

  @ArgGroup private Change change;

  @Option(names = "--json", description = "Print the result as JSON on the last line.")
  private boolean json;

  private final Terminal terminal = new Terminal(System.out, System.err);

  /** What to change, if anything. */
  private static final class Change {
    @Option(
        names = "--current",
        paramLabel = "VERSION",
        description = "Make this version the current one.")
    private Integer version;

    @Option(
        names = "--rollback",
        description = "Make the version the current one that was so before the present one.")
    private boolean rollback;
  }

  @Override
  public Integer call() {
    if (change != null && !change.rollback && change.version < 1) {
      throw new InvalidConfiguration(
          List.of(
              "Invalid --current: %d (expected the number of a version, 1 or more)"
                  .formatted(change.version)));
    }
    ModelRegistry registry = ModelRegistry.open(path, FileSystemSettings.only(settings));
    if (change != null) {
      int version = change.rollback ? registry.earlier() : change.version;
      int before = registry.makeCurrent(version, terminal::warn);
      terminal.print(
          "The current version of %s is %d (before: %s)"
              .formatted(path, version, before == 0 ? "none" : String.valueOf(before)));
    }
    Optional<CurrentVersion> current = registry.current();
    List<Version> versions = registry.versions();
    if (change == null) {
      lines(versions).forEach(terminal::print);
    }
    if (json) {
      terminal.print(
          new JsonLine()
              .with("command", "models")
              .with("registry", path)
              .with("current", current.map(CurrentVersion::version).orElse(null))
              .with("versions", versions.stream().map(ModelsCommand::fields).toList())
              .render());
    }
    requireCurrent(current, versions);
    return ExitCode.OK.code();
  }

  private void requireCurrent(Optional<CurrentVersion> current, List<Version> versions) {
    boolean absent =
        current.isPresent()
            && versions.stream().noneMatch(each -> each.state() == Version.State.CURRENT);
    if (absent) {
      throw new ModelException(
          "Cannot use registry %s: its current version %d is not there; name another with --current VERSION"
              .formatted(path, current.get().version()));
    }
  }

  private static List<String> lines(List<Version> versions) {
    if (versions.isEmpty()) {
      return List.of("No versions.");
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format("%-8s %-10s %-20s %-24s %s", "version", "state", "created", "metric", "run"));
    for (Version version : versions) {
      lines.add(
          String.format(
                  Locale.ROOT,
                  "%-8d %-10s %s",
                  version.number(),
                  version.state(),
                  version
                      .about()
                      .details()
                      .map(
                          record ->
                              String.format(
                                  Locale.ROOT,
                                  "%tFT%<tTZ %-24s %s",
                                  record.created().atZone(java.time.ZoneOffset.UTC),
                                  String.format(
                                      Locale.ROOT, "%s %.6g", record.metric(), record.value()),
                                  record.run()))
                      .orElseGet(() -> "damaged: " + version.about().problem()))
              .stripTrailing());
    }
    return lines;
  }

  private static Map<String, Object> fields(Version version) {
    JsonLine line =
        new JsonLine().with("version", version.number()).with("state", version.state().toString());
    version
        .about()
        .details()
        .ifPresentOrElse(
            record ->
                line.with("created", record.created().toString())
                    .with("run", record.run())
                    .with("metric", record.metric())
                    .with("value", record.value()),
            () -> line.with("problem", version.about().problem()));
    return line.fields();
  }
}
