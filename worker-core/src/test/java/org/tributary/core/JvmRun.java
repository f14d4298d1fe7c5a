package org.tributary.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A JVM of its own that has come to its end, on the class path of the tests.
 *
 * @param lines what it wrote to standard output
 * @param errors what it wrote to standard error
 */
public record JvmRun(List<String> lines, String errors) {
  private static final String BLAS = "TRIBUTARY_BLAS";

  /**
   * Runs a class.
   *
   * @param options of the JVM
   * @param environment what is set beside this process's own, of which the choice of a BLAS is left
   *     out
   * @throws AssertionError if it does not end with 0
   */
  public static JvmRun of(Class<?> main, List<String> options, Map<String, String> environment) {
    return of(List.of(), main, options, environment);
  }

  /**
   * Runs a class with a umask.
   *
   * @param umask in octal digits
   * @throws AssertionError if it does not end with 0
   */
  public static JvmRun withUmask(
      String umask, Class<?> main, List<String> options, Map<String, String> environment) {
    List<String> shell = List.of("sh", "-c", "umask " + umask + " && exec \"$@\"", "sh");
    return of(shell, main, options, environment);
  }

  private static JvmRun of(
      List<String> prefix, Class<?> main, List<String> options, Map<String, String> environment) {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.addAll(options);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    try {
      Path errors = Files.createTempFile("jvm", ".err");
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
      builder.environment().remove(BLAS);
      builder.environment().putAll(environment);
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      String complaints = Files.readString(errors);
      Files.delete(errors);
      if (code != 0) {
        throw new AssertionError("exit code %d%n%s%n%s".formatted(code, output, complaints));
      }
      return new JvmRun(output.lines().toList(), complaints);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
