package org.tributary.driver.config;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.tributary.driver.redaction.Credentials;
import org.tributary.driver.redaction.SafeSettings;

/** Formats configuration values for messages, without values that may be secret. */
final class ShownText {
  private static final Pattern NAME = Pattern.compile("^[\\w.-]*");

  // What the parser quotes from the file begins with a quote; one or two characters are
  // punctuation.
  private static final Pattern BEFORE_QUOTES =
      Pattern.compile("^[^'\"{(]*(?:'.{1,2}'(?!')|\"(?=$))?", Pattern.DOTALL);

  private static final int LONGEST = 200;

  private ShownText() {}

  /** Returns a value as it is spelled, or what kind of value it is where it may be secret. */
  static String value(String name, ConfigValue value) {
    boolean options = name.equals(Keys.SPARK_OPTIONS.name());
    if (options || (isOfSpark(name) && !SafeSettings.isListed(name))) {
      String kind = value.valueType().name().toLowerCase(Locale.ROOT);
      return (kind.equals("object") ? "an " : "a ") + kind + " that is not shown";
    }
    return abridged(
        Credentials.hidden(
            ValueTypes.scalar(value)
                .filter(text -> !text.isBlank())
                .orElseGet(() -> value.render(ConfigRenderOptions.concise()))));
  }

  private static String abridged(String text) {
    return text.length() <= LONGEST
        ? text
        : "%s... (%,d characters)".formatted(text.substring(0, LONGEST), text.length());
  }

  /** Returns an argument of the command line; of a setting of Spark only its name. */
  static String argument(String argument) {
    if (!isOfSpark(argument)) {
      return abridged(Credentials.hidden(argument));
    }
    String name = NAME.matcher(argument).results().findFirst().map(MatchResult::group).orElse("");
    return name.length() < argument.length() ? name + " ..." : name;
  }

  /** Returns a message of HOCON's parser up to what it quotes from the file. */
  static String parserMessage(String message) {
    if (message.contains("${")) {
      // Names of substitutions, which are no values.
      return Credentials.hidden(message);
    }
    String shown =
        BEFORE_QUOTES.matcher(message).results().findFirst().map(MatchResult::group).orElse("");
    return shown.length() < message.length() ? shown.strip() + " ..." : shown;
  }

  private static boolean isOfSpark(String name) {
    return name.equals("spark") || name.startsWith(Keys.SPARK_PREFIX);
  }
}
