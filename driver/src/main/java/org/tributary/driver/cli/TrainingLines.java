package org.tributary.driver.cli;

import java.util.Locale;
import org.tributary.driver.run.RunListener;
import org.tributary.driver.run.ValidationScore;
import org.tributary.driver.train.TrainingState;

/** Prints a line for each event of a training that changes its course. */
abstract class TrainingLines implements RunListener {
  private final Terminal terminal;

  TrainingLines(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void refitting(ValidationScore best, long rows) {
    terminal.print(
        String.format(
            Locale.ROOT,
            "Epoch %d is the best on the validation set (%s): training again on all %,d rows, up to it.",
            best.epoch(),
            metrics(best),
            rows));
  }

  @Override
  public void resumed(String checkpoint, TrainingState from) {
    terminal.print("Resumed after %s from %s".formatted(from.place(), checkpoint));
  }

  @Override
  public void noticed(String line) {
    terminal.warn(line);
  }

  /** Returns the score and the loss on the validation set, with their names. */
  static String metrics(ValidationScore best) {
    return String.format(
        Locale.ROOT,
        "%s %.4f, loss %.4f",
        best.measured().scoreName(),
        best.measured().score(),
        best.measured().loss());
  }
}
