package org.tributary.driver.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Describes the locations of values: {@code digits.conf:12} or {@code command line}. */
final class Origins {
  /** The origin of overrides. */
  static final String COMMAND_LINE = "command line";

  private static final Pattern OF_OVERRIDE = Pattern.compile("withValue\\(.*\\)");

  private static final Pattern WITH_LINE =
      Pattern.compile("(.*): (\\d+)(?:-\\d+)?", Pattern.DOTALL);

  private Origins() {}

  /** Returns the file and the line, or what else the origin is called. */
  static String where(ConfigOrigin origin) {
    // What HOCON calls a section that an override makes.
    String description = OF_OVERRIDE.matcher(origin.description()).replaceAll(COMMAND_LINE);
    Matcher lined = WITH_LINE.matcher(description);
    if (!lined.matches()) {
      return description;
    }
    String name = lined.group(1);
    return name.equals(COMMAND_LINE) ? name : name + ":" + lined.group(2);
  }

  /** Returns a failure of HOCON itself as one problem. */
  static String problem(ConfigException failure) {
    String message = failure.getMessage();
    if (failure instanceof IncludeException) {
      return message;
    }
    ConfigOrigin origin = failure.origin();
    if (origin == null) {
      return "Invalid HOCON: " + ShownText.parserMessage(message);
    }
    String prefix = origin.description() + ": ";
    String rest = message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    return "Invalid HOCON (" + where(origin) + "): " + ShownText.parserMessage(rest);
  }
}
