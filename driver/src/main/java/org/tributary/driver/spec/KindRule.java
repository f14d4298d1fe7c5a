package org.tributary.driver.spec;

import java.io.Serializable;

/**
 * Gives columns a kind.
 *
 * @param pattern a {@link NamePattern} of names
 * @param kind their kind
 */
public record KindRule(String pattern, ColumnKind kind) implements Serializable {
  /** Refuses a pattern without characters. */
  public KindRule {
    Check.text("name of a column", pattern);
  }

  /** Tells whether the rule is for a column. */
  public boolean matches(String column) {
    return new NamePattern(pattern).matches(column);
  }
}
