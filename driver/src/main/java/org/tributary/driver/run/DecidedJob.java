package org.tributary.driver.run;

import java.util.List;
import java.util.Locale;
import org.tributary.core.objective.Penalty;
import org.tributary.driver.dataset.PreparedData;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.spec.StrategySpec;
import org.tributary.driver.spec.TrainSpec;

/** A job with the values that depend on its data, so that it can be repeated. */
final class DecidedJob {
  private DecidedJob() {}

  /**
   * Returns the job with those values.
   *
   * @param penalty what the strengths of the job's penalties are relative to
   * @throws InvalidConfiguration if its settings do not go with what the labels decided on
   */
  static JobSpec of(JobSpec job, PreparedData<?> data, Beginning.PenaltyOn penalty) {
    JobSpec withOutput;
    try {
      withOutput =
          job.network().output().isPresent()
              ? job
              : job.withNetwork(job.network().withOutput(data.output()));
    } catch (IllegalArgumentException e) {
      throw new InvalidConfiguration(
          List.of(
              "%s; the labels of %s decided on network.output = %s, which can be set"
                  .formatted(
                      e.getMessage(),
                      job.data().path(),
                      data.output().name().toLowerCase(Locale.ROOT).replace('_', '-'))));
    }
    long rows = data.training().rows();
    TrainSpec train = withOutput.train().decided(rows);
    JobSpec decided =
        withOutput.withTrain(
            switch (penalty) {
              case SUM -> train;
              case MEAN ->
                  train.withPenalty(
                      new Penalty(
                          train.penalty().l1() * data.training().weightSum(),
                          train.penalty().l2() * data.training().weightSum()));
            });
    return decided.train().strategy() instanceof StrategySpec.LocalSteps local
        ? decided.withTrain(
            decided.train().withStrategy(local.decided(data.training().range().groups(), rows)))
        : decided;
  }
}
