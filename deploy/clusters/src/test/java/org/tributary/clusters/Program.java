package org.tributary.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A process whose output goes to files.
 *
 * @param process the process
 * @param out the file of its standard output
 * @param err the file of its standard error
 */
record Program(Process process, Path out, Path err) implements AutoCloseable {
  private static final long MOST_MINUTES = 8;
  private static final long PAUSE_NANOS = 50_000_000;

  /** Starts a program; a variable with an empty value is removed from its environment. */
  static Program start(
      Path directory, String name, Map<String, String> environment, List<String> command) {
    Path out = directory.resolve(name + ".out");
    Path err = directory.resolve(name + ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    environment.forEach(
        (variable, value) -> {
          if (value.isEmpty()) {
            builder.environment().remove(variable);
          }
        });
    try {
      return new Program(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until something holds; fails after some minutes, or if this process ends before. */
  void await(String what, BooleanSupplier holds) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MOST_MINUTES);
    while (!holds.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError(
            "%s did not happen%n%s".formatted(what, process.isAlive() ? output() : ended()));
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Waits for the end and returns the exit code. */
  int code() {
    try {
      if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
        throw new AssertionError("it did not end%n%s".formatted(output()));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits for the end, and fails unless the exit code is this one. */
  Program endsWith(int code) {
    assertThat(code()).as(() -> output()).isEqualTo(code);
    return this;
  }

  /** Sends a signal, such as 9. */
  static void signal(long pid, int number) {
    try {
      new ProcessBuilder("kill", "-" + number, Long.toString(pid)).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Returns the text of a file; nothing if it is not there yet. */
  static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what it has written until now. */
  String output() {
    return text(out) + text(err);
  }

  private String ended() {
    return "it ended with " + process.exitValue() + "\n" + output();
  }

  /** Joins lists of words to one command. */
  static List<String> words(List<String> first, String... more) {
    List<String> all = new ArrayList<>(first);
    all.addAll(Arrays.asList(more));
    return all;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
