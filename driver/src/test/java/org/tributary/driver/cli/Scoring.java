package org.tributary.driver.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command {@code score} in this process, with rows in memory. */
final class Scoring {
  private Scoring() {}

  /** Scores rows with a model. */
  static CommandResult of(Path model, byte[] rows, String... options) {
    return of(StandardCharsets.UTF_8, model, rows, options);
  }

  /** Scores rows with a model, whose output is in some character set. */
  static CommandResult of(Charset charset, Path model, byte[] rows, String... options) {
    List<String> words = new ArrayList<>(List.of("score", model.toString()));
    words.addAll(Arrays.asList(options));
    PrintStream err = System.err;
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try {
      System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
      ScoreCommand score = new ScoreCommand(new ByteArrayInputStream(rows), written);
      int code = ScoreMain.run(score, words.toArray(String[]::new));
      return new CommandResult(
          code, written.toString(charset), complained.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(err);
    }
  }
}
