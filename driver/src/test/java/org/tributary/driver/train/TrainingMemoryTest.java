package org.tributary.driver.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tributary.driver.config.JobReader;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.train.TrainingMemoryLimit.Heaps;

class TrainingMemoryTest {
  private static final long GIB = 1L << 30;

  private static JobSpec job(String... settings) {
    return JobReader.read(
        "data { path = a.csv, label = k, holdout.fraction = 0.5 }, output.model = m",
        "job.conf",
        List.of(settings));
  }

  private static TrainingMemory of(String... settings) {
    return TrainingMemory.of(job(settings));
  }

  private static TrainingMemoryLimit room(Heaps heaps, int blockRows, Integer... hidden) {
    return new TrainingMemoryLimit(
        of("train.optimizer.name=gradient-descent"), List.of(hidden), blockRows, false, heaps);
  }

  @Test
  void parametersAreWeightsAndBiases() {
    // 3 x (2 + 1) + 4 x (3 + 1) = 9 + 16
    assertThat(TrainingMemory.parameters(List.of(2, 3, 4))).isEqualTo(25);
    assertThat(TrainingMemory.parameters(List.of(200_000, 200_000))).isEqualTo(40_000_200_000L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // 8 bytes each for weights and gradient, 4 for what tasks take
        "train.optimizer.name=gradient-descent                       | 20",
        "train.optimizer.name=momentum                               | 28",
        "train.optimizer.name=adam                                   | 36",
        "train.optimizer.name=adam train.precision=float64           | 40",
        "train.optimizer.name=adam train.stop.patience=2             | 44",
        // two vectors of 8 bytes for each of ten steps, or of three epochs
        "train.optimizer.name=lbfgs                                  | 180",
        "train.optimizer.name=owlqn train.epochs=3                   | 68",
        // weights, 2 vectors of state and the broadcast values in 4 bytes, an epoch's weights in 8
        "train.optimizer.name=adam train.strategy.name=mini-batch    | 24",
        // the state is the shards', in 4 bytes: weights and gradient in 8, 3 vectors in 4
        "train.optimizer.name=adam train.strategy.name=local-steps   | 28",
        "train.optimizer.name=adam train.strategy.name=local-steps train.strategy.outer=nesterov | 36",
        // and the copy for checkpoints: weights and state, of lbfgs the gradient, too, in 8 bytes
        "train.optimizer.name=gradient-descent checkpoint.path=c     | 28",
        "train.optimizer.name=adam checkpoint.path=c                 | 60",
        "train.optimizer.name=owlqn train.epochs=3 checkpoint.path=c | 132",
        "train.optimizer.name=adam train.strategy.name=local-steps checkpoint.path=c | 52",
      })
  void driverHoldsSoManyBytesAParameter(String settings, double bytes) {
    // Exact: small integers times a million.
    assertThat(of(settings.split(" ")).driverBytes(1_000_000)).isEqualTo(bytes * 1_000_000);
  }

  @Test
  void theCopyForCheckpointsIsNamedWhereItDoesNotFit() {
    TrainingMemoryLimit room =
        new TrainingMemoryLimit(
            of("train.optimizer.name=adam", "checkpoint.path=c"),
            List.of(10_000, 10_000),
            512,
            false,
            new Heaps.Driver(5 * GIB));
    // 100 million weights of 36 bytes fit, with another 24 they do not.
    assertThatThrownBy(() -> room.require(1, OptionalInt.empty(), 1))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("5.6 GiB on the driver, with the copy of its state for checkpoints")
        .hasMessageContaining("make the layers smaller, unset checkpoint.path or raise");
  }

  @Test
  void taskHoldsWeightsSumBlockAndActivations() {
    List<Integer> widths = List.of(2, 3, 4);
    TrainingMemory fullBatch = of("train.optimizer.name=adam");
    // 4 (2 x 25 + 10 (2 + 1) + 10 (2 (3 + 1) + 4 + 1)) = 4 (50 + 30 + 130)
    assertThat(fullBatch.taskBytes(widths, 10)).isEqualTo(840);
    // The driver's 25 x 36, and of the task's all but the weights, which it shares: 840 - 4 x 25
    assertThat(fullBatch.processBytes(widths, 10)).isEqualTo(900 + 740);

    TrainingMemory local =
        of(
            "train.optimizer.name=adam",
            "train.strategy.name=local-steps",
            "train.strategy.batch=5",
            "train.precision=float64");
    // 8 (6 x 25 + (10 + 5) (2 + 1) + 5 x 13) = 8 (150 + 45 + 65)
    assertThat(local.taskBytes(widths, 10)).isEqualTo(2080);
    assertThat(local.sumBytes(25)).isEqualTo(8 * 3 * 25);
  }

