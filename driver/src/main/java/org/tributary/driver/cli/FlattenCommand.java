package org.tributary.driver.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.tributary.driver.config.FlatConfiguration;
import org.tributary.driver.files.UserPath;
import org.tributary.driver.spec.InvalidConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code tributary flatten}: checks a job and prints its settings as one configuration, for a
 * machine that has neither its includes nor its environment. Does not start Spark.
 */
@Command(
    name = "flatten",
    description = "Check a job, and print its settings as one configuration.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class FlattenCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "CONF",
      description = "The configuration, a local file; may be omitted if settings describe the job.")
  private String file;

  @Parameters(index = "1..*", paramLabel = "KEY=VALUE", description = "Settings.")
  private List<String> overrides = List.of();

  @Override
  public Integer call() {
    JobArguments arguments = JobArguments.of(file, overrides);
    arguments
        .file()
        .filter(UserPath::isUri)
        .ifPresent(
            uri -> {
              throw new InvalidConfiguration(
                  List.of("Cannot flatten " + uri + ": it is no local file; copy it to one"));
            });
    String text = FlatConfiguration.of(arguments.file().map(Jobs::local), arguments.overrides());
    // Not through a terminal, which shows neither secrets nor control characters.
    System.out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    System.out.flush();
    return ExitCode.OK.code();
  }
}
