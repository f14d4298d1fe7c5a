package org.tributary.driver.cli;

import java.util.List;

/** The commands by what they take. */
final class Commands {
  /** All of them. */
  static final List<String> ALL =
      List.of(
          "train",
          "retrain",
          "models",
          "evaluate",
          "predict",
          "score",
          "export",
          "inspect",
          "verify",
          "card",
          "flatten",
          "gradient-check",
          "bench");

  /** Those that need a path. */
  static final List<String> WITH_PATHS =
      List.of("models", "evaluate", "predict", "score", "export", "inspect", "verify", "card");

  /** Those that take the settings of a job. */
  static final List<String> WITH_JOBS = List.of("train", "retrain", "flatten", "gradient-check");

  private Commands() {}
}
