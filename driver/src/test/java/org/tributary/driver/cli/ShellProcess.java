package org.tributary.driver.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A script of the shell, in a directory, which may put it under other conditions first. */
final class ShellProcess {
  private final Path directory;
  private final List<String> around;

  private ShellProcess(Path directory, List<String> around) {
    this.directory = directory;
    this.around = around;
  }

  /** Returns the shell in a directory. */
  static ShellProcess in(Path directory) {
    return new ShellProcess(directory, List.of());
  }

  /** Returns this shell, started by a command. */
  ShellProcess by(String... command) {
    return new ShellProcess(directory, List.of(command));
  }

  /** Runs a script with arguments. */
  CommandResult run(String script, List<String> arguments) throws Exception {
    List<String> words = new ArrayList<>(around);
    words.addAll(List.of("sh", "-c", script, "sh"));
    words.addAll(arguments);
    Path out = Files.createTempFile("out", ".txt");
    Path err = Files.createTempFile("err", ".txt");
    try {
      Process process =
          new ProcessBuilder(words)
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      return new CommandResult(process.waitFor(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** Tells whether a script succeeds, which tells what this machine permits. */
  boolean permits(String script) throws Exception {
    try {
      return run(script, List.of()).code() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
