package org.tributary.driver.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.function.Activation;
import org.tributary.core.function.LossParameters;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Precision;
import org.tributary.core.metrics.Metric;
import org.tributary.core.network.Dropout;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.Initialization;
import org.tributary.core.network.Regularization;
import org.tributary.core.objective.Penalty;
import org.tributary.core.summation.Transport;
import org.tributary.driver.spec.DataSpec.ColumnsSpec;
import org.tributary.driver.spec.StrategySpec.LocalSteps;
import org.tributary.driver.spec.StrategySpec.MiniBatch;

class SpecsTest {
  private static final TrainSpec TRAIN = TrainSpec.DEFAULT;
  private static final TrainSpec ADAM = TRAIN.withOptimizer(Optimizers.ADAM);
  private static final ColumnsSpec LABEL = new ColumnsSpec("y");
  private static final DataSpec DATA = new DataSpec("a.csv", FormatSpec.Csv.DEFAULT, LABEL);
  private static final JobSpec JOB = new JobSpec(DATA, new OutputSpec("m"));
  private static final Regularization DROPOUT = dropout(0.5);

  private static Regularization dropout(Double... hidden) {
    return new Regularization(new Dropout(0, List.of(hidden)), 0);
  }

  static Stream<Arguments> outOfRange() {
    HiddenLayer wide = new HiddenLayer(Limits.UNITS + 1, Activation.RELU);
    List<HiddenLayer> many =
        Collections.nCopies(Limits.LAYERS + 1, new HiddenLayer(1, Activation.RELU));
    LocalSteps local = LocalSteps.DEFAULT;
    return Stream.of(
        refused("number of epochs", () -> TRAIN.withEpochs(0)),
        refused("number of epochs", () -> TRAIN.withEpochs(Limits.EPOCHS + 1)),
        refused("epochs between two evaluations", () -> TRAIN.withEvaluateEvery(-1)),
        refused("l1", () -> ADAM.withPenalty(new Penalty(2e12, 0))),
        refused("l2", () -> TRAIN.withPenalty(new Penalty(0, 2e12))),
        refused("gradient norm to stop at", () -> StopSpec.NEVER.withGradientNorm(-1)),
        refused("gradient norm to stop at", () -> StopSpec.NEVER.withGradientNorm(Double.NaN)),
        refused("improvement to stop at", () -> StopSpec.NEVER.withImprovement(1.1)),
        refused("time budget", () -> StopSpec.NEVER.withTimeBudget(Duration.ZERO)),
        refused("time budget", () -> StopSpec.NEVER.withTimeBudget(Duration.ofDays(3651))),
        refused("patience", () -> StopSpec.NEVER.withPatience(-1)),
        refused("batch", () -> new MiniBatch(0)),
        refused(
            "number of shards",
            () -> new LocalSteps(-1, 1, 1, 1, local.outer(), StrategySpec.InnerState.RESET)),
        refused(
            "batch",
            () -> new LocalSteps(1, -1, 1, 1, local.outer(), StrategySpec.InnerState.RESET)),
        refused(
            "steps of a round",
            () -> new LocalSteps(1, 1, 0, 1, local.outer(), StrategySpec.InnerState.RESET)),
        refused(
            "growth of the steps of a round",
            () -> new LocalSteps(1, 1, 1, 0.9, local.outer(), StrategySpec.InnerState.RESET)),
        refused("depth of the tree", () -> new AggregationSpec.Mode.Tree(33)),
        refused("number of slices", () -> new AggregationSpec.Mode.Sharded(-1)),
        refused("deadline", () -> new WatchSpec(Optional.of(Duration.ofSeconds(-1)))),
        refused("model directory", () -> new OutputSpec(" ")),
        refused("number of hidden layers", () -> NetworkSpec.DEFAULT.withHidden(many)),
        refused("units of a hidden layer", () -> NetworkSpec.DEFAULT.withHidden(List.of(wide))),
        refused("path", () -> DATA.withPath("")),
        refused("number of partitions", () -> DATA.withPartitions(-1)),
        refused("rows of a block", () -> DATA.withBlockRows(0)),
        refused("label columns", () -> new ColumnsSpec()),
        refused("columns", () -> new ColumnsSpec("y", "y")),
        refused("columns", () -> LABEL.withWeight("y")),
        refused("columns", () -> LABEL.withFeatures(List.of("a")).withIgnore(List.of("a"))),
        refused("hold-out fraction", () -> new HoldoutSpec.Fraction(0)),
        refused("hold-out fraction", () -> new HoldoutSpec.Fraction(1)),
        refused("path of the hold-out set", () -> new HoldoutSpec.Path("", Optional.empty())),
        refused("class weights", () -> new ClassWeights.Given(Map.of())),
        refused("weight of class a", () -> new ClassWeights.Given(Map.of("a", 0.0))),
        refused("weight of class a", () -> new ClassWeights.Given(Map.of("a", Double.NaN))),
        refused("delimiter", () -> new FormatSpec.Csv(FormatSpec.Csv.Header.PRESENT, '"')),
        refused("number of features", () -> new FormatSpec.Libsvm(-1)),
        refused("number of features", () -> new FormatSpec.Libsvm(Limits.FEATURES + 1)));
  }

