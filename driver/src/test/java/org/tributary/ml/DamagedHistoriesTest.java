package org.tributary.ml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.driver.fuzz.Mutation;
import org.tributary.driver.fuzz.Rounds;

/** The losses of a summary, damaged at random. */
class DamagedHistoriesTest {
  @TempDir private Path directory;

  @Test
  void damagedHistoryIsReadOrRefused() throws Exception {
    Path file = directory.resolve("losses");
    Histories.save(file.toString(), new double[] {0.5, 0.25, 0.125}, new double[] {0.75, 0.5});
    byte[] whole = Files.readAllBytes(file);
    Rounds.run(
        "losses",
        (round, random) -> {
          Files.write(file, Mutation.of(whole, random));
          try {
            assertThat(Histories.load(file.toString()).losses()).hasSizeLessThan(whole.length);
          } catch (UncheckedIOException e) {
            assertThat(e).hasMessage("Cannot read the summary in " + file);
          }
        });
  }
}
