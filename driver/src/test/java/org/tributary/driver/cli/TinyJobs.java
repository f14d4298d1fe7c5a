package org.tributary.driver.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;

/** Small data sets and configurations, for fast tests. */
final class TinyJobs {
  private TinyJobs() {}

  /** Writes a file. */
  static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes rows of two standard normal numbers and a function of them. */
  static Path csv(Path file, String header, int rows, Function<double[], String> rest) {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder(header).append('\n');
    for (int i = 0; i < rows; i++) {
      double[] x = {random.nextGaussian(), random.nextGaussian()};
      text.append(String.format(Locale.ROOT, "%.6f,%.6f,%s%n", x[0], x[1], rest.apply(x)));
    }
    return write(file, text.toString());
  }

  /** Writes rows of class yes where a + b is positive, else no. */
  static Path halves(Path file) {
    return csv(file, "a,b,kind", 200, x -> x[0] + x[1] > 0 ? "yes" : "no");
  }

  /**
   * Writes a configuration that trains five hidden units on a file and writes {@code model} beside
   * it.
   */
  static Path job(Path data, String... lines) {
    Path directory = data.toAbsolutePath().getParent();
    return write(
        directory.resolve("job.conf"),
        """
        data.path = "%s"
        network.hidden = [5]
        network.activation = tanh
        train.epochs = 30
        output.model = "%s"
        %s
        """
            .formatted(data, directory.resolve("model"), String.join("\n", lines)));
  }

  /** Trains a job without warnings, with JSON on the last line of its output. */
  static CommandResult train(Path job, String... overrides) {
    String[] args = new String[overrides.length + 3];
    args[0] = "train";
    args[1] = job.toString();
    args[2] = "--json";
    System.arraycopy(overrides, 0, args, 3, overrides.length);
    return CommandResult.of(args).well();
  }

  /**
   * Returns the arguments of a command that trains on {@code halves.csv} in its directory for two
   * epochs.
   *
   * @param units hidden units, which decide on the size of what is written
   * @param more further settings
   */
  static List<String> trainOnHalves(String model, int units, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "train",
                "data.path=halves.csv",
                "data.label=kind",
                "train.preset=plain",
                "train.epochs=2",
                "network.hidden=[%d]".formatted(units),
                "output.model=" + model));
    command.addAll(Arrays.asList(more));
    return command;
  }
}
