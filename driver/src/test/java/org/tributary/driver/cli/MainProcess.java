package org.tributary.driver.cli;

import java.util.ArrayList;
import java.util.List;
import org.tributary.driver.ChildJvms;

/** The command line in a separate JVM, with the logging configuration of the launcher. */
final class MainProcess {
  private MainProcess() {}

  /** Returns the arguments of a process that runs {@link Main}. */
  static List<String> command(List<String> options, String... args) {
    List<String> command = java();
    command.add("-Dlog4j2.configurationFile=tributary-log4j2.properties");
    command.addAll(options);
    command.addAll(List.of("-cp", ChildJvms.classPath()));
    command.add("org.tributary.driver.cli.Main");
    command.addAll(List.of(args));
    return command;
  }

  /** Returns the arguments of a process that runs a class of the tests. */
  static List<String> ofTests(Class<?> main, String... args) {
    List<String> command = java();
    command.addAll(List.of("-cp", ChildJvms.classPathOfTests()));
    command.add(main.getName());
    command.addAll(List.of(args));
    return command;
  }

  private static List<String> java() {
    List<String> command = new ArrayList<>(List.of(ChildJvms.java()));
    command.addAll(ChildJvms.optionsOfThis());
    command.addAll(ChildJvms.options());
    return command;
  }
}
