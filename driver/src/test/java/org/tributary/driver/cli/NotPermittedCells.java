package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Cells of files that their reader has no permission to read. Permissions do not bind root, so
 * commands run in a process without that privilege: one process for all cells.
 */
final class NotPermittedCells {
  private static final String NONE = "---------";
  private static final String[] WITHOUT_PRIVILEGE = {
    "setpriv",
    "--bounding-set=-dac_override,-dac_read_search",
    "--inh-caps=-dac_override,-dac_read_search"
  };

  /** The results of the commands by reader; empty if this machine cannot run them. */
  private static Map<InputReader, CommandResult> ran;

  private NotPermittedCells() {}

  static List<BadInput> all() {
    return Stream.of(InputReader.values())
        .filter(reader -> !isStream(reader))
        .map(
            reader ->
                BadInput.of(
                    reader,
                    FaultKind.NOT_PERMITTED,
                    code(reader),
                    directory -> ran(reader),
                    "ermission denied"))
        .toList();
  }

  /** The rows of score come from a stream that is open, and arguments from no file. */
  private static boolean isStream(InputReader reader) {
    return reader == InputReader.SCORE_CSV
        || reader == InputReader.SCORE_JSON
        || reader == InputReader.COMMAND_LINE;
  }

  private static ExitCode code(InputReader reader) {
    return switch (reader) {
      case CONFIGURATION, COMMAND_LINE -> ExitCode.USAGE;
      case CSV, JSON, LIBSVM, IDX, PARQUET, ORC, AVRO, SCORE_CSV, SCORE_JSON -> ExitCode.DATA;
      case MODEL, WEIGHTS, CHECKPOINT, REGISTRY -> ExitCode.MODEL;
    };
  }

  private static synchronized CommandResult ran(InputReader reader) throws Exception {
    if (ran == null) {
      ran = run(Files.createTempDirectory("not-permitted"));
    }
    assumeTrue(!ran.isEmpty(), "this machine cannot drop the privilege to read every file");
    return ran.get(reader);
  }

  private static Map<InputReader, CommandResult> run(Path root) throws Exception {
    ShellProcess shell = ShellProcess.in(root);
    Path closed = Files.writeString(root.resolve("closed"), "closed");
    forbid(closed);
    if (shell.permits("cat closed")) {
      shell = shell.by(WITHOUT_PRIVILEGE);
      if (!shell.permits("true") || shell.permits("cat closed")) {
        return Map.of();
      }
    }
    Map<InputReader, List<String>> commands = new LinkedHashMap<>();
    for (InputReader reader : InputReader.values()) {
      if (!isStream(reader)) {
        commands.put(reader, command(reader, Files.createDirectory(root.resolve(reader.name()))));
      }
    }
    CommandsMain.write(root.resolve("commands"), List.copyOf(commands.values()));
    CommandResult process =
        shell.run(
            "exec \"$@\"",
            MainProcess.ofTests(
                CommandsMain.class,
                root.resolve("commands").toString(),
                root.resolve("results").toString()));
    assertThat(process.code()).as(process.err()).isZero();
    List<CommandResult> results = CommandsMain.read(root.resolve("results"));
    Map<InputReader, CommandResult> byReader = new LinkedHashMap<>();
    for (InputReader reader : commands.keySet()) {
      byReader.put(reader, results.get(byReader.size()));
    }
    return byReader;
  }

  private static void forbid(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(NONE));
  }

  /** Writes the input of a reader, closes it, and returns the command that reads it. */
  private static List<String> command(InputReader reader, Path directory) throws IOException {
    return switch (reader) {
      case CONFIGURATION -> {
        Path file = Files.writeString(directory.resolve("x.conf"), "train.epochs = 1\n");
        forbid(file);
        yield List.of("flatten", file.toString());
      }
      case CSV -> training(reader, directory, "x.csv", TableFiles.csv());
      case JSON -> training(reader, directory, "x.jsonl", TableFiles.json());
      case LIBSVM -> training(reader, directory, "x.libsvm", TableFiles.libsvm());
      case PARQUET, ORC, AVRO ->
          training(
              reader, directory, "x." + ColumnarFiles.format(reader), ColumnarFiles.whole(reader));
      case IDX -> {
        Files.write(directory.resolve("labels-idx1-ubyte"), TableFiles.idxLabels());
        yield training(reader, directory, "images-idx3-ubyte", TableFiles.idxImages());
      }
      case MODEL, WEIGHTS -> {
        Path model = StoredFiles.model(directory);
        forbid(model.resolve(reader == InputReader.MODEL ? "model.json" : "weights.safetensors"));
        yield List.of("inspect", model.toString());
      }
      case CHECKPOINT -> {
        Path checkpoints = StoredFiles.checkpoints(directory);
        forbid(StoredFiles.numbers(StoredFiles.manifest(checkpoints)));
        yield List.of(
            "verify",
            StoredFiles.model(directory).toString(),
            "--epochs",
            "4-4",
            "--from",
            checkpoints.toString());
      }
      case REGISTRY -> {
        Path registry = StoredFiles.registry(directory);
        Files.deleteIfExists(registry.resolve(".current.json.crc"));
        forbid(registry.resolve("current.json"));
        yield List.of("models", registry.toString());
      }
      case COMMAND_LINE, SCORE_CSV, SCORE_JSON ->
          throw new IllegalArgumentException(reader + " reads no file");
    };
  }

  private static List<String> training(
      InputReader reader, Path directory, String name, byte[] bytes) throws IOException {
    Path file = Files.write(directory.resolve(name), bytes);
    forbid(file);
    List<String> command = new ArrayList<>(List.of(CommandsMain.TRAIN_HERE));
    command.addAll(DataCells.training(reader, file, directory, List.of()));
    return command;
  }
}
