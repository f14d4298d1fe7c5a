package org.tributary.driver.spec;

import java.util.List;

/** An invalid configuration, with all its problems. */
public final class InvalidConfiguration extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final List<String> problems;

  /**
   * Names the problems.
   *
   * @param problems at least one sentence, each with the key, its value, what was expected and
   *     where it is set
   */
  public InvalidConfiguration(List<String> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  /** Names one problem, and keeps what it was found by. */
  public InvalidConfiguration(String problem, Throwable cause) {
    super(message(List.of(problem)), cause);
    this.problems = List.of(problem);
  }

  /** Returns the problems, in the order in which they were found. */
  public List<String> problems() {
    return problems;
  }

  private static String message(List<String> problems) {
    return problems.size() == 1
        ? problems.get(0)
        : "Invalid configuration: %d problems\n  %s"
            .formatted(problems.size(), String.join("\n  ", problems));
  }
}
