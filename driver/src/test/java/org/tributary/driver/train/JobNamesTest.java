package org.tributary.driver.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.dataset.DatasetPreparer;
import org.tributary.driver.dataset.PreparedData;
import org.tributary.driver.dataset.TestData;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.spec.NetworkSpec;
import org.tributary.driver.spec.Optimizers;
import org.tributary.driver.spec.TrainSpec;

class JobNamesTest {
  /** The names of jobs in Spark's events, or "nameless" for a job without a name. */
  private static final class Names extends SparkListener {
    private final Queue<String> names = new ConcurrentLinkedQueue<>();

    @Override
    public void onJobStart(SparkListenerJobStart event) {
      names.add(event.properties().getProperty("spark.job.description", "nameless"));
    }
  }

  @Test
  void everyJobOfATrainingSaysWhatItIsFor(@TempDir Path directory) throws TimeoutException {
    Path csv = TestData.weightedClasses(directory, 331);
    TrainSpec spec =
        TrainSpec.DEFAULT
            .withEpochs(2)
            .withOptimizer(Optimizers.ADAM)
            .withRounds(TrainSpec.Rounds.CLUSTER);
    JavaSparkContext spark = LocalSpark.context();
    Names names = new Names();
    spark.sc().addSparkListener(names);
    try (PreparedData<float[]> data =
        DatasetPreparer.prepare(
            LocalSpark.session(),
            TestData.csv(
                csv, List.of("kind"), Optional.of("w"), new HoldoutSpec.Fraction(0.25), 2, 32),
            OutputLoss.SOFTMAX_CROSS_ENTROPY,
            KernelFactory.FLOAT32,
            11)) {
      TrainingResult result =
          new Trainer<>(spark, data, NetworkSpec.DEFAULT, spec, List.of()).train();
      assertThat(result.history()).hasSize(2);
      spark.sc().listenerBus().waitUntilEmpty(TimeUnit.MINUTES.toMillis(5));
    } finally {
      spark.sc().removeSparkListener(names);
    }

    assertThat(names.names)
        .containsSubsequence(
            "the reading of " + csv,
            "the preparation of " + csv,
            "the blocks of " + csv,
            "round 1",
            "the evaluation of epoch 1",
            "round 2",
            "the evaluation of epoch 2")
        .doesNotContain("nameless");
  }
}
