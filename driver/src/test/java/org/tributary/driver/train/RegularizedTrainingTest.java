package org.tributary.driver.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.network.Dropout;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Regularization;
import org.tributary.core.objective.BlockObjective;
import org.tributary.core.objective.Objective;
import org.tributary.core.objective.Penalty;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.config.JobReader;
import org.tributary.driver.dataset.PreparedData;
import org.tributary.driver.dataset.TestData;
import org.tributary.driver.solver.DistributedObjective;
import org.tributary.driver.solver.TrainingProblem;
import org.tributary.driver.spec.AggregationSpec;
import org.tributary.driver.spec.JobSpec;

/** What regularises training does in every strategy what it says. */
class RegularizedTrainingTest {
  private static final String FULL_BATCH = "train.strategy.name = full-batch";
  private static final String MINI_BATCH = "train.strategy { name = mini-batch, batch = 100 }";
  private static final String LOCAL_STEPS =
      "train.strategy { name = local-steps, batch = 16, shards = 3, steps = 4 }";
  private static final String MOMENTUM_OF_SHARDS =
      "train.strategy { name = local-steps, batch = 16, shards = 3, steps = 2, inner = reset,"
          + " outer = nesterov }";

  @TempDir private static Path directory;
  private static TestTraining training;

  @BeforeAll
  static void open() {
    training = new TestTraining(directory);
  }

  @AfterAll
  static void close() {
    training.close();
  }

  private static JobSpec job(String... lines) {
    return JobReader.read(
        """
        data { path = a.csv, label = y }
        output.model = m
        network.hidden = [6, 5]
        train.seed = 5
        %s
        """
            .formatted(String.join("\n", lines)),
        "job.conf",
        List.of());
  }

  private static TrainingResult train(int rows, int partitions, JobSpec job) {
    return training.train(rows, partitions, job.network(), job.train());
  }

