package org.tributary.driver.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.dataset.DatasetPreparer;
import org.tributary.driver.dataset.LeafGrouping;
import org.tributary.driver.dataset.PreparationRequest;
import org.tributary.driver.dataset.PreparedData;
import org.tributary.driver.dataset.TestData;
import org.tributary.driver.solver.StrategyGrouping;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.spec.NetworkSpec;
import org.tributary.driver.spec.TrainSpec;

/**
 * Training on {@link TestData#weightedClasses}, in float32 and with a hold-out set of a fifth of
 * the rows. Data is prepared once for each partitioning and kept until this is closed: preparation
 * is most of the work of a short training.
 */
public final class TestTraining implements AutoCloseable {
  private record Partitioning(int rows, int partitions, OutputLoss output, LeafGrouping grouping) {}

  private final Path directory;
  private final Map<Partitioning, PreparedData<float[]>> prepared = new HashMap<>();

  /**
   * Begins with no data.
   *
   * @param directory takes the files
   */
  public TestTraining(Path directory) {
    this.directory = directory;
  }

  /** Trains on a number of rows and partitions, in Spark tasks unless the spec says otherwise. */
  public TrainingResult train(int rows, int partitions, NetworkSpec network, TrainSpec spec) {
    PreparedData<float[]> data = data(rows, partitions, network, spec);
    TrainSpec onCluster =
        spec.rounds() == TrainSpec.Rounds.AUTO ? spec.withRounds(TrainSpec.Rounds.CLUSTER) : spec;
    return new Trainer<>(LocalSpark.context(), data, network, onCluster, List.of()).train();
  }

  /** Returns the prepared data for a training. */
  public PreparedData<float[]> data(int rows, int partitions, NetworkSpec network, TrainSpec spec) {
    return prepared.computeIfAbsent(
        new Partitioning(
            rows,
            partitions,
            network.output().orElse(OutputLoss.SOFTMAX_CROSS_ENTROPY),
            StrategyGrouping.of(spec.strategy())),
        this::prepare);
  }

  private PreparedData<float[]> prepare(Partitioning partitioning) {
    return DatasetPreparer.prepare(
        LocalSpark.session(),
        PreparationRequest.of(
                TestData.csv(
                    TestData.weightedClasses(directory(partitioning.rows()), partitioning.rows()),
                    List.of("kind"),
                    Optional.of("w"),
                    new HoldoutSpec.Fraction(0.2),
                    partitioning.partitions(),
                    16),
                Optional.of(partitioning.output()),
                KernelFactory.FLOAT32,
                11)
            .withGrouping(partitioning.grouping()));
  }

  private Path directory(int rows) {
    try {
      return Files.createDirectories(directory.resolve("rows" + rows));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    prepared.values().forEach(PreparedData::close);
  }
}
