package org.tributary.driver.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.optim.ParameterVector;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.config.JobReader;
import org.tributary.driver.dataset.DatasetPreparer;
import org.tributary.driver.dataset.LeafGrouping;
import org.tributary.driver.dataset.PreparationRequest;
import org.tributary.driver.dataset.PreparedData;
import org.tributary.driver.dataset.TestData;
import org.tributary.driver.solver.SolverState;
import org.tributary.driver.solver.StopReason;
import org.tributary.driver.solver.StrategyGrouping;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.train.States.Recorder;

/** A run that goes on from a state is the run that was never interrupted. */
class ResumedTrainingTest {
  private static final String LOCAL =
      "strategy { name = local-steps, batch = 16, shards = 3, steps = 3";
  private static final String FAST = "optimizer { name = adam, learningRate = 0.3 }";
  private static final String PATIENCE = "stop { patience = 4, monitor = loss }";

  /** Data by partitions, precision and what a strategy keeps together; tests only read it. */
  private static final Map<List<Object>, PreparedData<?>> DATA = new HashMap<>();

  @TempDir private static Path directory;

  @AfterAll
  static void releaseData() {
    DATA.values().forEach(PreparedData::close);
    DATA.clear();
  }

  private static JobSpec job(int epochs, String train) {
    return JobReader.read(
        """
        data { path = a.csv, label = y, holdout.fraction = 0.25 }
        output.model = m
        network.hidden = [6, 5]
        train { seed = 5, epochs = %d }
        train { %s }
        """
            .formatted(epochs, train),
        "job.conf",
        List.of());
  }

  private static PreparedData<?> data(JobSpec job, int partitions) {
    LeafGrouping division = StrategyGrouping.of(job.train().strategy());
    KernelFactory<?> kernels = KernelFactory.of(job.train().precision());
    return DATA.computeIfAbsent(
        List.of(division, kernels, partitions), key -> prepare(division, kernels, partitions));
  }

  private static PreparedData<?> prepare(
      LeafGrouping division, KernelFactory<?> kernels, int partitions) {
    return DatasetPreparer.prepare(
        LocalSpark.session(),
        PreparationRequest.of(
                TestData.csv(
                    TestData.weightedClasses(directory, 300),
                    List.of("kind"),
                    Optional.of("w"),
                    new HoldoutSpec.Fraction(0.25),
                    partitions,
                    16),
                Optional.of(OutputLoss.SOFTMAX_CROSS_ENTROPY),
                kernels,
                11)
            .withGrouping(division));
  }

  private static <A> Trainer<A> trainer(
      PreparedData<A> data, JobSpec job, TrainingListener... listeners) {
    return new Trainer<>(
        LocalSpark.context(), data, job.network(), job.train(), List.of(listeners));
  }

