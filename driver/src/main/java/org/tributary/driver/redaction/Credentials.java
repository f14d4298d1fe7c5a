package org.tributary.driver.redaction;

import java.util.regex.Pattern;

/** Credentials within addresses: {@code scheme://user:password@host} and {@code ?sig=...}. */
public final class Credentials {
  /** The replacement for hidden text. */
  static final String HIDDEN = "***";

  // user@host alone stays: that is how Azure spells a container and its account.
  // A password may hold slashes that should have been encoded; a port is no password.
  private static final Pattern USER_AND_PASSWORD =
      Pattern.compile("\\b([A-Za-z][A-Za-z0-9+.-]*://)[^/?#@:\\s]*:(?!\\d+(?:[/,\\s]|$))[^@\\s]*@");

  private static final Pattern PARAMETER =
      Pattern.compile(
          "([?&;][^=&;\\s]*(?:sig|secret|password|token|key|credential|auth)[^=&;\\s]*=)[^&;#\\s\"']+",
          Pattern.CASE_INSENSITIVE);

  private Credentials() {}

  /** Returns a text with the credentials in its URLs hidden. */
  public static String hidden(String text) {
    String withoutUser = USER_AND_PASSWORD.matcher(text).replaceAll("$1" + HIDDEN + "@");
    return PARAMETER.matcher(withoutUser).replaceAll("$1" + HIDDEN);
  }
}
