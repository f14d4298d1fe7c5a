package org.tributary.driver.cli;

import java.util.List;

/** Whether {@code --stacktrace} asks for all that is known of an error. */
final class StackTraces {
  /** The option. */
  static final String OPTION = "--stacktrace";

  /** Read by {@code tributary-log4j2.properties}, so it has to be set before anything logs. */
  private static final String PROPERTY = "tributary.log";

  private static final String FULL = "full";

  private StackTraces() {}

  /** Notes what the arguments of the command line ask for. */
  static void follow(List<String> arguments) {
    if (arguments.contains(OPTION)) {
      System.setProperty(PROPERTY, FULL);
    }
  }

  /** Tells whether stack traces are shown, in logs too. */
  static boolean areShown() {
    return FULL.equals(System.getProperty(PROPERTY));
  }
}
