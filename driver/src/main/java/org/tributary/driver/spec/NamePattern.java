package org.tributary.driver.spec;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * A pattern of the names of columns: {@code *} stands for any characters or none, {@code ?} for any
 * one. A column that is called exactly like the pattern matches it, too.
 *
 * @param text the pattern
 */
public record NamePattern(String text) implements Serializable {
  /** Refuses a pattern without characters. */
  public NamePattern {
    Check.text("name of a column", text);
  }

  /** Tells whether a column is meant. */
  public boolean matches(String column) {
    return column.equals(text) || regex().matcher(column).matches();
  }

  private Pattern regex() {
    StringBuilder regex = new StringBuilder();
    text.codePoints()
        .forEach(
            c ->
                regex.append(
                    switch (c) {
                      case '*' -> ".*";
                      case '?' -> ".";
                      default -> Pattern.quote(Character.toString(c));
                    }));
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
