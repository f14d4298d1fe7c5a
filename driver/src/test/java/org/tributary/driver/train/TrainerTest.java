package org.tributary.driver.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.config.JobReader;
import org.tributary.driver.dataset.DatasetPreparer;
import org.tributary.driver.dataset.PreparedData;
import org.tributary.driver.dataset.TestData;
import org.tributary.driver.evaluation.Evaluation;
import org.tributary.driver.solver.StopReason;
import org.tributary.driver.solver.TrainingException;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.spec.PreparationSpec;

class TrainerTest {
  private static final Comparator<Double> DESCENDING = Comparator.<Double>naturalOrder().reversed();

  @TempDir private Path directory;

  /** Reads a job of everything but the data, which {@link TestData} describes. */
  private static JobSpec job(String... lines) {
    return JobReader.read(
        """
        data { path = a.csv, label = y }
        output.model = m
        %s
        """
            .formatted(String.join("\n", lines)),
        "job.conf",
        List.of());
  }

  private static <A> TrainingResult train(
      PreparedData<A> data, JobSpec job, TrainingListener... listeners) {
    return new Trainer<>(LocalSpark.context(), data, job.network(), job.train(), List.of(listeners))
        .train();
  }

  private PreparedData<float[]> withHoldout(Path path, int partitions) {
    return DatasetPreparer.prepare(
        LocalSpark.session(),
        TestData.csv(
            path,
            List.of("kind"),
            Optional.of("w"),
            new HoldoutSpec.Fraction(0.25),
            partitions,
            32),
        OutputLoss.SOFTMAX_CROSS_ENTROPY,
        KernelFactory.FLOAT32,
        11);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lbfgs", "adam"})
  void float32ThetaHasTheSameBitsOnAnyNumberOfPartitions(String optimizer) {
    JobSpec job =
        job(
            "network.hidden = [6, 5]",
            "train { epochs = 8, l2 = 0.5, optimizer.name = " + optimizer + " }");
    Path path = TestData.weightedClasses(directory, 331);
    List<double[]> thetas = new ArrayList<>();
    for (int partitions : new int[] {1, 2, 3, 7, 16}) {
      try (PreparedData<float[]> data =
          TestData.prepare(path, partitions, 32, KernelFactory.FLOAT32)) {
        thetas.add(train(data, job).theta());
      }
    }
    assertThat(thetas).allSatisfy(theta -> assertThat(theta).containsExactly(thetas.get(0)));
  }

  @Test
  void historyHasEveryEpochWithAFallingLossAndTheMeasurementsAskedFor() {
    JobSpec job = job("network.hidden = [6]", "train { epochs = 7, l2 = 1, evaluateEvery = 3 }");
    try (PreparedData<float[]> data = withHoldout(TestData.weightedClasses(directory, 331), 2)) {
      TrainingResult result = train(data, job);
      List<EpochEnd> history = result.history();
      assertThat(history).extracting(EpochEnd::epoch).containsExactly(1, 2, 3, 4, 5, 6, 7);
      // The line search of lbfgs takes no step that raises the objective.
      assertThat(history.stream().map(EpochEnd::loss).toList()).isSortedAccordingTo(DESCENDING);
      assertThat(history.stream().map(EpochEnd::elapsed).toList()).isSorted();
      assertThat(history.stream().map(EpochEnd::rounds).toList()).isSorted();
      assertThat(history).allSatisfy(end -> assertThat(end.gradientNorm()).isPositive().isFinite());
      assertThat(history.stream().filter(end -> end.holdout().isPresent()).map(EpochEnd::epoch))
          .containsExactly(3, 6, 7);
      assertThat(result.stopReason()).isEqualTo(StopReason.EPOCHS);
      Measurement last = result.last().orElseThrow().holdout().orElseThrow();
      assertThat(result.holdout().map(Evaluation::score)).contains(last.score());
      assertThat(result.holdout().map(Evaluation::loss)).contains(last.loss());
      // Ranks are computed once, at the end.
      assertThat(result.holdout().orElseThrow().ranks().isPresent()).isTrue();
    }
  }

  @Test
  void listenersAreToldOfTheStartEveryEpochAndTheEndInOrder() {
    List<String> told = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void started(TrainingJob job, List<EpochEnd> curve) {
            told.add("%d + %d rows".formatted(job.data().trainingRows(), job.data().holdoutRows()));
          }

          @Override
          public void epochEnded(EpochEnd end, Supplier<TrainingState> state) {
            told.add("epoch " + end.epoch());
          }

          @Override
          public void ended(TrainingResult result) {
            told.add(result.history().size() + " epochs");
          }
        };
    JobSpec job = job("network.hidden = [3]", "train { epochs = 5, optimizer.name = momentum }");
    try (PreparedData<float[]> data = withHoldout(TestData.weightedClasses(directory, 100), 2)) {
      train(data, job, listener);
      String rows =
          "%d + %d rows".formatted(data.training().rows(), data.holdout().orElseThrow().rows());
      assertThat(told)
          .containsExactly(rows, "epoch 1", "epoch 2", "epoch 3", "epoch 4", "epoch 5", "5 epochs");
    }
  }

