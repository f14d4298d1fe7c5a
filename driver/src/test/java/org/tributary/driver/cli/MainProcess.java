package org.tributary.driver.cli;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command line in a separate JVM, with the logging configuration of the launcher. */
final class MainProcess {
  private MainProcess() {}

  /** Returns the arguments of a process that runs {@link Main}. */
  static List<String> command(List<String> options, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-XX:") || isOfModules(option))
        .forEach(command::add);
    command.add("-Dlog4j2.configurationFile=tributary-log4j2.properties");
    command.addAll(options);
    command.add("-cp");
    command.add(classPath());
    command.add("org.tributary.driver.cli.Main");
    command.addAll(List.of(args));
    return command;
  }

  /** Returns the arguments of a process that runs a class of the tests. */
  static List<String> ofTests(Class<?> main, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-XX:") || isOfModules(option))
        .forEach(command::add);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(args));
    return command;
  }

  /** Those of the vector API apart, of which the JVM warns. */
  private static boolean isOfModules(String option) {
    return option.startsWith("--") && !option.startsWith("--add-modules");
  }

  private static String classPath() {
    String testClasses = File.separator + "test-classes";
    String[] entries = System.getProperty("java.class.path").split(File.pathSeparator, -1);
    return String.join(
        File.pathSeparator,
        Arrays.stream(entries).filter(entry -> !entry.endsWith(testClasses)).toList());
  }
}
