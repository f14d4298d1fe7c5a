package org.tributary.driver.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.network.Dropout;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.Initialization;
import org.tributary.core.network.Regularization;
import org.tributary.core.objective.Penalty;
import org.tributary.core.optim.NormConstraints;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.optim.Schedule;
import org.tributary.core.summation.Transport;
import org.tributary.driver.dataset.PreparedData;
import org.tributary.driver.spec.AggregationSpec;
import org.tributary.driver.spec.NetworkSpec;
import org.tributary.driver.spec.StrategySpec;
import org.tributary.driver.spec.StrategySpec.InnerState;
import org.tributary.driver.spec.StrategySpec.LocalSteps;
import org.tributary.driver.spec.StrategySpec.MiniBatch;
import org.tributary.driver.spec.TrainSpec;
import org.tributary.driver.train.EpochEnd;
import org.tributary.driver.train.SparseTraining;
import org.tributary.driver.train.TestTraining;
import org.tributary.driver.train.TrainingListener;
import org.tributary.driver.train.TrainingResult;
import org.tributary.driver.train.TrainingState;

/** Every strategy trains on sparse inputs, with the same bits wherever its rounds are made. */
class SparseStrategiesTest {
  private static final int ROWS = 240;

  private static final Map<TrainSpec.Rounds, List<Integer>> PARTITIONS =
      Map.of(TrainSpec.Rounds.CLUSTER, List.of(3, 7), TrainSpec.Rounds.DRIVER, List.of(2));

  private static final NetworkSpec NETWORK =
      new NetworkSpec(
          List.of(new HiddenLayer(6, Activation.RELU)),
          OutputLoss.SOFTMAX_CROSS_ENTROPY,
          Initialization.AUTO);

  private static final OptimizerSpec.FirstOrder ADAM =
      new OptimizerSpec.AdamW(new Schedule.Constant(0.01), 0.9, 0.999, 1e-8, 0.01);

  private static final OptimizerSpec.FirstOrder DESCENT =
      new OptimizerSpec.GradientDescent(new Schedule.Constant(0.3));

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

  private static TrainSpec spec(StrategySpec strategy, OptimizerSpec optimizer, Penalty penalty) {
    return TrainSpec.DEFAULT
        .withSeed(5)
        .withEpochs(2)
        .withOptimizer(optimizer)
        .withStrategy(strategy)
        .withPenalty(penalty);
  }

  static Stream<TrainSpec> specs() {
    Penalty both = new Penalty(0.1, 0.5);
    Penalty quadratic = new Penalty(0, 0.5);
    LocalSteps local = new LocalSteps(3, 16, 4, 1, AVERAGE, InnerState.AVERAGE);
    return Stream.of(
        spec(new StrategySpec.FullBatch(), ADAM, quadratic),
        spec(new StrategySpec.FullBatch(), new OptimizerSpec.Lbfgs(5), quadratic),
        spec(new MiniBatch(20), ADAM, both),
        spec(new MiniBatch(200), ADAM, Penalty.NONE),
        spec(new MiniBatch(20), DESCENT.constrained(new NormConstraints(0.5, 1)), both),
        spec(new MiniBatch(50), ADAM, quadratic)
            .withRegularization(new Regularization(new Dropout(0.3, List.of(0.2)), 0.1)),
        spec(local, ADAM, both));
  }

  private static PreparedData<float[]> data(int partitions, TrainSpec spec) {
    return training.data(ROWS, partitions, NETWORK, spec);
  }

  private static TrainingResult train(int partitions, TrainSpec spec) {
    return SparseTraining.sparse(data(partitions, spec), NETWORK, spec, new TrainingListener() {});
  }

  @ParameterizedTest
  @MethodSource("specs")
  void trainedWeightsHaveTheSameBitsOnAnyPartitionsAndOnTheDriver(TrainSpec spec) {
    TrainingResult one = train(1, spec.withRounds(TrainSpec.Rounds.CLUSTER));
    PARTITIONS.forEach(
        (rounds, counts) -> {
          for (int partitions : counts) {
            TrainingResult many = train(partitions, spec.withRounds(rounds));
            assertThat(many.theta()).as("%d, %s", partitions, rounds).containsExactly(one.theta());
            assertThat(many.last().orElseThrow().loss()).isEqualTo(one.last().orElseThrow().loss());
          }
        });
  }

  @ParameterizedTest
  @MethodSource("specs")
  void trainedWeightsHaveTheSameBitsByEveryAggregation(TrainSpec spec) {
    TrainSpec onCluster = spec.withRounds(TrainSpec.Rounds.CLUSTER);
    for (Transport transport : Transport.values()) {
      if (transport == Transport.BFLOAT16
          && spec.optimizer() instanceof OptimizerSpec.QuasiNewton) {
        continue;
      }
      AggregationSpec direct =
          new AggregationSpec(
              new AggregationSpec.Mode.Direct(), AggregationSpec.Merge.NONE, transport);
      double[] theta = train(1, onCluster.withAggregation(direct)).theta();
      for (AggregationSpec.Mode mode :
          List.of(new AggregationSpec.Mode.Tree(2), new AggregationSpec.Mode.Sharded(3))) {
        AggregationSpec other =
            new AggregationSpec(mode, AggregationSpec.Merge.EXECUTOR, transport);
        assertThat(train(7, onCluster.withAggregation(other)).theta())
            .as("%s, %s", mode, transport)
            .containsExactly(theta);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void resumedTrainingGoesOnBitForBit(TrainSpec spec) {
    List<TrainingState> states = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void epochEnded(EpochEnd end, Supplier<TrainingState> state) {
            states.add(state.get());
          }

          @Override
          public void roundEnded(long rounds, Supplier<TrainingState> state) {
            states.add(state.get());
          }
        };
    PreparedData<float[]> data = data(2, spec);
    TrainingResult whole = SparseTraining.sparse(data, NETWORK, spec, listener);
    TrainingState firstEpoch =
        states.stream().filter(state -> !state.isWithinEpoch()).findFirst().orElseThrow();
    for (TrainingState from : List.of(states.get(0), states.get(states.size() / 2), firstEpoch)) {
      assertThat(SparseTraining.resumed(data, NETWORK, spec, from).theta())
          .as(from.place())
          .containsExactly(whole.theta());
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void weightsAreNearThoseOfTheDenseCopyWhereEveryStepSeesEveryFeature(TrainSpec spec) {
    PreparedData<float[]> data = data(2, spec);
    TrainingResult sparse = train(2, spec);
    TrainingResult dense = SparseTraining.dense(data, NETWORK, spec);
    // Float32 gradients in other orders, and Adam's division where a gradient is near 0: some
    // steps of 0.01 may go elsewhere for a unit that is nearly dead.
    assertThat(sparse.theta()).containsExactly(dense.theta(), within(0.03));
    assertThat(sparse.last().orElseThrow().loss())
        .isCloseTo(dense.last().orElseThrow().loss(), within(1e-3));
  }
}