  @ParameterizedTest
  @MethodSource("outOfRange")
  void valuesOutOfTheirRangeAreRefusedByName(String name, ThrowingCallable building) {
    assertThatIllegalArgumentException()
        .isThrownBy(building)
        .withMessageMatching("(?s)Invalid " + name + ": .* \\(expected .*\\)");
  }

  static Stream<Arguments> contradictions() {
    JobSpec classes =
        JOB.withNetwork(NetworkSpec.DEFAULT.withOutput(OutputLoss.SOFTMAX_CROSS_ENTROPY));
    NetworkSpec numbers = NetworkSpec.DEFAULT.withOutput(OutputLoss.IDENTITY_SQUARED_ERROR);
    return Stream.of(
        refused(
            "parameters of IDENTITY_SQUARED_ERROR",
            () -> numbers.withLossParameters(LossParameters.Huber.DEFAULT)),
        refused(
            "class weights",
            () ->
                JOB.withTrain(TRAIN.withClassWeights(new ClassWeights.Balanced()))
                    .withNetwork(numbers)),
        refused("l1", () -> TRAIN.withPenalty(new Penalty(1, 0))),
        refused("dropout", () -> TRAIN.withRegularization(DROPOUT)),
        refused("strategy", () -> TRAIN.withStrategy(MiniBatch.DEFAULT)),
        refused(
            "gradient norm to stop at",
            () ->
                ADAM.withStrategy(MiniBatch.DEFAULT).withStop(StopSpec.NEVER.withGradientNorm(1))),
        refused(
            "gradient norm to stop at",
            () -> ADAM.withRegularization(DROPOUT).withStop(StopSpec.NEVER.withGradientNorm(1))),
        refused(
            "transport",
            () -> TRAIN.withAggregation(AggregationSpec.AUTO.withTransport(Transport.BFLOAT16))),
        refused(
            "transport",
            () ->
                ADAM.withAggregation(AggregationSpec.AUTO.withTransport(Transport.BFLOAT16))
                    .withPrecision(Precision.FLOAT64)),
        refused(
            "hold-out set",
            () ->
                DataSpec.ofFrame("frame", LABEL)
                    .withHoldout(new HoldoutSpec.Path("b.csv", Optional.empty()))),
        refused(
            "metric to monitor",
            () ->
                classes.withTrain(
                    TRAIN.withStop(StopSpec.NEVER.withMonitor(Monitor.of(Metric.R2))))),
        refused(
            "number of label columns",
            () -> classes.withData(DATA.withColumns(new ColumnsSpec("y", "z")))),
        refused(
            "label smoothing",
            () ->
                JOB.withTrain(TRAIN.withRegularization(new Regularization(Dropout.NONE, 0.1)))
                    .withNetwork(numbers)),
        refused(
            "number of dropout rates",
            () -> JOB.withTrain(ADAM.withRegularization(dropout(0.1, 0.2, 0.3)))));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void partsThatDoNotGoTogetherAreRefused(String name, ThrowingCallable building) {
    valuesOutOfTheirRangeAreRefusedByName(name, building);
  }

  @Test
  void withMethodsReplaceOnePartEach() {
    StopSpec stop =
        StopSpec.NEVER
            .withImprovement(0.5)
            .withTimeBudget(Duration.ofHours(1))
            .withPatience(3)
            .withMonitor(Monitor.of(Metric.LOSS));
    TrainSpec train =
        ADAM.withSeed(7)
            .withEpochs(8)
            .withStrategy(MiniBatch.DEFAULT)
            .withPenalty(new Penalty(1, 2))
            .withRegularization(DROPOUT)
            .withStop(stop)
            .withEvaluateEvery(9)
            .withRounds(TrainSpec.Rounds.CLUSTER)
            .withClassWeights(new ClassWeights.Balanced())
            .withPrecision(Precision.FLOAT64);
    assertThat(train)
        .isEqualTo(
            new TrainSpec(
                7,
                8,
                Precision.FLOAT64,
                MiniBatch.DEFAULT,
                Optimizers.ADAM,
                new Penalty(1, 2),
                DROPOUT,
                new StopSpec(0, 0.5, Optional.of(Duration.ofHours(1)), 3, Monitor.of(Metric.LOSS)),
                9,
                AggregationSpec.AUTO,
                TrainSpec.Rounds.CLUSTER,
                new ClassWeights.Balanced(),
                DecisionSpec.NONE,
                0));
    NetworkSpec network =
        NetworkSpec.DEFAULT.withHidden(List.of()).withInitialization(Initialization.LECUN);
    JobSpec job =
        JOB.withTrain(ADAM)
            .withNetwork(network)
            .withOutput(new OutputSpec("n"))
            .withWatch(new WatchSpec(Optional.empty()))
            .withSpark(SparkSpec.DEFAULT);
    assertThat(job)
        .isEqualTo(
            new JobSpec(
                DATA,
                network,
                ADAM,
                new OutputSpec("n"),
                new WatchSpec(Optional.empty()),
                SparkSpec.DEFAULT));
  }

  private static Arguments refused(String name, ThrowingCallable building) {
    return Arguments.of(name, building);
  }
}
