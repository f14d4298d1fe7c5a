package org.tributary.driver.registry;

import java.util.Optional;

/**
 * A version of a registry.
 *
 * @param number its number, from 1 on
 * @param state its state
 * @param about what it tells about itself, or why that cannot be read
 */
public record Version(int number, State state, About about) {
  /** The state of a version. */
  public enum State {
    /** The version that commands use. */
    CURRENT,
    /** It was current once. */
    EARLIER,
    /** It never was: a run kept the model before it. */
    CANDIDATE;

    /** Returns the word for it in lists and JSON. */
    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * What a version tells about itself.
   *
   * @param details the details, if they can be read
   * @param problem why they cannot be read, else empty
   */
  public record About(Optional<VersionRecord> details, String problem) {}
}
