package org.tributary.driver.cli;

import java.util.List;

/** Whether {@code --stacktrace} is set. */
final class StackTraces {
  /** The option. */
  static final String OPTION = "--stacktrace";

  /** What the help says of it. */
  static final String MEANING = "Show the stack trace of an error.";

  /** Read by {@code tributary-log4j2.properties}; must be set before the first log event. */
  private static final String PROPERTY = "tributary.log";

  private static final String FULL = "full";

  private StackTraces() {}

  /** Evaluates the command line's arguments. */
  static void follow(List<String> arguments) {
    if (arguments.contains(OPTION)) {
      System.setProperty(PROPERTY, FULL);
    }
  }

  /** Returns whether stack traces are shown, including in logs. */
  static boolean areShown() {
    return FULL.equals(System.getProperty(PROPERTY));
  }
}