  private static void assertSame(TrainingResult actual, TrainingResult expected) {
    assertThat(actual.theta()).containsExactly(expected.theta());
    assertThat(States.timeless(actual.history())).isEqualTo(States.timeless(expected.history()));
    assertThat(actual.stopReason()).isEqualTo(expected.stopReason());
    assertThat(actual.epoch()).isEqualTo(expected.epoch());
    assertThat(actual.holdout()).isEqualTo(expected.holdout());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "optimizer { name = gradient-descent, learningRate = 0.1 }, l1 = 0.5",
        "optimizer { name = momentum, learningRate = 0.05 }",
        "optimizer { name = nesterov, learningRate = 0.05 }",
        "optimizer.name = adam",
        "optimizer { name = adamw, weightDecay = 0.1 }",
        "optimizer { name = adamw, weightDecaySchedule = flat-cosine }, schedule.name = coslog4",
        "optimizer.name = rmsprop",
        "optimizer.name = adam, dropout = [0.5, 0.2], inputDropout = 0.1, clipNorm = 0.2,"
            + " maxNorm = 1, schedule { name = cosine, steps = 9, warmUp = 3 }",
        "optimizer.name = adam, aggregation.transport = bfloat16",
        "optimizer.name = adam, precision = float64, evaluateEvery = 3",
        "optimizer.name = lbfgs, l2 = 0.5",
        "optimizer { name = lbfgs, memory = 2 }, l2 = 0.5, precision = float64",
        "optimizer.name = owlqn, l1 = 0.5",
        "strategy { name = mini-batch, batch = 50 }, optimizer.name = momentum",
        "strategy { name = mini-batch, batch = 50 }, optimizer.name = adam, l1 = 0.2,"
            + " dropout = [0.5, 0.2], labelSmoothing = 0.1, clipNorm = 0.5,"
            + " schedule { name = exponential, decay = 0.01, warmUp = 30 }",
        LOCAL + ", inner = average }, optimizer.name = adam, precision = float64",
        LOCAL + ", inner = reset }, optimizer.name = adam, schedule { name = step, every = 10 }",
        "strategy { name = local-steps, shards = 3, steps = 2 }, optimizer.name = adam",
        LOCAL
            + ", inner = reset }, optimizer { name = adamw, weightDecaySchedule = flat-cosine },"
            + " schedule { name = cosine, warmUp = 5 }",
        LOCAL
            + ", inner = average, outer = nesterov, growth = 1.5 }, optimizer.name = momentum,"
            + " dropout = [0.5, 0.2], clipNorm = 0.5, maxNorm = 1",
        LOCAL
            + ", inner = reset, outer = nesterov, growth = 1.2 }, optimizer.name = rmsprop,"
            + " schedule { name = cosine, steps = 60, warmUp = 20 }",
      })
  void runInterruptedAfterFiveOfTenEpochsEndsWithTheSameBits(String train) {
    // The run that nothing interrupts is made by the cluster, the other by the driver and then by
    // the
    // cluster, on other partitions.
    JobSpec job = job(10, train + ", stop.patience = 100, rounds = cluster");
    JobSpec onDriver = job(10, train + ", stop.patience = 100, rounds = driver");
    Recorder whole = Recorder.ofWholeRun();
    Recorder half = Recorder.untilEpoch(5);
    Recorder rest = Recorder.ofWholeRun();
    PreparedData<?> data = data(job, 2);
    PreparedData<?> again = data(job, 3);
    TrainingResult unobserved = trainer(data, job).train();
    TrainingResult expected = trainer(data, job, whole).train();
    // Whoever takes states does not disturb the run.
    assertSame(expected, unobserved);
    assertThat(expected.history()).hasSize(10);

    assertThatThrownBy(() -> trainer(data, onDriver, half).train())
        .isInstanceOf(States.Interruption.class);
    TrainingState state = half.at(5);
    TrainingState copy = States.copy(state);
    assertThat(copy).isEqualTo(state);

    assertSame(trainer(again, job, rest).resume(copy), expected);
    assertThat(States.timeless(rest.at(10))).isEqualTo(States.timeless(whole.at(10)));
    // Neither the run that it was taken of nor the one that went on has changed it.
    assertThat(state).isEqualTo(copy);
    assertThat(States.timeless(state)).isEqualTo(States.timeless(whole.at(5)));
  }

  @Test
  void patienceEndsAtTheSameEpochWhereverTheRunIsInterrupted() {
    JobSpec job =
        job(100, "strategy { name = mini-batch, batch = 60 }, %s, %s".formatted(FAST, PATIENCE));
    Recorder whole = Recorder.ofWholeRun();
    PreparedData<?> data = data(job, 2);
    TrainingResult expected = trainer(data, job, whole).train();
    int last = expected.history().size();
    assertThat(expected.stopReason()).isEqualTo(StopReason.HELD_OUT);
    assertThat(expected.epoch()).isEqualTo(last - 4);

    for (int epoch = Math.max(1, last - 6); epoch <= last; epoch++) {
      assertSame(trainer(data, job).resume(whole.at(epoch)), expected);
    }
  }

  @Test
  void smallImprovementsInARowAreCountedOverAnInterruption() {
    JobSpec job =
        job(100, "optimizer { name = momentum, learningRate = 0.1 }, stop.improvement = 0.1");
    Recorder whole = Recorder.ofWholeRun();
    PreparedData<?> data = data(job, 2);
    TrainingResult expected = trainer(data, job, whole).train();
    int last = expected.history().size();
    assertThat(expected.stopReason()).isEqualTo(StopReason.IMPROVEMENT);
    assertThat(whole.at(last).stop().smallImprovements()).isEqualTo(5);

    for (int epoch = last - 5; epoch <= last; epoch++) {
      assertSame(trainer(data, job).resume(whole.at(epoch)), expected);
    }
  }

  @Test
  void timeBeforeAnInterruptionCountsForTheTimeBudget() {
    JobSpec job = job(10, "optimizer.name = adam, stop.timeBudget = 10h");
    Recorder half = Recorder.untilEpoch(5);
    PreparedData<?> data = data(job, 2);
    assertThatThrownBy(() -> trainer(data, job, half).train())
        .isInstanceOf(States.Interruption.class);
    TrainingState late = States.timed(half.at(5), Duration.ofHours(10));
    TrainingResult result = trainer(data, job).resume(late);

    assertThat(result.stopReason()).isEqualTo(StopReason.TIME_BUDGET);
    assertThat(result.history()).hasSize(5);
    assertThat(result.elapsed()).isGreaterThanOrEqualTo(Duration.ofHours(10));
    TrainingResult inTime =
        trainer(data, job).resume(States.timed(half.at(5), Duration.ofHours(1)));
    assertThat(inTime.stopReason()).isEqualTo(StopReason.EPOCHS);
    assertThat(inTime.history()).hasSize(10);
    assertThat(inTime.history().stream().map(EpochEnd::elapsed).toList()).isSorted();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lbfgs", "adam"})
  void runThatEndedGoesOnWithMoreEpochs(String optimizer) {
    JobSpec five = job(5, "l2 = 0.5, optimizer.name = " + optimizer);
    JobSpec ten = job(10, "l2 = 0.5, optimizer.name = " + optimizer);
    Recorder ended = Recorder.ofWholeRun();
    PreparedData<?> data = data(five, 2);
    TrainingResult first = trainer(data, five, ended).train();

    assertSame(trainer(data, five).resume(ended.at(5)), first);
    assertSame(trainer(data, ten).resume(ended.at(5)), trainer(data, ten).train());
  }

  @ParameterizedTest
  @ValueSource(strings = {"lbfgs", "owlqn"})
  void searchThatFindsNothingLowerEndsAgainWhereItEnded(String optimizer) {
    JobSpec job = job(1000, "l2 = 20, optimizer.name = " + optimizer);
    Recorder whole = Recorder.ofWholeRun();
    PreparedData<?> data = data(job, 2);
    TrainingResult expected = trainer(data, job, whole).train();
    int last = expected.history().size();
    assertThat(expected.stopReason()).isEqualTo(StopReason.LINE_SEARCH);

    assertSame(trainer(data, job).resume(whole.at(last)), expected);
    assertSame(trainer(data, job).resume(whole.at(last / 2)), expected);
  }

  @Test
  void listenersAreToldWhatTheRunGoesOnWith() {
    JobSpec job = job(4, "optimizer.name = adam");
    Recorder half = Recorder.untilEpoch(2);
    List<String> told = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void started(TrainingJob of, List<EpochEnd> curve) {
            told.add("from epoch " + curve.size() + " of " + of.train().epochs());
          }

          @Override
          public void ended(TrainingResult result) {
            told.add(result.history().size() + " epochs");
          }
        };
    PreparedData<?> data = data(job, 2);
    assertThatThrownBy(() -> trainer(data, job, listener, half).train())
        .isInstanceOf(States.Interruption.class);
    trainer(data, job, listener).resume(half.at(2));
    assertThat(told).containsExactly("from epoch 0 of 4", "from epoch 2 of 4", "4 epochs");
  }

  @Test
  void stateOfAnotherSolverOrNetworkIsRefused() {
    JobSpec adam = job(3, "optimizer.name = adam");
    Recorder recorder = Recorder.ofWholeRun();
    PreparedData<?> data = data(adam, 2);
    trainer(data, adam, recorder).train();
    TrainingState state = recorder.at(2);

    assertThatThrownBy(() -> trainer(data, job(3, "optimizer.name = lbfgs")).resume(state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot resume training: the state is of a FirstOrder solver, the job needs one of"
                + " QuasiNewton; train with the train.strategy and train.optimizer that the state"
                + " was taken with");
    assertThatThrownBy(() -> trainer(data, job(3, "optimizer.name = rmsprop")).resume(state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it holds [mean, meanSquare], the rule remembers [meanSquare]");
    SolverState.FirstOrder solver = (SolverState.FirstOrder) state.solver();
    TrainingState small =
        new TrainingState(
            new SolverState.FirstOrder(
                2, 2, ParameterVector.copyOf(new double[7]), solver.optimizer()),
            state.stop(),
            state.best(),
            state.curve(),
            state.chain());
    assertThatThrownBy(() -> trainer(data, adam).resume(small))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot resume training: the state has 7 parameters, the network 77");
  }
}
