package org.tributary.driver.spec;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * Gives columns a kind.
 *
 * @param pattern the name of a column, in which * stands for any characters
 * @param kind their kind
 */
public record KindRule(String pattern, ColumnKind kind) implements Serializable {
  /** Refuses a pattern without characters. */
  public KindRule {
    Check.text("name of a column", pattern);
  }

  /** Tells whether the rule is for a column. */
  public boolean matches(String column) {
    StringBuilder regex = new StringBuilder();
    for (String part : pattern.split("\\*", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(part));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(column).matches();
  }
}
