package org.tributary.driver.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.tributary.core.summation.Transport.BFLOAT16;
import static org.tributary.core.summation.Transport.EXACT;
import static org.tributary.driver.spec.AggregationSpec.Merge.NONE;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.data.Batch;
import org.tributary.core.data.Block;
import org.tributary.core.data.ClassTargets;
import org.tributary.core.data.Inputs;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.metrics.Metric;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.Initialization;
import org.tributary.core.objective.Penalty;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.optim.Schedule;
import org.tributary.driver.spec.AggregationSpec;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.Monitor;
import org.tributary.driver.spec.NetworkSpec;
import org.tributary.driver.spec.StopSpec;
import org.tributary.driver.spec.StrategySpec;
import org.tributary.driver.spec.StrategySpec.InnerState;
import org.tributary.driver.spec.StrategySpec.LocalSteps;
import org.tributary.driver.spec.StrategySpec.MiniBatch;
import org.tributary.driver.spec.TrainSpec;
import org.tributary.driver.train.EpochEnd;
import org.tributary.driver.train.TestTraining;
import org.tributary.driver.train.TrainingResult;

/** What each strategy trains: the same bits on any partitioning, and the samples that it should. */
class StrategiesTest {
  private static final NetworkSpec NETWORK =
      new NetworkSpec(
          List.of(new HiddenLayer(6, Activation.RELU)),
          OutputLoss.SOFTMAX_CROSS_ENTROPY,
          Initialization.AUTO);

  private static final OptimizerSpec.FirstOrder ADAM =
      new OptimizerSpec.Adam(new Schedule.Constant(0.01), 0.9, 0.999, 1e-8);

  private static final OptimizerSpec.FirstOrder AVERAGE =
      new OptimizerSpec.GradientDescent(new Schedule.Constant(1));

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

  private static TrainSpec spec(StrategySpec strategy, OptimizerSpec optimizer, int epochs) {
    return TrainSpec.DEFAULT
        .withSeed(5)
        .withEpochs(epochs)
        .withOptimizer(optimizer)
        .withStrategy(strategy)
        .withPenalty(new Penalty(0, 0.5));
  }

  private static TrainingResult train(int rows, int partitions, TrainSpec spec) {
    return training.train(rows, partitions, NETWORK, spec);
  }

  static Stream<TrainSpec> specs() {
    OptimizerSpec.FirstOrder nesterov = new OptimizerSpec.Nesterov(new Schedule.Constant(0.7), 0.9);
    return Stream.of(
        spec(new StrategySpec.FullBatch(), ADAM, 3),
        spec(new StrategySpec.FullBatch(), new OptimizerSpec.Lbfgs(5), 5),
        spec(new MiniBatch(200), ADAM, 2),
        spec(new LocalSteps(1, 16, 4, 1, AVERAGE, InnerState.AVERAGE), ADAM, 1),
        spec(new LocalSteps(3, 16, 4, 1, AVERAGE, InnerState.AVERAGE), ADAM, 2),
        spec(new LocalSteps(4, 0, 64, 1, AVERAGE, InnerState.AVERAGE), ADAM, 2),
        spec(new LocalSteps(5, 16, 2, 2, nesterov, InnerState.RESET), ADAM, 2));
  }

