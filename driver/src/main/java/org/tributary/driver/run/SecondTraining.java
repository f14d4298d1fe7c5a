package org.tributary.driver.run;

import java.util.List;
import java.util.function.Supplier;
import org.tributary.driver.train.EpochEnd;
import org.tributary.driver.train.TrainingJob;
import org.tributary.driver.train.TrainingResult;
import org.tributary.driver.train.TrainingState;

/**
 * Passes on the events of a second training on the same data: those of its epochs, not those of the
 * data, which are known from the first.
 *
 * @param to receives the events
 */
record SecondTraining(RunListener to) implements RunListener {
  @Override
  public void started(TrainingJob job, List<EpochEnd> curve) {
    to.started(job, curve);
  }

  @Override
  public void roundEnded(long rounds, Supplier<TrainingState> state) {
    to.roundEnded(rounds, state);
  }

  @Override
  public void epochEnded(EpochEnd end, Supplier<TrainingState> state) {
    to.epochEnded(end, state);
  }

  @Override
  public void stopped(Supplier<TrainingState> state) {
    to.stopped(state);
  }

  @Override
  public void ended(TrainingResult result) {
    to.ended(result);
  }

  @Override
  public void noticed(String line) {
    to.noticed(line);
  }
}
