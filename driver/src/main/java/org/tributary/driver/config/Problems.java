package org.tributary.driver.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.tributary.driver.spec.InvalidConfiguration;

/** The problems found so far, each once. Mutable. */
final class Problems {
  private final Set<String> found = new LinkedHashSet<>();

  /** Adds a problem. */
  void add(String problem) {
    found.add(problem);
  }

  /** Tells whether none was found. */
  boolean isEmpty() {
    return found.isEmpty();
  }

  /** Throws an {@link InvalidConfiguration} if there are problems. */
  void refuse() {
    if (!found.isEmpty()) {
      throw new InvalidConfiguration(List.copyOf(found));
    }
  }
}
