package org.tributary.driver.run;

import java.util.Optional;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.spec.SplitSpec;
import org.tributary.driver.spec.StopSpec;
import org.tributary.driver.spec.TrainSpec;
import org.tributary.driver.train.TrainingResult;

/**
 * The second training of a job, on its training and validation rows.
 *
 * <p>It ends after the epoch that did best on the validation set in the first one. Schedules span
 * the same epochs in both. The second is an ordinary job without a validation set, so that it is
 * saved, evaluated and verified like any other.
 */
final class Refit {
  private Refit() {}

  /**
   * Returns the job to train again by; empty if the first training is the last: where refitting is
   * not asked for, the rows are too many, no fraction of them is the validation set, a decision is
   * chosen by it, or a time budget limits the training.
   *
   * @param job the job as it was configured
   * @param decided the job of the first training
   * @param data the data of the first training
   * @param first the result of the first training
   */
  static Optional<JobSpec> of(
      JobSpec job, JobSpec decided, DataSummary data, TrainingResult first) {
    TrainSpec train = job.train();
    StopSpec stop = train.stop();
    boolean divided =
        job.data().validation() > 0
            && data.validationRows() > 0
            && !(job.data().split() instanceof SplitSpec.ByColumn);
    boolean chosen = stop.patience() > 0 && first.epoch() > 0;
    long rows = data.trainingRows() + data.validationRows();
    if (!divided
        || !chosen
        || rows > stop.refit()
        || train.decision().isActive()
        || stop.timeBudget().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        job.withNetwork(decided.network())
            .withData(job.data().withValidation(0))
            .withTrain(
                train
                    .withEpochs(decided.train().epochs())
                    .withSamples(0)
                    .withStop(stop.withPatience(0).withEpoch(first.epoch()).withRefit(0))));
  }
}