  static Stream<StrategySpec> strategies() {
    // With one step a round, a round trip is a step.
    return Stream.of(
        new StrategySpec.FullBatch(),
        new MiniBatch(50),
        new LocalSteps(3, 16, 1, 1, AVERAGE, InnerState.AVERAGE),
        new LocalSteps(3, 16, 1, 1, AVERAGE, InnerState.RESET));
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void schedulesOverTheWholeTrainingEndWithItsLastStep(StrategySpec strategy) {
    OptimizerSpec.FirstOrder open =
        new OptimizerSpec.AdamW(
            new Schedule.CosLog4(0.05, 0), 0.9, 0.999, 1e-8, 0.5, new Schedule.FlatCosine(1, 0, 0));
    TrainingResult whole = train(400, 2, spec(strategy, open, 3));
    long steps = whole.history().get(2).rounds();
    OptimizerSpec.FirstOrder counted = open.withSchedules(schedule -> schedule.decided(steps));
    OptimizerSpec.FirstOrder longer = open.withSchedules(schedule -> schedule.decided(steps + 1));

    assertThat(train(400, 3, spec(strategy, counted, 3)).theta()).containsExactly(whole.theta());
    assertThat(train(400, 3, spec(strategy, longer, 3)).theta()).isNotEqualTo(whole.theta());
  }

  @ParameterizedTest
  @MethodSource("specs")
  void trainedWeightsHaveTheSameBitsOnAnyNumberOfPartitions(TrainSpec spec) {
    int rows = 400;
    TrainingResult one = train(rows, 1, spec);
    for (int partitions : new int[] {3, 16}) {
      TrainingResult many = train(rows, partitions, spec);
      assertThat(many.theta()).as("%d partitions", partitions).containsExactly(one.theta());
      assertThat(many.last().orElseThrow().loss()).isEqualTo(one.last().orElseThrow().loss());
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void trainedWeightsHaveTheSameBitsByEveryAggregation(TrainSpec spec) {
    int rows = 400;
    double[] direct = train(rows, 1, spec).theta();
    for (AggregationSpec.Mode mode :
        List.of(new AggregationSpec.Mode.Tree(2), new AggregationSpec.Mode.Sharded(0))) {
      TrainSpec other = spec.withAggregation(new AggregationSpec(mode, NONE, EXACT));
      assertThat(train(rows, 7, other).theta()).as("%s", mode).containsExactly(direct);
    }
  }

  /** A quasi-Newton method needs exact sums: its spec refuses rounded ones. */
  static Stream<TrainSpec> firstOrderSpecs() {
    return specs().filter(spec -> spec.optimizer() instanceof OptimizerSpec.FirstOrder);
  }

  @ParameterizedTest
  @MethodSource("firstOrderSpecs")
  void weightsTrainedWithRoundedSumsHaveTheSameBitsOnAnyNumberOfPartitions(TrainSpec spec) {
    int rows = 400;
    double[] exact = train(rows, 1, spec).theta();
    TrainSpec rounded =
        spec.withAggregation(new AggregationSpec(new AggregationSpec.Mode.Auto(), NONE, BFLOAT16));
    double[] one = train(rows, 1, rounded).theta();
    assertThat(one).isNotEqualTo(exact);
    for (int partitions : new int[] {3, 16}) {
      assertThat(train(rows, partitions, rounded).theta()).containsExactly(one);
    }
    for (AggregationSpec.Mode mode :
        List.of(new AggregationSpec.Mode.Tree(2), new AggregationSpec.Mode.Sharded(0))) {
      TrainSpec other = spec.withAggregation(new AggregationSpec(mode, NONE, BFLOAT16));
      assertThat(train(rows, 3, other).theta()).as("%s", mode).containsExactly(one);
    }
  }

  @Test
  void roundedSumsTrainAsWell() {
    int rows = 400;
    TrainSpec exact = spec(new MiniBatch(50), ADAM, 12);
    TrainSpec rounded =
        exact.withAggregation(new AggregationSpec(new AggregationSpec.Mode.Auto(), NONE, BFLOAT16));
    double before = train(rows, 2, exact).last().orElseThrow().loss();
    double after = train(rows, 2, rounded).last().orElseThrow().loss();
    // The noise of a batch of 50 of 320 rows is some tenths of the gradient, that of rounding less
    // than a hundredth.
    assertThat(after).isCloseTo(before, within(0.02 * before));
  }

  @ParameterizedTest
  @MethodSource("specs")
  void lossFalls(TrainSpec spec) {
    int rows = 400;
    TrainSpec longer = spec(spec.strategy(), spec.optimizer(), 12);
    List<EpochEnd> history = train(rows, 2, longer).history();
    assertThat(history).hasSize(12);
    assertThat(history.get(11).loss()).isLessThan(0.98 * history.get(0).loss());
  }

  @Test
  void roundsAndSamplesAreCounted() {
    int rows = 400;
    TrainingResult local =
        train(rows, 2, spec(new LocalSteps(3, 16, 4, 1, AVERAGE, InnerState.AVERAGE), ADAM, 2));
    // 3 shards x 16 samples cover some 320 rows in 7 steps: rounds of 4 and 3 steps an epoch.
    assertThat(local.last().orElseThrow().rounds()).isEqualTo(4);
    assertThat(local.last().orElseThrow().samples()).isEqualTo(2 * 7 * 3 * 16);
  }

  @Test
  void batchAndRoundsOfLocalStepsFollowFromRowsAndShardsByDefault() {
    int rows = 400;
    LocalSteps byDefault = LocalSteps.DEFAULT;
    LocalSteps three =
        new LocalSteps(
            3, 0, byDefault.steps(), byDefault.growth(), byDefault.outer(), byDefault.inner());
    TrainingResult result = train(rows, 2, spec(three, ADAM, 2));
    // 128 / 3^1.5 = 25; 3 shards x 25 samples cover some 320 rows in 5 steps: a round an epoch.
    assertThat(result.last().orElseThrow().rounds()).isEqualTo(2);
    assertThat(result.last().orElseThrow().samples()).isEqualTo(2 * 5 * 3 * 25);
    LocalSteps written =
        new LocalSteps(3, 25, three.steps(), three.growth(), three.outer(), three.inner());
    assertThat(train(rows, 7, spec(written, ADAM, 2)).theta()).containsExactly(result.theta());
  }

  @Test
  void oneShardWithOneStepOfTheWholeDataIsTheFullBatchStep() {
    int rows = 100;
    OptimizerSpec.FirstOrder descent =
        new OptimizerSpec.GradientDescent(new Schedule.Constant(0.5));
    TrainingResult full = train(rows, 2, spec(new StrategySpec.FullBatch(), descent, 1));
    int samples = (int) full.last().orElseThrow().samples();
    TrainingResult local =
        train(
            rows, 2, spec(new LocalSteps(1, samples, 1, 1, AVERAGE, InnerState.RESET), descent, 1));
    for (int i = 0; i < full.theta().length; i++) {
      // One float32 step against a float64 step of a float32 gradient: some ulps of 1.
      assertThat(local.theta()[i]).isCloseTo(full.theta()[i], within(2e-6));
    }
  }

  @Test
  void patienceEndsTrainingAndTheBestWeightsAreTaken() {
    int rows = 400;
    OptimizerSpec.FirstOrder fast =
        new OptimizerSpec.Adam(new Schedule.Constant(0.3), 0.9, 0.999, 1e-8);
    TrainSpec base = spec(new MiniBatch(100), fast, 100);
    TrainSpec patient =
        base.withStop(StopSpec.NEVER.withPatience(4).withMonitor(Monitor.of(Metric.LOSS)));
    TrainingResult result = train(rows, 2, patient);
    List<EpochEnd> history = result.history();
    EpochEnd best =
        history.stream()
            .min(java.util.Comparator.comparingDouble(e -> e.holdout().orElseThrow().loss()))
            .orElseThrow();
    assertThat(result.stopReason()).isEqualTo(StopReason.HELD_OUT);
    assertThat(result.epoch()).isEqualTo(best.epoch()).isEqualTo(history.size() - 4);
    assertThat(result.holdout().orElseThrow().loss())
        .isEqualTo(best.holdout().orElseThrow().loss());
    TrainingResult shorter = train(rows, 2, spec(base.strategy(), fast, best.epoch()));
    assertThat(result.theta()).containsExactly(shorter.theta());
  }

  @Test
  void batchesOfAnEpochHoldEveryRowOnce() {
    List<Block<double[]>> blocks = new ArrayList<>();
    int next = 0;
    for (int[] indexAndRows : new int[][] {{0, 7}, {1, 0}, {2, 30}, {2, 5}, {3, 1}}) {
      int rows = indexAndRows[1];
      double[] inputs = new double[2 * rows];
      double[] weights = new double[rows];
      for (int r = 0; r < rows; r++) {
        inputs[2 * r] = 1;
        inputs[2 * r + 1] = next++;
        weights[r] = 1;
      }
      blocks.add(
          new Block<>(
              indexAndRows[0],
              rows,
              new Inputs.Dense<>(1, inputs),
              new ClassTargets<>(new int[rows]),
              weights));
    }
    int batches = 4;
    List<Integer> seen = new ArrayList<>();
    for (int j = 0; j < batches; j++) {
      BatchChoice choice = new BatchChoice(9, 2, j, batches);
      BatchOrder<double[]> order = new BatchOrder<>(blocks, choice);
      Batch<double[]> batch = new Batch<>(Kernel.float64(), order.mostRows(), blocks.get(0));
      order.gather(j, blocks, batch);
      // 43 rows over 4 batches: blocks of fewer rows than batches leave some with one row less.
      assertThat(batch.rows()).isBetween(8, 13);
      for (int r = 0; r < batch.rows(); r++) {
        seen.add((int) batch.block(0).inputs().dense().values()[2 * r + 1]);
      }
    }
    assertThat(seen).hasSize(next).doesNotHaveDuplicates();
  }

  @Test
  void shardGoesThroughAllOfItsRowsBeforeItRepeatsOne() {
    List<Block<double[]>> blocks = new ArrayList<>();
    for (int b = 0; b < 4; b++) {
      int rows = b == 1 ? 0 : 3 + b;
      double[] inputs = new double[2 * rows];
      for (int r = 0; r < rows; r++) {
        inputs[2 * r + 1] = 10 * b + r;
      }
      blocks.add(
          new Block<>(
              b,
              rows,
              new Inputs.Dense<>(1, inputs),
              new ClassTargets<>(new int[rows]),
              new double[rows]));
    }
    ShardRows<double[]> rows = new ShardRows<>(0, blocks, 1);
    assertThat(rows.rows()).isEqualTo(14);
    List<Double> order = new ArrayList<>();
    Batch<double[]> batch = new Batch<>(Kernel.float64(), 4, rows.any());
    for (int step = 0; step < 7; step++) {
      rows.gather(4L * step, 4, batch);
      for (int r = 0; r < 4; r++) {
        order.add(batch.block(0).inputs().dense().values()[2 * r + 1]);
      }
    }
    List<Double> first = order.subList(0, 14);
    List<Double> second = order.subList(14, 28);
    assertThat(first).doesNotHaveDuplicates().hasSameElementsAs(second).isNotEqualTo(second);
  }

  @Test
  void moreShardsThanBlocksAreRefused() {
    int rows = 100;
    TrainSpec spec = spec(new LocalSteps(50, 16, 4, 1, AVERAGE, InnerState.AVERAGE), ADAM, 1);
    assertThatThrownBy(() -> train(rows, 2, spec))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("rows into 50 shards (train.strategy.shards)");
  }

  @Test
  void divergenceIsToldWithItsEpoch() {
    int rows = 100;
    OptimizerSpec.FirstOrder wild = new OptimizerSpec.GradientDescent(new Schedule.Constant(1e30));
    for (StrategySpec strategy :
        List.of(
            new StrategySpec.FullBatch(),
            new MiniBatch(50),
            new LocalSteps(2, 16, 4, 1, AVERAGE, InnerState.AVERAGE))) {
      assertThatThrownBy(() -> train(rows, 2, spec(strategy, wild, 9)))
          .isInstanceOf(TrainingException.class)
          .hasMessageStartingWith("Cannot train on: the loss is ")
          .hasMessageContaining("at epoch ");
    }
  }
}
