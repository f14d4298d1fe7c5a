package org.tributary.driver.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.samples.PreparedData;
import org.tributary.driver.samples.Samples;
import org.tributary.driver.samples.TestData;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.spec.NetworkSpec;
import org.tributary.driver.spec.TrainSpec;

/** How tests train on small data. */
final class TestTraining {
  private TestTraining() {}

  /**
   * Trains on {@link TestData#weightedClasses} over some partitions, in float32 and with a fifth of
   * the rows held out.
   */
  static TrainingResult train(Path path, int partitions, NetworkSpec network, TrainSpec spec) {
    try (PreparedData<float[]> data =
        Samples.prepare(
            LocalSpark.session(),
            TestData.csv(
                path,
                List.of("kind"),
                Optional.of("w"),
                new HoldoutSpec.Fraction(0.2),
                partitions,
                16),
            network.output(),
            KernelFactory.FLOAT32,
            11,
            Divisions.of(spec.strategy()))) {
      return new Trainer<>(LocalSpark.context(), data, network, spec, List.of()).train();
    }
  }
}
