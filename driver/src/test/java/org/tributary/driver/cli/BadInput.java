package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cell of the catalogue of bad input: an example of what a reader refuses.
 *
 * @param reader what reads it
 * @param fault what is wrong with it
 * @param attempt the command that reads it; writes what it may write to {@value #OUTPUT}
 * @param code the exit code
 * @param words what the message contains: the place, the reason and, where there is one, the fix
 */
record BadInput(
    InputReader reader, FaultKind fault, Attempt attempt, ExitCode code, List<String> words) {
  /** The name of what a command writes in its directory. */
  static final String OUTPUT = "out";

  /** A line of data, or the first five of several below a line with their number. */
  private static final List<Integer> LINES_OF_DATA = List.of(1, 7);

  /** The problem, and where the help is; or the damage, and that there is no other checkpoint. */
  private static final List<Integer> ONE_OR_TWO = List.of(1, 2);

  /** Writes the files of an example to a directory, and runs a command on them. */
  @FunctionalInterface
  interface Attempt {
    CommandResult in(Path directory) throws Exception;
  }

  /** Copies the list. */
  BadInput {
    words = List.copyOf(words);
  }

  static BadInput of(
      InputReader reader, FaultKind fault, ExitCode code, Attempt attempt, String... words) {
    return new BadInput(reader, fault, attempt, code, List.of(words));
  }

  /** Runs the command, and checks how it is refused. */
  void requireRefused(Path directory) throws Exception {
    CommandResult ran = attempt.in(directory);
    assertRefused(ran);
    // Rows are scored as they come, so a header may be out; what follows it is not.
    assertThat(ran.out().lines().count()).isLessThanOrEqualTo(isScored() ? 1 : 0);
    assertThat(directory.resolve(OUTPUT)).doesNotExist();
  }

  private boolean isScored() {
    return reader == InputReader.SCORE_CSV || reader == InputReader.SCORE_JSON;
  }

  private void assertRefused(CommandResult ran) {
    assertThat(ran.err())
        .matches("(?s)(Cannot|Invalid|Unknown|Missing|Unmatched|Error:) .*")
        .contains(words)
        .doesNotContain("\tat ", "internal error", "java.", "Exception")
        .doesNotContainPattern(": null(\n| \\()");
    assertThat((int) ran.err().lines().count() - listed(ran.err()))
        .as(ran.err())
        .isIn(code == ExitCode.DATA ? LINES_OF_DATA : ONE_OR_TWO);
    assertThat(ran.code()).as(ran.err()).isEqualTo(code.code());
  }

  /** All problems of a configuration are listed below their number. */
  private static int listed(String message) {
    Matcher matcher = Pattern.compile("Invalid configuration: (\\d+) problems").matcher(message);
    return matcher.lookingAt() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  @Override
  public String toString() {
    return "%s, %s: %s".formatted(reader, fault, words.get(words.size() - 1));
  }
}
