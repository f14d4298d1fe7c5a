package org.tributary.driver.run;

import java.util.Optional;
import org.tributary.driver.train.EpochEnd;
import org.tributary.driver.train.Measurement;
import org.tributary.driver.train.TrainingResult;

/**
 * How the network did on the validation set after the epoch that was chosen by it. Of rows that
 * nothing was chosen by, expect somewhat less.
 *
 * @param epoch the epoch
 * @param rows number of validation rows
 * @param measured the metrics
 */
public record ValidationScore(int epoch, long rows, Measurement measured) {

  /** Returns the score of a training; empty without a validation set, or if no epoch is chosen. */
  static Optional<ValidationScore> of(DataSummary data, TrainingResult training) {
    return data.validationRows() == 0
        ? Optional.empty()
        : training.history().stream()
            .filter(end -> end.epoch() == training.epoch())
            .findFirst()
            .flatMap(EpochEnd::holdout)
            .map(
                measured -> new ValidationScore(training.epoch(), data.validationRows(), measured));
  }
}
