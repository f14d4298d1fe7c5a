package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;

/** What is required of commands with random input. */
final class Fuzz {
  private Fuzz() {}

  /** Requires that a command succeeded, or failed for its input. */
  static void requireReadOrRefused(CommandResult ran, int mostLines, ExitCode... codes) {
    List<Integer> allowed = Arrays.stream(codes).map(ExitCode::code).toList();
    assertThat(ran.code()).as(ran.err() + ran.out()).isIn(allowed);
    assertThat(ran.err())
        .doesNotContain("\tat ", "internal error", "java.lang.", "Exception", "\u001b")
        .doesNotContainPattern(": null(\n| \\()");
    if (ran.code() != ExitCode.OK.code()) {
      assertThat(ran.err())
          .matches("(?s)(Cannot|Could|Invalid|Unknown|Missing|Unmatched|Expected|option|Row) .*");
    }
    assertThat(ran.err().lines().count()).as(ran.err()).isLessThanOrEqualTo(mostLines);
  }
}