  @Test
  void gradientDescentReachesTheLineOfLeastSquares() {
    Random random = new Random(1);
    int n = 80;
    double[] x = new double[n];
    double[] y = new double[n];
    StringBuilder text = new StringBuilder("x,y\n");
    for (int i = 0; i < n; i++) {
      x[i] = 10 + 3 * random.nextGaussian();
      y[i] = 2 * x[i] - 7 + random.nextGaussian();
      text.append(x[i]).append(',').append(y[i]).append('\n');
    }
    Path path = TestData.write(directory.resolve("line.csv"), text.toString());
    JobSpec job =
        job(
            "network { hidden = [], output = identity-squared-error }",
            "train { epochs = 300, optimizer { name = gradient-descent, learningRate = 0.5 } }");
    try (PreparedData<double[]> data =
        DatasetPreparer.prepare(
            LocalSpark.session(),
            TestData.csv(path, List.of("y"), Optional.empty(), new HoldoutSpec.None(), 3, 16)
                .withPreparation(
                    PreparationSpec.DEFAULT.withTargets(PreparationSpec.Targets.UNSCALED)),
            OutputLoss.IDENTITY_SQUARED_ERROR,
            KernelFactory.FLOAT64,
            11)) {
      double[] theta = train(data, job).theta();
      double meanX = IntStream.range(0, n).mapToDouble(i -> x[i]).sum() / n;
      double meanY = IntStream.range(0, n).mapToDouble(i -> y[i]).sum() / n;
      double xy = 0;
      double xx = 0;
      for (int i = 0; i < n; i++) {
        xy += (x[i] - meanX) * (y[i] - meanY);
        xx += (x[i] - meanX) * (x[i] - meanX);
      }
      // On standardized x the line is meanY + slope * deviation * x', and the Hessian of
      // 1/(2n) sum (theta x' - y)^2 the identity: each step of rate 0.5 halves the distance, so
      // that after 300 only the rounding of some 80 terms of size 30 is left.
      double deviation = Math.sqrt(xx / n);
      assertThat(theta).hasSize(2);
      assertThat(theta[0]).isCloseTo(meanY, within(1e-10));
      assertThat(theta[1]).isCloseTo(xy / xx * deviation, within(1e-10));
    }
  }

  @Test
  void weightsAreThoseOfTheLastEpochWhereTheSearchEndsBeforeTheFirstMeasurement() {
    JobSpec job =
        job(
            "data.holdout.fraction = 0.25",
            "network.hidden = [3]",
            "train { l2 = 20, epochs = 1000, evaluateEvery = 1000, stop.patience = 2 }");
    try (PreparedData<float[]> data = withHoldout(TestData.weightedClasses(directory, 200), 2)) {
      TrainingResult result = train(data, job);
      assertThat(result.stopReason()).isEqualTo(StopReason.LINE_SEARCH);
      assertThat(result.history()).noneMatch(end -> end.holdout().isPresent());
      assertThat(result.epoch()).isEqualTo(result.history().size());
      assertThat(result.holdout()).isPresent();
    }
  }

  @Test
  void divergenceNamesTheEpochAndTheWayOut() {
    JobSpec job =
        job(
            "network { hidden = [4], activation = identity, output = identity-squared-error }",
            "train.optimizer { name = gradient-descent, learningRate = 1e30 }");
    StringBuilder text = new StringBuilder("x,y\n");
    for (int i = 0; i < 20; i++) {
      text.append(String.format(Locale.ROOT, "%d,%d%n", i, 3 * i));
    }
    Path path = TestData.write(directory.resolve("line.csv"), text.toString());
    try (PreparedData<float[]> data =
        DatasetPreparer.prepare(
            LocalSpark.session(),
            TestData.csv(path, List.of("y"), Optional.empty(), new HoldoutSpec.None(), 2, 16),
            OutputLoss.IDENTITY_SQUARED_ERROR,
            KernelFactory.FLOAT32,
            11)) {
      assertThatExceptionOfType(TrainingException.class)
          .isThrownBy(() -> train(data, job))
          .withMessageContainingAll("at epoch 2", "train.optimizer.learningRate");
    }
  }
}
