package org.tributary.driver.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tributary.driver.config.JobReader;
import org.tributary.driver.train.TrainingListener;

/**
 * Each strategy as a job of about fifteen rounds, in which every one of six partitions has work.
 */
enum Strategy {
  FULL_BATCH("train { epochs = 15 }"),
  MINI_BATCH("train { epochs = 3, strategy { name = mini-batch, batch = 384 } }"),
  LOCAL_STEPS(
      """
      train {
        epochs = 3
        strategy {
          name = local-steps, shards = 7, batch = 16, steps = 4, inner = average, outer = nesterov
        }
      }
      """);

  /** Rows of the data, with a hold-out set of a fifth. */
  static final int ROWS = 2400;

  private final String train;

  Strategy(String train) {
    this.train = train;
  }

  /** Returns a run over a file of {@code TestData.weightedClasses}. */
  TrainingRun over(Path csv, int partitions) {
    return new TrainingRun(
        JobReader.read(
            """
            data { path = "%s", label = kind, weight = w, holdout.fraction = 0.2, blockRows = 16 }
            network { hidden = [7, 5], activation = tanh }
            train { l2 = 0.5, optimizer.name = adam, rounds = cluster }
            %s
            output.model = unused
            """
                .formatted(csv, train),
            "job.conf",
            List.of("data.partitions=" + partitions)),
        UnaryOperator.identity(),
        new TrainingListener() {});
  }
}
