package org.tributary.driver.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.tributary.driver.LocalSpark;

/**
 * The result of a command.
 *
 * @param code the exit code
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record CommandResult(int code, String out, String err) {
  /**
   * Log lines and stack traces that threads of earlier tests' sessions may still write as they end.
   * Tests in separate processes check that a command logs nothing.
   */
  private static final Pattern LOGGED =
      Pattern.compile(
          "^\\d\\d:\\d\\d:\\d\\d |^\\s+at |^\\s+\\.\\.\\. \\d+ more|^Exception in thread"
              + "|^(Caused by: )?[a-z][\\w.]*\\.\\w+(Exception|Error)\\b");

  /** The commands that need a session. */
  private static final Set<String> ON_SPARK =
      Set.of(
          "train", "evaluate", "predict", "retrain", "verify", "gradient-check", "card", "bench");

  /**
   * Runs a command in this process, on the session that tests share; with an argument that sets
   * something of Spark, on one of its own.
   */
  static CommandResult of(String... args) {
    if (Arrays.stream(args).anyMatch(arg -> arg.startsWith("spark."))) {
      return ofOwnSession(args);
    }
    if (args.length > 0 && ON_SPARK.contains(args[0])) {
      LocalSpark.session();
    }
    return run(args);
  }

  /** Runs a command in this process, on a session with the settings of its job. */
  static CommandResult ofOwnSession(String... args) {
    LocalSpark.stop();
    return run(args);
  }

  private static CommandResult run(String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
      int code = Main.run(args);
      return new CommandResult(
          code,
          written.toString(StandardCharsets.UTF_8),
          complained.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** Returns this result; fails unless the command succeeded without warnings. */
  CommandResult well() {
    boolean complains = err.lines().anyMatch(line -> !LOGGED.matcher(line).find());
    if (code != 0 || complains) {
      throw new AssertionError("exit code %d%n%s%n%s".formatted(code, err, out));
    }
    return this;
  }

  /** Returns the last line of output as JSON. */
  JsonNode json() {
    List<String> lines = out.lines().toList();
    try {
      return new ObjectMapper().readTree(lines.get(lines.size() - 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
