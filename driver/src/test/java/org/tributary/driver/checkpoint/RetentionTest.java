package org.tributary.driver.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
  @TempDir private Path disk;

  private CheckpointDirectory directory() {
    return CheckpointDirectory.open(disk.toString(), new Configuration());
  }

  private void write(int epoch, double loss, OptionalDouble rank) throws IOException {
    directory().write(TestStates.RUN, TestStates.at(epoch, loss, Optional.empty()), rank, () -> {});
  }

  private List<Long> kept(int keep) throws IOException {
    new Retention(directory(), keep).apply();
    List<Long> kept = directory().list();
    try (Stream<Path> files = Files.list(disk)) {
      assertThat(files).hasSize(2 * kept.size());
    }
    return kept;
  }

  @Test
  void latestAndTheOneOfTheBestMetricAreKept() throws IOException {
    double[] ranks = {0.5, 0.9, 0.7, 0.9, 0.6, 0.8};
    for (int i = 0; i < ranks.length; i++) {
      write(i + 1, 1.0 / (i + 1), OptionalDouble.of(ranks[i]));
    }
    write(7, 0.1, OptionalDouble.empty());
    assertThat(kept(2)).containsExactly(7L, 6L, 4L);
    assertThat(kept(1)).containsExactly(7L, 4L);
  }

  @Test
  void withoutMetricsTheLowestLossIsTheBest() throws IOException {
    double[] losses = {3, 1, 2, Double.NaN, 4};
    for (int i = 0; i < losses.length; i++) {
      write(i + 1, losses[i], OptionalDouble.empty());
    }
    assertThat(kept(1)).containsExactly(5L, 2L);
  }

  @Test
  void damagedCheckpointIsNeverTheBest() throws IOException {
    write(1, 1, OptionalDouble.empty());
    write(2, 2, OptionalDouble.empty());
    write(3, 3, OptionalDouble.empty());
    Files.writeString(disk.resolve("checkpoint-000000000001.json"), "{");
    assertThat(kept(1)).containsExactly(3L, 2L);
  }
}
