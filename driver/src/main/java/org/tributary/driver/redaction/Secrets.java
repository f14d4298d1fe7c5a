package org.tributary.driver.redaction;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The secret values known to this process, which are hidden in all its output. Mutable and
 * thread-safe.
 *
 * <p>A value is secret by the name of its setting; in options of a JVM, by the name of a property.
 * Values of fewer than {@value #SHORTEST} characters are ignored, because hiding them would hide
 * common words.
 */
public final class Secrets {
  private static final int SHORTEST = 4;

  // Wider than Spark's own spark.redaction.regex: it knows no keys of accounts and no environments.
  private static final Pattern NAME =
      Pattern.compile(
          "secret|passw|passphrase|pwd|token|credential|private|api[._-]?key|access[._-]?key"
              + "|account[._-]?key|encryption|signature|[._-]key\\b|keypass|\\bsas\\b|auth"
              + "|^spark\\.executorEnv\\.|^spark\\.yarn\\.appMasterEnv\\."
              + "|^spark\\.kubernetes\\.driverEnv\\.",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern HARMLESS = Pattern.compile("true|false|none|null|[\\d.]+[a-z]{0,3}");
  private static final Pattern PROPERTY = Pattern.compile("-D([^=\\s]+)=(\"[^\"]*\"|'[^']*'|\\S+)");
  private static final Comparator<String> LONGEST =
      Collections.reverseOrder(Comparator.comparingInt(String::length));
  private static final Secrets OF_PROCESS = new Secrets();

  private final Set<String> values = ConcurrentHashMap.newKeySet();

  /** Returns the secrets of the whole process, which every message of the command line hides. */
  public static Secrets ofProcess() {
    return OF_PROCESS;
  }

  /** Returns whether a setting of this name may have a secret value. */
  public static boolean isSecret(String name) {
    return NAME.matcher(name).find();
  }

  /** Records the value of a Spark setting if it is secret, or the secrets inside it. */
  public void learn(String name, String value) {
    if (SafeSettings.isListed(name)) {
      return;
    }
    if (NAME.matcher(name).find()) {
      add(value);
    }
    Matcher property = PROPERTY.matcher(value);
    while (property.find()) {
      if (NAME.matcher(property.group(1)).find()) {
        add(unquoted(property.group(2)));
      }
    }
  }

  /** Records the secrets in command line arguments of the form {@code spark.*=value}. */
  public void learn(List<String> arguments) {
    for (String argument : arguments) {
      int name = argument.indexOf("spark.");
      int equals = argument.indexOf('=', Math.max(name, 0));
      if (name >= 0 && equals > 0) {
        learn(argument.substring(name, equals), argument.substring(equals + 1));
      }
    }
  }

  /** Returns a text without the secrets and without the credentials of addresses in it. */
  public String hidden(String text) {
    String hidden = Credentials.hidden(text);
    // The longest first: one may be part of another.
    for (String value : values.stream().sorted(LONGEST).toList()) {
      hidden = hidden.replace(value, Credentials.HIDDEN);
    }
    return hidden;
  }

  private void add(String value) {
    String bare = unquoted(value.strip().replaceAll("^\\[|]$", ""));
    if (bare.length() >= SHORTEST && !HARMLESS.matcher(bare).matches()) {
      values.add(bare);
    }
  }

  private static String unquoted(String value) {
    return value.length() >= 2 && (value.startsWith("\"") || value.startsWith("'"))
        ? value.substring(1, value.length() - 1)
        : value;
  }
}