  @Test
  void hiddenLayersAreRefusedBeforeTheDataIsKnown() {
    TrainingMemoryLimit room = room(new Heaps.Driver(4 * GIB), 512, 200_000, 200_000);
    // 2 x 200,000 + 200,000 x 200,001 + 200,001 weights of 20 bytes
    assertThatThrownBy(() -> room.require(1, OptionalInt.empty(), 1))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining(
            "Cannot train: network.hidden=[200000,200000] makes 40,000,800,001 weights or more, at"
                + " least 745.1 GiB on the driver (the heap has 4.0 GiB); a model of this kind has"
                + " 536,608,765 at most; make the layers smaller");
  }

  @Test
  void binsAreNamedWhereTheyMakeTheNetworkTooLarge() {
    TrainingMemoryLimit limit =
        new TrainingMemoryLimit(
            of("train.optimizer.name=adam"), List.of(256), 512, true, new Heaps.Driver(GIB));
    assertThatThrownBy(() -> limit.require(170_000, OptionalInt.of(2), 1_000))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("take fewer features, set data.bins=0 or raise TRIBUTARY_HEAP");
  }

  @Test
  void networkThatFitsAModelButNotTheHeapIsRefusedWithWhatToRaise() {
    // 784 x 20,001 ... : 20,000 x 785 + 10 x 20,001 = 15,900,010 weights of 20 bytes: 303 MiB
    TrainingMemoryLimit apart = room(new Heaps.Apart(300L << 20, GIB), 512, 20_000);
    assertThatThrownBy(() -> apart.require(784, OptionalInt.of(10), 1))
        .hasMessageContaining(
            "network.hidden=[20000] with 784 features and 10 outputs makes 15,900,010 weights, at"
                + " least 303 MiB on the driver (the heap has 300 MiB); make the layers smaller,"
                + " take fewer features or raise TRIBUTARY_HEAP / spark.driver.memory");

    TrainingMemoryLimit task = room(new Heaps.Apart(GIB, 100L << 20), 512, 20_000);
    // 8 x 15,900,010 bytes of weights and their sum, and a row: 121 MiB
    assertThatThrownBy(() -> task.require(784, OptionalInt.of(10), 1))
        .hasMessageContaining("at least 121 MiB in a task (an executor has 100 MiB)")
        .hasMessageEndingWith("or raise spark.executor.memory");
  }

  @Test
  void blockOfManyRowsCountsOnlyWhenRowsAreCounted() {
    // 400 rows of 100,001 numbers of 4 bytes: 153 MiB
    TrainingMemoryLimit room = room(new Heaps.Shared(100L << 20), 512);
    assertThatCode(() -> room.require(100_000, OptionalInt.empty(), 1)).doesNotThrowAnyException();
    assertThatThrownBy(() -> room.require(100_000, OptionalInt.of(2), 400))
        .hasMessageContaining("network.hidden=[] with 100,000 features and 2 outputs")
        .hasMessageContaining("(the heap has 100 MiB)");
  }

  @Test
  void layersWiderThanAnArrayOfTheLargestBlockAreRefused() {
    TrainingMemoryLimit room = room(new Heaps.Driver(1L << 40), 1 << 20, 1023, 5);
    assertThatThrownBy(() -> room.require(1, OptionalInt.empty(), 1))
        .hasMessageContaining(
            "network.hidden=[1023,5] is 1023 wide, and a block of twice data.blockRows=1048576"
                + " holds 1022 units; make it narrower or lower data.blockRows");
    assertThatThrownBy(
            () -> room(new Heaps.Driver(1L << 40), 1 << 20, 5).require(1, OptionalInt.of(2000), 1))
        .hasMessageContaining("the output is 2000 wide");
  }

  @Test
  void batchOfLocalStepsThatIsNoArrayIsRefused() {
    TrainingMemory memory =
        of(
            "train.optimizer.name=adam",
            "train.strategy.name=local-steps",
            "train.strategy.batch=16777216");
    TrainingMemoryLimit room =
        new TrainingMemoryLimit(memory, List.of(), 512, false, new Heaps.Driver(1L << 40));
    assertThatThrownBy(() -> room.require(784, OptionalInt.empty(), 1))
        .hasMessageContaining(
            "train.strategy.batch=16777216 of a layer 784 wide are more numbers than an array"
                + " holds, 2147483639; lower train.strategy.batch");
  }
}
