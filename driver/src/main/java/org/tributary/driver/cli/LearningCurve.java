package org.tributary.driver.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.tributary.core.metrics.Metric;
import org.tributary.core.scoring.PredictionRule;
import org.tributary.driver.run.RunListener;
import org.tributary.driver.spec.Monitor;
import org.tributary.driver.train.EpochEnd;
import org.tributary.driver.train.Measurement;
import org.tributary.driver.train.TrainingJob;
import org.tributary.driver.train.TrainingResult;
import org.tributary.driver.train.TrainingState;

/** Prints the learning curve during training: about twenty epochs, including the first and last. */
final class LearningCurve implements RunListener {
  private static final int LINES = 20;

  private final Terminal terminal;
  private int every = 1;
  private Monitor monitor = Monitor.SCORE;
  private String watched = "";
  private boolean seldom;
  private boolean headed;
  private Optional<EpochEnd> unprinted = Optional.empty();

  LearningCurve(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void started(TrainingJob job, List<EpochEnd> curve) {
    monitor = job.train().stop().patience() > 0 ? job.train().stop().monitor() : Monitor.SCORE;
    every = Math.max(1, (job.train().epochs() + LINES - 1) / LINES);
    seldom = job.train().evaluateEvery() == 0;
    if (seldom && job.train().stop().patience() > 0) {
      watched =
          monitor
              .metricOf(
                  PredictionRule.taskKind(
                      job.layout().topology().outputLoss(), job.data().outcome()))
              .key();
    }
  }

  @Override
  public void epochEnded(EpochEnd end, Supplier<TrainingState> state) {
    boolean evaluated = seldom && end.holdout().isPresent();
    if (end.epoch() == 1 || end.epoch() % every == 0 || evaluated) {
      print(end);
      unprinted = Optional.empty();
    } else {
      unprinted = Optional.of(end);
    }
  }

  @Override
  public void ended(TrainingResult result) {
    unprinted.ifPresent(this::print);
    unprinted = Optional.empty();
  }

  private void print(EpochEnd end) {
    if (!headed) {
      String score = end.holdout().map(e -> metric(e).key()).orElse(watched);
      terminal.print(
          String.format(
              Locale.ROOT,
              "%7s %12s %12s %10.10s %12s %9s",
              "epoch",
              "loss",
              "|gradient|",
              score,
              "samples/s",
              "seconds"));
      headed = true;
    }
    double seconds = end.elapsed().toNanos() / 1e9;
    terminal.print(
        String.format(
            Locale.ROOT,
            "%7d %12.6f %12.3e %10s %,12.0f %9.1f",
            end.epoch(),
            end.loss(),
            end.gradientNorm(),
            end.holdout().map(this::watched).orElse(""),
            end.samplesPerSecond(),
            seconds));
  }

  /** Returns the metric that is watched: the one that early stopping monitors, or the score. */
  private Metric metric(Measurement measurement) {
    return monitor.metricOf(measurement.taskKind());
  }

  private String watched(Measurement measurement) {
    double value = monitor.equals(Monitor.SCORE) ? measurement.score() : measurement.monitored();
    return String.format(Locale.ROOT, Math.abs(value) < 1e4 ? "%.4f" : "%.4g", value);
  }
}
