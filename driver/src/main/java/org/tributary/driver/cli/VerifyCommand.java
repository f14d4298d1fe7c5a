package org.tributary.driver.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.tributary.core.model.Model;
import org.tributary.driver.checkpoint.Checkpoint;
import org.tributary.driver.checkpoint.CheckpointDirectory;
import org.tributary.driver.run.VerifyRun;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.store.ModelStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tributary verify}: repeats the training of a model and compares the bits. */
@Command(
    name = "verify",
    description = "Repeat the training of a model, and compare the bits of its weights.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class VerifyCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's directory.")
  private String path;

  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description =
          "Settings of data.*, job.* and spark.* that override those of the training job, such as"
              + " data.path where the data has moved.")
  private List<String> settings = List.of();

  @Option(
      names = "--from",
      paramLabel = "DIR",
      description =
          "Begin with a checkpoint of the training in this directory, instead of with the initial"
              + " weights.")
  private String checkpoints;

  @Option(
      names = "--epochs",
      paramLabel = "A-B",
      description =
          "Repeat the epochs up to B, from the latest checkpoint before A; B alone begins with the"
              + " first epoch.")
  private String epochs;

  private final Terminal terminal = new Terminal(System.out, System.err);

  @Override
  public Integer call() throws IOException {
    Configuration files = Sessions.fileSystems(settings);
    Model model = ModelStore.load(path, files);
    Range range = Range.of(Optional.ofNullable(epochs), model.provenance().epochs());
    JobSpec job = Jobs.ofModel(model, path, settings);
    VerifyRun run =
        new VerifyRun(job, model, path, checkpoint(files, range), range.until(), Main.version());
    VerifyRun.Result result =
        Sessions.during("tributary verify " + path, job, settings, terminal, run::on);
    String repeated = "epochs %d to %d".formatted(result.from() + 1, result.until());
    if (result.isReproduced()) {
      terminal.print(
          "Reproduced: %s of %s have the bits that data, settings and seed give (%d hashes)%s."
              .formatted(
                  repeated,
                  path,
                  result.links(),
                  result.until() == model.provenance().epochs() ? ", and so has the model" : ""));
      return ExitCode.OK.code();
    }
    terminal.warn(
        "Not reproduced: %s of %s: %s"
            .formatted(repeated, path, result.difference().orElseThrow()));
    result.hints().forEach(terminal::warn);
    return ExitCode.NOT_REPRODUCED.code();
  }

  private Optional<Checkpoint> checkpoint(Configuration files, Range range) {
    if (checkpoints == null) {
      return Optional.empty();
    }
    return Optional.of(
        CheckpointDirectory.existing(checkpoints, files).before(range.first(), terminal::warn));
  }

  /**
   * The epochs to repeat.
   *
   * @param first the first one that must be repeated
   * @param until the last one, if it is given
   */
  private record Range(int first, OptionalInt until) {
    static Range of(Optional<String> text, int last) {
      if (text.isEmpty()) {
        return new Range(Integer.MAX_VALUE, OptionalInt.empty());
      }
      String[] parts = text.get().split("-", 2);
      try {
        int until = Integer.parseInt(parts[parts.length - 1].strip());
        int first = parts.length == 2 ? Integer.parseInt(parts[0].strip()) : 1;
        if (first >= 1 && first <= until && until <= last) {
          return new Range(first, OptionalInt.of(until));
        }
      } catch (NumberFormatException e) {
        // Reported below.
      }
      throw new InvalidConfiguration(
          List.of(
              "Invalid --epochs: %s (expected B or A-B, epochs from 1 to %d)"
                  .formatted(text.get(), last)));
    }
  }
}
