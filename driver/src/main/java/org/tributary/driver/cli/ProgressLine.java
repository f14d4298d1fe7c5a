package org.tributary.driver.cli;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.tributary.driver.run.DataSummary;
import org.tributary.driver.run.RunListener;
import org.tributary.driver.train.EpochEnd;
import org.tributary.driver.train.TrainingJob;
import org.tributary.driver.train.TrainingResult;
import org.tributary.driver.train.TrainingState;

/**
 * Shows a live progress line if standard error is a terminal: first that the data is being read,
 * then epoch, loss, score, samples per second and remaining time.
 */
final class ProgressLine implements RunListener, AutoCloseable {
  private static final int WIDEST = 100;

  /** Columns reserved for the ^C that a terminal echoes: a wrapped line could not be cleared. */
  private static final int ECHO = 4;

  private final Terminal terminal;
  private ProgressBar bar;
  private String score = "";

  ProgressLine(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void reading(String data) {
    if (terminal.isInteractive()) {
      terminal.draw("Reading " + data + " ...");
    }
  }

  @Override
  public void prepared(DataSummary data) {
    terminal.clear();
  }

  @Override
  public void started(TrainingJob job, List<EpochEnd> curve) {
    if (terminal.isInteractive()) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("epoch")
              .setInitialMax(job.train().epochs())
              .setUpdateIntervalMillis(200)
              .setStyle(ProgressBarStyle.UNICODE_BLOCK)
              .setConsumer(new Drawing())
              .build();
    }
  }

  @Override
  public void epochEnded(EpochEnd end, Supplier<TrainingState> state) {
    if (bar == null) {
      return;
    }
    end.holdout()
        .ifPresent(
            measured ->
                score =
                    String.format(
                        Locale.ROOT, "  %s %.4f", measured.scoreName(), measured.score()));
    bar.stepTo(end.epoch());
    bar.setExtraMessage(
        String.format(
            Locale.ROOT,
            " loss %.5f%s  %,.0f samples/s",
            end.loss(),
            score,
            end.samplesPerSecond()));
  }

  @Override
  public void ended(TrainingResult result) {
    close();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
    terminal.clear();
  }

  /** Draws what the bar renders as the terminal's live line. */
  private final class Drawing implements ProgressBarConsumer {
    private final int width = Math.min(WIDEST, TerminalWidth.columns() - ECHO);

    @Override
    public int getMaxRenderedLength() {
      return width;
    }

    @Override
    public void accept(String rendered) {
      terminal.draw(rendered);
    }

    @Override
    public void close() {
      terminal.clear();
    }
  }
}
