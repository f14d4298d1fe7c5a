package org.tributary.driver.config;

import java.util.List;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.NetworkSpec;
import org.tributary.driver.spec.SparkSpec;
import org.tributary.driver.spec.TrainSpec;
import org.tributary.driver.spec.WatchSpec;

/**
 * The settings of a command that trains on no data of the user's, such as a benchmark: those of a
 * job without its data and its model.
 *
 * @param partitions number of partitions; 0 leaves it to Spark's parallelism
 * @param blockRows samples per block
 * @param train how to train
 * @param watch how long Spark may take
 * @param spark settings of Spark
 */
public record MachineSettings(
    int partitions, int blockRows, TrainSpec train, WatchSpec watch, SparkSpec spark) {

  /**
   * Reads settings over the defaults.
   *
   * @param overrides {@code key=value} each; the last one of a key applies
   * @throws InvalidConfiguration with every problem
   */
  public static MachineSettings read(List<String> overrides) {
    Problems problems = new Problems();
    ConfigLayer user =
        JobReader.layer(() -> JobReader.parse("", "bench"), ConfigLayer.EMPTY, overrides, problems);
    Settings settings = new Settings(user, ConfigLayer.EMPTY, true, problems);
    NetworkSpec network = NetworkReader.read(settings, List.of());
    TrainSpec train = TrainReader.read(settings, network, 1);
    MachineSettings read =
        new MachineSettings(
            settings.value(Keys.PARTITIONS),
            settings.value(Keys.BLOCK_ROWS),
            train,
            new WatchSpec(settings.value(Keys.DEADLINE)),
            new SparkSpec(settings.spark()));
    problems.refuse();
    return read;
  }
}