  @ParameterizedTest
  @ValueSource(strings = {FULL_BATCH, MINI_BATCH, LOCAL_STEPS, MOMENTUM_OF_SHARDS})
  void trainedWeightsHaveTheSameBitsOnAnyNumberOfPartitionsWithEverythingOn(String strategy) {
    JobSpec job =
        job(
            strategy,
            "train { epochs = 2, optimizer { name = adam, learningRate = 0.05 } }",
            "train { l1 = 0.5, l2 = 0.5, clipNorm = 0.2, maxNorm = 1 }",
            "train { dropout = [0.5, 0.2], inputDropout = 0.1, labelSmoothing = 0.1 }");
    int rows = 400;
    TrainingResult one = train(rows, 1, job);
    for (int partitions : new int[] {3, 16}) {
      TrainingResult many = train(rows, partitions, job);
      assertThat(many.theta()).as("%d partitions", partitions).containsExactly(one.theta());
      assertThat(many.last().orElseThrow().loss()).isEqualTo(one.last().orElseThrow().loss());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {FULL_BATCH, MINI_BATCH, LOCAL_STEPS, MOMENTUM_OF_SHARDS})
  void weightsIntoAUnitStayWithinTheMaximumNorm(String strategy) {
    String optimizer = "train { epochs = 3, optimizer { name = adam, learningRate = 0.1 } }";
    int rows = 200;
    TrainingResult free = train(rows, 2, job(strategy, optimizer));
    TrainingResult held = train(rows, 2, job(strategy, optimizer, "train.maxNorm = 0.75"));
    assertThat(largestNorm(free)).isGreaterThan(1);
    // A root, a quotient and a product for each weight, rounded to float32 with mini-batches. The
    // mean of shards that are at the maximum in somewhat different directions lies a little within.
    double rounding = strategy.equals(MINI_BATCH) ? 1e-7 : 1e-14;
    assertThat(largestNorm(held)).isBetween(0.74, 0.75 + rounding);
  }

  private static double largestNorm(TrainingResult result) {
    ParameterLayout layout = result.layout();
    return IntStream.range(0, layout.layers())
        .boxed()
        .flatMapToDouble(
            l ->
                IntStream.range(0, layout.rows(l))
                    .mapToDouble(i -> norm(result.theta(), layout, l, i)))
        .max()
        .orElseThrow();
  }

  private static double norm(double[] theta, ParameterLayout layout, int l, int i) {
    int bias = layout.offset(l) + i * layout.columns(l);
    return Math.sqrt(
        Arrays.stream(theta, bias + 1, bias + layout.columns(l)).map(x -> x * x).sum());
  }

  @Test
  void aClippedStepIsAsLongAsTheNormTellsInFullBatchAndMiniBatch() {
    int rows = 200;
    String optimizer = "train.optimizer { name = gradient-descent, learningRate = 0.5 }";
    for (String strategy :
        List.of(FULL_BATCH, "train.strategy { name = mini-batch, batch = 999 }")) {
      JobSpec job = job(strategy, optimizer, "train { epochs = 1, clipNorm = 1e-3 }");
      TrainingResult result = train(rows, 2, job);
      double[] start =
          job.network().initialization().parameters(result.layout(), job.train().seed());
      double squares = 0;
      for (int i = 0; i < start.length; i++) {
        squares += Math.pow(result.theta()[i] - start[i], 2);
      }
      // Differences of numbers near 1: to 1e-16 in float64, to 6e-8 with float32 mini-batches.
      double rounding = strategy.equals(FULL_BATCH) ? 1e-13 : 1e-7;
      assertThat(Math.sqrt(squares)).isCloseTo(0.5e-3, within(rounding));
      assertThat(result.last().orElseThrow().gradientNorm()).isGreaterThan(0.1);
    }
  }

  @Test
  void aClippedShardMovesNoFartherThanItsStepsTogether() {
    int rows = 200;
    String optimizer = "train.optimizer { name = gradient-descent, learningRate = 0.5 }";
    EpochEnd end =
        train(rows, 2, job(LOCAL_STEPS, optimizer, "train { epochs = 1, clipNorm = 1e-3 }"))
            .last()
            .orElseThrow();
    // The length of the last round's mean displacement: 4 steps of 0.5e-3 at most, in float32.
    assertThat(end.gradientNorm()).isPositive().isLessThan(4 * 0.5e-3 + 1e-5);
  }

  @Test
  void proximalDescentFindsTheMinimumAndTheZerosOfOwlqn() {
    int rows = 200;
    String common =
        "network.hidden = []\ntrain { l1 = 20, epochs = 300, stop.gradientNorm = 1e-6 }";
    TrainingResult owlqn = train(rows, 2, job(common, "train.optimizer.name = owlqn"));
    TrainingResult descent =
        train(
            rows, 2, job(common, "train.optimizer { name = gradient-descent, learningRate = 1 }"));
    EpochEnd last = descent.last().orElseThrow();
    // Float32 sums of losses near 1 are good to 1e-7.
    assertThat(last.loss()).isCloseTo(owlqn.last().orElseThrow().loss(), within(1e-6));
    // Subgradients vanish at the minimum though the gradient of the loss does not.
    assertThat(last.gradientNorm()).isLessThan(1e-4);
    boolean[] zeros = zeros(descent);
    assertThat(zeros).isEqualTo(zeros(owlqn)).contains(true).contains(false);
  }

  private static boolean[] zeros(TrainingResult result) {
    double[] theta = result.theta();
    boolean[] zeros = new boolean[theta.length];
    IntStream.range(0, theta.length).forEach(i -> zeros[i] = theta[i] == 0);
    return zeros;
  }

  @ParameterizedTest
  @ValueSource(strings = {FULL_BATCH, MINI_BATCH, LOCAL_STEPS})
  void anL1PenaltyIsPartOfTheObjectiveAndMakesWeightsSmall(String strategy) {
    int rows = 400;
    String optimizer = "train { epochs = 20, optimizer { name = adam, learningRate = 0.02 } }";
    TrainingResult plain = train(rows, 2, job(strategy, optimizer));
    TrainingResult sparse = train(rows, 2, job(strategy, optimizer, "train.l1 = 30"));
    assertThat(absolute(sparse)).isLessThan(0.6 * absolute(plain));
    // m is at most 4 times 400, and the penalty alone is less than the objective.
    assertThat(sparse.last().orElseThrow().loss()).isGreaterThan(30 / 1600.0 * absolute(sparse));
  }

  private static double absolute(TrainingResult result) {
    double sum = 0;
    for (int i = 0; i < result.theta().length; i++) {
      sum += result.layout().isBias(i) ? 0 : Math.abs(result.theta()[i]);
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(strings = {FULL_BATCH, MINI_BATCH, LOCAL_STEPS})
  void dropoutDrawsOtherMasksAtEveryStepAndTheSameOnesInEveryRun(String strategy) {
    int rows = 200;
    // A rate so small that theta stays, and only the masks move the loss.
    String still = "train.optimizer { name = gradient-descent, learningRate = 1e-12 }";
    String dropout = "train { epochs = 6, dropout = 0.5 }";
    TrainingResult result = train(rows, 2, job(strategy, still, dropout));
    List<Double> losses = result.history().stream().map(EpochEnd::loss).toList();
    assertThat(losses).doesNotHaveDuplicates();
    assertThat(train(rows, 2, job(strategy, still, dropout)).history())
        .extracting(EpochEnd::loss)
        .isEqualTo(losses);
    assertThat(train(rows, 2, job(strategy, still, dropout, "train.seed = 6")).history())
        .extracting(EpochEnd::loss)
        .doesNotContainAnyElementsOf(losses);
    // The hold-out set is evaluated without masks.
    assertThat(result.history())
        .extracting(end -> Math.round(1e6 * end.holdout().orElseThrow().loss()))
        .containsOnly(Math.round(1e6 * result.holdout().orElseThrow().loss()));
  }

  @Test
  void maskedSumsOverTheClusterAreThoseOfAPlainLoop() {
    Path path = TestData.weightedClasses(directory, 200);
    Penalty penalty = new Penalty(0, 2);
    Regularization regularization = new Regularization(new Dropout(0.2, List.of(0.5)), 0.1);
    try (PreparedData<double[]> data = TestData.prepare(path, 3, 16, KernelFactory.FLOAT64)) {
      JobSpec job = job("network.hidden = [7]");
      ParameterLayout layout = new ParameterLayout(data.topology(job.network()));
      double[] theta = job.network().initialization().parameters(layout, 1);
      Objective distributed =
          new DistributedObjective<>(
                  new TrainingProblem<>(
                      LocalSpark.context(),
                      data.training(),
                      layout,
                      penalty,
                      regularization,
                      9,
                      AggregationSpec.AUTO,
                      Optional.empty()))
              .at(theta);
      Objective plain =
          new BlockObjective<>(
                  layout,
                  Kernel.float64(),
                  data.training().rdd().collect(),
                  penalty,
                  regularization,
                  9)
              .at(theta);
      // The same masks, and sums of some hundred numbers near 1 in another order.
      assertThat(distributed.value()).isCloseTo(plain.value(), within(1e-13));
      assertThat(distributed.gradient()).containsExactly(plain.gradient(), within(1e-13));
    }
  }

  /** What no network can go below at a smoothing of 0.9 over three classes: 0.4, 0.3 and 0.3. */
  private static final double ENTROPY = -0.4 * Math.log(0.4) - 0.6 * Math.log(0.3);

  @ParameterizedTest
  @ValueSource(strings = {FULL_BATCH, MINI_BATCH, LOCAL_STEPS})
  void labelsAreSmoothedInTrainingAlone(String strategy) {
    int rows = 400;
    String optimizer = "train { epochs = 20, optimizer { name = adam, learningRate = 0.1 } }";
    EpochEnd plain = train(rows, 2, job(strategy, optimizer)).last().orElseThrow();
    EpochEnd smoothed =
        train(rows, 2, job(strategy, optimizer, "train.labelSmoothing = 0.9")).last().orElseThrow();
    assertThat(plain.loss()).isLessThan(0.9);
    assertThat(smoothed.loss()).isGreaterThan(ENTROPY);
    // The network is never surer than 0.4, which costs more than better answers would on labels as
    // they are, and less than no network can avoid on smoothed ones.
    assertThat(smoothed.holdout().orElseThrow().loss())
        .isBetween(plain.holdout().orElseThrow().loss() + 0.05, ENTROPY);
  }

  @Test
  void smoothedLabelsAreAnObjectiveThatLbfgsMinimises() {
    int rows = 400;
    List<EpochEnd> history =
        train(rows, 2, job("train { epochs = 15, labelSmoothing = 0.9 }")).history();
    assertThat(history.stream().map(EpochEnd::loss).toList())
        .isSortedAccordingTo(Comparator.<Double>naturalOrder().reversed());
    // Better than an even guess.
    assertThat(history.get(history.size() - 1).loss()).isBetween(ENTROPY, Math.log(3));
  }
}
