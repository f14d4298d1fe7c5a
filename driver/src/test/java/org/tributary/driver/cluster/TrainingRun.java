package org.tributary.driver.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.tributary.core.data.Block;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.driver.config.JobReader;
import org.tributary.driver.dataset.Blocks;
import org.tributary.driver.dataset.DatasetPreparer;
import org.tributary.driver.dataset.PreparationRequest;
import org.tributary.driver.dataset.PreparedData;
import org.tributary.driver.solver.StrategyGrouping;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.spec.TrainSpec;
import org.tributary.driver.train.Trainer;
import org.tributary.driver.train.TrainingListener;
import org.tributary.driver.train.TrainingResult;

/**
 * A job in float32 that any session can run: some 20 leaves of weighted rows of three classes.
 *
 * @param job what to train on and how
 * @param blocks what becomes of the blocks to train on
 * @param listener receives every epoch
 */
record TrainingRun(
    JobSpec job, UnaryOperator<JavaRDD<Block<float[]>>> blocks, TrainingListener listener) {

  /** Returns a run over a file of {@code TestData.weightedClasses}. */
  static TrainingRun of(Path csv, String optimizer, int partitions) {
    return of(csv, optimizer, partitions, "auto", "auto");
  }

  /** Returns a run with an aggregation mode, with or without merging first. */
  static TrainingRun of(Path csv, String optimizer, int partitions, String mode, String merge) {
    JobSpec job =
        JobReader.read(
            """
            data { path = "%s", label = kind, weight = w, holdout.fraction = 0.2, blockRows = 16 }
            network { hidden = [7, 5], activation = tanh }
            train { epochs = 8, l2 = 0.5, rounds = cluster }
            output.model = unused
            """
                .formatted(csv),
            "job.conf",
            List.of(
                "train.optimizer.name=" + optimizer,
                "data.partitions=" + partitions,
                "train.aggregation.mode=" + mode,
                "train.aggregation.merge=" + merge));
    return new TrainingRun(job, UnaryOperator.identity(), new TrainingListener() {});
  }

  /** Returns the run, with other blocks of the same content. */
  TrainingRun over(UnaryOperator<JavaRDD<Block<float[]>>> others) {
    return new TrainingRun(job, others, listener);
  }

  /** Returns the run, with a listener. */
  TrainingRun withListener(TrainingListener other) {
    return new TrainingRun(job, blocks, other);
  }

  /** Returns the run, trained in another way. */
  TrainingRun with(TrainSpec train) {
    return new TrainingRun(job.withTrain(train), blocks, listener);
  }

  /** Trains. */
  TrainingResult on(SparkSession spark) {
    try (PreparedData<float[]> data =
        DatasetPreparer.prepare(
            spark,
            PreparationRequest.of(
                    job.data(),
                    Optional.of(job.network().output().orElse(OutputLoss.SOFTMAX_CROSS_ENTROPY)),
                    KernelFactory.FLOAT32,
                    job.train().seed())
                .withGrouping(StrategyGrouping.of(job.train().strategy())))) {
      Blocks<float[]> training = data.training();
      PreparedData<float[]> changed =
          new PreparedData<>(
              new Blocks<>(
                  blocks.apply(training.rdd()),
                  training.kernels(),
                  training.range(),
                  training.maxRows(),
                  training.rows(),
                  training.weightSum()),
              Optional.empty(),
              data.holdout(),
              data.preparation(),
              data.outcome(),
              data.output(),
              data.columns());
      return new Trainer<>(
              JavaSparkContext.fromSparkContext(spark.sparkContext()),
              changed,
              job.network(),
              job.train(),
              List.of(listener))
          .train();
    }
  }
}
