package org.tributary.driver.spec;

import java.io.Serializable;
import java.util.Optional;

/**
 * How rows that cannot be read are handled.
 *
 * @param share the largest share of the rows that may be left out; 0 refuses the first such row
 * @param path the directory to write them to with their reasons; empty to write nothing
 */
public record UnreadableSpec(double share, Optional<String> path) implements Serializable {
  /** Every row must be readable: the default. */
  public static final UnreadableSpec REFUSED = new UnreadableSpec(0, Optional.empty());

  /** Refuses a share that is none, and a path that is blank. */
  public UnreadableSpec {
    Check.require(
        share >= 0 && share < 1,
        "share of unreadable rows",
        share,
        "a number from 0 to less than 1");
    path.ifPresent(text -> Check.text("path of unreadable rows", text));
  }

  /** Tells whether no row may be left out. */
  public boolean refusesAll() {
    return share == 0;
  }
}
