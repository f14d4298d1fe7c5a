package org.tributary.driver.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs several commands in one process, which a test starts under conditions of its own.
 *
 * <p>The first file has one command a line, as a JSON array; the second receives a JSON array of
 * exit code, output and errors for each. {@code train-here} trains on the session of the process,
 * and {@code score} gets a row of {@code a} and {@code b}.
 */
final class CommandsMain {
  /** The command that trains on the session of the process: a start of Spark for all of them. */
  static final String TRAIN_HERE = "train-here";

  private static final byte[] ROW = "a,b\n1,2\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
  private static final ObjectMapper JSON = new ObjectMapper();

  private CommandsMain() {}

  /** Runs the commands of a file. */
  public static void main(String[] args) throws IOException {
    List<String> results = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      CommandResult ran = run(JSON.readValue(line, String[].class));
      results.add(JSON.writeValueAsString(List.of(ran.code(), ran.out(), ran.err())));
    }
    Files.write(Path.of(args[1]), results);
    System.exit(0);
  }

  private static CommandResult run(String... words) {
    List<String> rest = Arrays.asList(words).subList(1, words.length);
    return switch (words[0]) {
      case TRAIN_HERE -> InSession.train(rest);
      case "score" -> Scoring.of(Path.of(rest.get(0)), ROW);
      default -> CommandResult.ofOwnSession(words);
    };
  }

  /** Writes commands to a file. */
  static void write(Path file, List<List<String>> commands) throws IOException {
    List<String> lines = new ArrayList<>();
    for (List<String> command : commands) {
      lines.add(JSON.writeValueAsString(command));
    }
    Files.write(file, lines);
  }

  /** Reads the results of commands. */
  static List<CommandResult> read(Path file) throws IOException {
    List<CommandResult> results = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      Object[] each = JSON.readValue(line, Object[].class);
      results.add(new CommandResult((Integer) each[0], (String) each[1], (String) each[2]));
    }
    return results;
  }
}
