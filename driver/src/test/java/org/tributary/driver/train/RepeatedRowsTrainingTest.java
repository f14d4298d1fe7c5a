package org.tributary.driver.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.Initialization;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.optim.Schedule;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.dataset.DatasetPreparer;
import org.tributary.driver.dataset.PreparationRequest;
import org.tributary.driver.dataset.PreparedData;
import org.tributary.driver.dataset.TestData;
import org.tributary.driver.solver.StrategyGrouping;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.DataSpec.ColumnsSpec;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.spec.NetworkSpec;
import org.tributary.driver.spec.StrategySpec;
import org.tributary.driver.spec.StrategySpec.InnerState;
import org.tributary.driver.spec.StrategySpec.LocalSteps;
import org.tributary.driver.spec.StrategySpec.MiniBatch;
import org.tributary.driver.spec.TrainSpec;

/** Training on a table of which most rows are one row: sparse rows, and the same as dense ones. */
class RepeatedRowsTrainingTest {
  private static final int ROWS = 2000;

  private static final NetworkSpec NETWORK =
      new NetworkSpec(
          List.of(new HiddenLayer(4, Activation.RELU)),
          OutputLoss.SOFTMAX_CROSS_ENTROPY,
          Initialization.AUTO);

  private static final OptimizerSpec.FirstOrder ADAM =
      new OptimizerSpec.AdamW(new Schedule.Constant(0.01), 0.9, 0.999, 1e-8, 0);

  private static final OptimizerSpec.FirstOrder AVERAGE =
      new OptimizerSpec.GradientDescent(new Schedule.Constant(1));

  @TempDir private Path directory;

  private record Case(StrategySpec strategy, OptimizerSpec optimizer, boolean sparse) {
    /** Enough features to be sparse, or a few. */
    int width() {
      return sparse ? 1200 : 100;
    }

    TrainSpec spec() {
      return TrainSpec.DEFAULT
          .withSeed(5)
          .withEpochs(2)
          .withOptimizer(optimizer)
          .withStrategy(strategy);
    }
  }

  static Stream<Case> cases() {
    return Stream.of(false, true)
        .flatMap(
            sparse ->
                Stream.of(
                    new Case(new StrategySpec.FullBatch(), ADAM, sparse),
                    new Case(new StrategySpec.FullBatch(), new OptimizerSpec.Lbfgs(5), sparse),
                    new Case(new MiniBatch(400), ADAM, sparse),
                    new Case(
                        new LocalSteps(3, 16, 4, 1, AVERAGE, InnerState.AVERAGE), ADAM, sparse)));
  }

  /** Writes rows of which 70 % are one row, in the format of a case. */
  private DataSpec data(Case one, int partitions) {
    Random random = new Random(8);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      int kind = random.nextInt(2);
      double[] row = new double[one.width()];
      row[3] = 1;
      row[70] = -0.5;
      if (i % 10 >= 7) {
        row[random.nextInt(one.width())] = 1 + random.nextInt(1000) / 8.0;
        row[50 * kind + random.nextInt(50)] = random.nextInt(1000) / 4.0;
      }
      lines.add(
          one.sparse() ? libsvm(row, i % 10 < 7 ? 1 : kind) : csv(row, i % 10 < 7 ? 1 : kind));
    }
    DataSpec spec;
    if (one.sparse()) {
      Path path = directory.resolve("rows.libsvm");
      TestData.write(path, String.join("\n", lines) + "\n");
      ColumnsSpec columns =
          new ColumnsSpec(List.of("label"), Optional.empty(), List.of(), List.of());
      spec = new DataSpec(path.toString(), new FormatSpec.Libsvm(one.width()), columns);
    } else {
      StringBuilder header = new StringBuilder("kind");
      for (int j = 0; j < one.width(); j++) {
        header.append(",x").append(j);
      }
      Path path = directory.resolve("rows.csv");
      TestData.write(path, header + "\n" + String.join("\n", lines) + "\n");
      ColumnsSpec columns =
          new ColumnsSpec(List.of("kind"), Optional.empty(), List.of(), List.of());
      spec = new DataSpec(path.toString(), FormatSpec.Csv.DEFAULT, columns);
    }
    return spec.withHoldout(new HoldoutSpec.Fraction(0.2))
        .withPartitions(partitions)
        .withBlockRows(16);
  }

  private static String libsvm(double[] row, int kind) {
    StringBuilder line = new StringBuilder().append(kind);
    for (int j = 0; j < row.length; j++) {
      if (row[j] != 0) {
        line.append(' ').append(j + 1).append(':').append(row[j]);
      }
    }
    return line.toString();
  }

  private static String csv(double[] row, int kind) {
    StringBuilder line = new StringBuilder().append(kind);
    for (double number : row) {
      line.append(',').append(number);
    }
    return line.toString();
  }

  private PreparedData<float[]> prepared(Case one, int partitions) {
    return DatasetPreparer.prepare(
        LocalSpark.session(),
        PreparationRequest.of(
                data(one, partitions),
                Optional.of(OutputLoss.SOFTMAX_CROSS_ENTROPY),
                KernelFactory.FLOAT32,
                11)
            .withGrouping(StrategyGrouping.of(one.strategy())));
  }

  private static TrainingResult train(PreparedData<float[]> data, TrainSpec spec) {
    return new Trainer<>(LocalSpark.context(), data, NETWORK, spec, List.of()).train();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void trainedWeightsHaveTheSameBitsOnAnyPartitionsAndOnTheDriver(Case one) {
    TrainingResult expected;
    try (PreparedData<float[]> data = prepared(one, 1)) {
      assertThat(data.training().areSparse()).isEqualTo(one.sparse());
      double sum =
          data.training().weightSum() + data.holdout().map(h -> h.weightSum()).orElseThrow();
      assertThat(sum).isCloseTo(ROWS, within(0.0));
      expected = train(data, one.spec().withRounds(TrainSpec.Rounds.CLUSTER));
    }
    for (int partitions : new int[] {2, 7}) {
      try (PreparedData<float[]> data = prepared(one, partitions)) {
        List<Integer> rows =
            data.training()
                .rdd()
                .mapPartitions(
                    blocks -> {
                      int count = 0;
                      while (blocks.hasNext()) {
                        count += blocks.next().rows();
                      }
                      return List.of(count).iterator();
                    })
                .collect();
        // Groups of leaves are not split over partitions.
        int shares = Math.min(data.training().range().groups(), partitions);
        assertThat(rows).allMatch(count -> count < 1.5 * data.training().rows() / shares);
        for (TrainSpec.Rounds rounds : List.of(TrainSpec.Rounds.CLUSTER, TrainSpec.Rounds.DRIVER)) {
          TrainingResult many = train(data, one.spec().withRounds(rounds));
          assertThat(many.theta()).containsExactly(expected.theta());
          assertThat(many.last().orElseThrow().loss())
              .isEqualTo(expected.last().orElseThrow().loss());
        }
      }
    }
  }
}
