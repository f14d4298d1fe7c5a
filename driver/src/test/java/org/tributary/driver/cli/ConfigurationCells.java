package org.tributary.driver.cli;

import static org.tributary.driver.cli.FaultKind.CONTRADICTORY;
import static org.tributary.driver.cli.FaultKind.MALFORMED;
import static org.tributary.driver.cli.FaultKind.MISSING;
import static org.tributary.driver.cli.FaultKind.NOT_PERMITTED;
import static org.tributary.driver.cli.FaultKind.OUT_OF_RANGE;
import static org.tributary.driver.cli.FaultKind.TOO_LARGE;
import static org.tributary.driver.cli.FaultKind.TRUNCATED;
import static org.tributary.driver.cli.FaultKind.WRONG_ENCODING;
import static org.tributary.driver.cli.FaultKind.WRONG_TYPE;
import static org.tributary.driver.cli.InputReader.CONFIGURATION;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Cells of configuration files. */
final class ConfigurationCells {
  private static final String GOOD =
      "data { path = x.csv, label = kind }\ntrain.epochs = 3\noutput.model = out\n";

  private ConfigurationCells() {}

  private static BadInput text(FaultKind fault, String text, String... words) {
    return bytes(fault, text.getBytes(StandardCharsets.UTF_8), words);
  }

  private static BadInput bytes(FaultKind fault, byte[] bytes, String... words) {
    return BadInput.of(
        CONFIGURATION,
        fault,
        ExitCode.USAGE,
        directory -> flatten(Files.write(directory.resolve("x.conf"), bytes)),
        words);
  }

  private static CommandResult flatten(Path file) {
    return CommandResult.of("flatten", file.toString());
  }

  private static BadInput path(FaultKind fault, BadInput.Attempt attempt, String... words) {
    return BadInput.of(CONFIGURATION, fault, ExitCode.USAGE, attempt, words);
  }

  static List<BadInput> all() {
    String nested = "a { ".repeat(20_000) + "}".repeat(20_000);
    return List.of(
        text(MALFORMED, GOOD + "train.seed = = 3\n", "x.conf", "4"),
        text(MALFORMED, GOOD + "train { seed = 3 }}\n", "x.conf", "4"),
        text(TRUNCATED, GOOD + "train { seed = \"3", "x.conf", "4"),
        text(TRUNCATED, GOOD + "train { seed = 3", "x.conf"),
        text(OUT_OF_RANGE, GOOD + "train.seed = 9999999999999999999\n", "x.conf:4", "train.seed"),
        text(OUT_OF_RANGE, GOOD + "train.l2 = -1\n", "x.conf:4", "train.l2", "-1"),
        text(CONTRADICTORY, GOOD + "data.holdout { fraction = 0.1, path = y.csv }\n", "x.conf"),
        text(CONTRADICTORY, GOOD + "\"train.epochs\" = 4\n", "x.conf:2", "x.conf:4", "twice"),
        text(TOO_LARGE, nested, "x.conf", "nest"),
        text(TOO_LARGE, GOOD + "network.hidden = [2000000000]\n", "x.conf:4", "network.hidden"),
        path(
            TOO_LARGE,
            directory -> {
              Path file = directory.resolve("x.conf");
              try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
                sparse.setLength(1L << 32);
              }
              return flatten(file);
            },
            "x.conf",
            "bytes"),
        text(WRONG_TYPE, GOOD + "train.epochs = many\n", "x.conf:4", "train.epochs", "many"),
        text(WRONG_TYPE, GOOD + "train.epochs = [1]\n", "x.conf:4", "train.epochs"),
        bytes(WRONG_ENCODING, GOOD.getBytes(StandardCharsets.UTF_16), "x.conf", "UTF-8"),
        bytes(
            WRONG_ENCODING,
            (GOOD + "# \u00f6\n").getBytes(StandardCharsets.ISO_8859_1),
            "x.conf",
            "UTF-8"),
        path(MISSING, directory -> flatten(directory.resolve("none.conf")), "none.conf"),
        text(MISSING, "include required(\"none.conf\")\n" + GOOD, "none.conf"),
        path(
            NOT_PERMITTED,
            directory -> flatten(Files.createDirectory(directory.resolve("x.conf"))),
            "x.conf",
            "directory"));
  }
}
