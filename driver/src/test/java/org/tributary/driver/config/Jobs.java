package org.tributary.driver.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.JobSpec;

/** Jobs to test with: a job that lacks nothing, and additions to it. */
final class Jobs {
  /** What a job of CSV needs, on three lines. */
  static final String SMALLEST =
      """
      data.path = digits.csv
      data.label = digit
      output.model = models/digits, train.preset = plain
      """;

  private Jobs() {}

  /** Reads the smallest job with more lines, of which the first is line 4 of {@code job.conf}. */
  static JobSpec with(String... lines) {
    return configured(lines).spec();
  }

  /** Reads the smallest job with more lines, with its settings. */
  static ConfiguredJob configured(String... lines) {
    return JobReader.configured(SMALLEST + String.join("\n", lines), "job.conf", List.of());
  }

  /** Reads the smallest job with overrides. */
  static JobSpec overridden(String... overrides) {
    return JobReader.read(SMALLEST, "job.conf", List.of(overrides));
  }

  /** Writes a job and reads it again. */
  static JobSpec kept(ConfiguredJob job) {
    return EffectiveConfiguration.read(EffectiveConfiguration.render(job)).spec();
  }

  /** Returns the problems of the smallest job with more lines. */
  static List<String> problemsWith(String... lines) {
    return problems(() -> with(lines));
  }

  /** Returns the problems of what is refused. */
  static List<String> problems(ThrowingCallable reading) {
    return catchThrowableOfType(InvalidConfiguration.class, reading).problems();
  }
}
