package org.tributary.driver.cli;

import java.util.regex.Pattern;
import org.tributary.driver.redaction.Secrets;

/**
 * Text from files and users as it may reach a terminal: without secrets, and without characters
 * that control the terminal or change the direction of the text.
 */
final class Printable {
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cc}\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}&&[^\\t\\n]]");

  private Printable() {}

  /** Returns a text with each such character as its number, such as {@code \\u001b}. */
  static String of(String text) {
    return CONTROL
        .matcher(Secrets.ofProcess().hidden(text).replace("\r\n", "\n"))
        .replaceAll(match -> "\\\\u%04x".formatted((int) match.group().charAt(0)));
  }
}
