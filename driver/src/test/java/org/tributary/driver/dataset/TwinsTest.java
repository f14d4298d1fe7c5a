package org.tributary.driver.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.function.OutputLoss;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.source.DataSource;
import org.tributary.driver.source.RowWidth;
import org.tributary.driver.source.Sources;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.spec.SplitSpec;

class TwinsTest {
  @TempDir private Path directory;

  private JavaRDD<CountedSamples> rows(Path file, int partitions) {
    DataSpec spec =
        TestData.csv(
            file, List.of("kind"), Optional.of("w"), new HoldoutSpec.None(), partitions, 32);
    return TableReading.of(
            Sources.open(LocalSpark.session(), DataSource.of(spec), RowWidth.ANY),
            new TableReading.Request(
                spec,
                Optional.of(OutputLoss.SOFTMAX_CROSS_ENTROPY),
                RowWidth.ANY,
                7,
                new Split(0, 0, SplitSpec.byRow()),
                partitions,
                MemoryLimit.ANY))
        .samples()
        .counted();
  }

  /** Writes a file whose first rows are those of another, the last of them twice. */
  private Path partly(Path of, int equal, int rows) throws Exception {
    List<String> all = Files.readAllLines(of);
    List<String> some = new ArrayList<>(all.subList(0, equal));
    some.add(all.get(equal - 1));
    for (int i = equal; i < rows; i++) {
      some.add(i + ".5,1,2,red,3");
    }
    return TestData.write(directory.resolve("partly.csv"), String.join("\n", some) + "\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void equalRowsAreCountedWithTheirCopiesOnAnyPartitioning(int partitions) throws Exception {
    Path training = TestData.weightedClasses(directory, 400);
    Path holdout = partly(training, 51, 200);

    Twins twins =
        Twins.of(
            rows(training, partitions).map(CountedSamples::all),
            rows(holdout, 7 - partitions),
            200);

    assertThat(twins).isEqualTo(new Twins(51, 200));
  }

  @Test
  void ofManyRowsARandomSampleIsLookedAt() throws Exception {
    Path training = TestData.weightedClasses(directory, 400);
    Path holdout = partly(training, 101, 400);

    Twins twins =
        Twins.of(rows(training, 3).map(CountedSamples::samples), rows(holdout, 2), 400, 200);

    // Binomial: 200 of 400 rows, of which a quarter has a twin; five standard deviations.
    assertThat(twins.rows()).isBetween(150L, 250L);
    assertThat((double) twins.twins() / twins.rows()).isBetween(0.1, 0.4);
  }
}
