package org.tributary.driver.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.data.Block;
import org.tributary.core.data.Inputs;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.DataSpec.ColumnsSpec;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.PreparationSpec;

/** A column of many categories makes sparse blocks of a table of text and numbers. */
class ManyCategoriesTest {
  private static final int ROWS = 3000;

  @TempDir private Path directory;

  /** Every category is in two rows. */
  private Path table() {
    Random random = new Random(4);
    return TestData.write(
        directory.resolve("table.csv"),
        IntStream.range(0, ROWS)
            .mapToObj(
                i -> "s%d,%.3f,%s".formatted(i / 2, random.nextGaussian(), "ab".charAt(i % 2)))
            .collect(Collectors.joining("\n", "shop,x,y\n", "\n")));
  }

  private static PreparationSpec preparation(int rare) {
    PreparationSpec usual = PreparationSpec.DEFAULT;
    return new PreparationSpec(
        usual.kinds(),
        usual.scaling(),
        usual.bins(),
        usual.missing(),
        rare,
        usual.categories(),
        usual.targets());
  }

  private PreparedData<double[]> prepare(int partitions, int rare) {
    DataSpec spec =
        new DataSpec(table().toString(), FormatSpec.Csv.DEFAULT, new ColumnsSpec("y"))
            .withPreparation(preparation(rare))
            .withPartitions(partitions)
            .withBlockRows(64);
    return DatasetPreparer.prepare(
        LocalSpark.session(), spec, OutputLoss.SOFTMAX_CROSS_ENTROPY, KernelFactory.FLOAT64, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void eachRowHoldsItsCategoryAndItsNumber(int partitions) {
    PreparedData<double[]> data = prepare(partitions, 1);
    assertThat(data.training().areSparse()).isTrue();
    assertThat(data.preparation().inputs()).isEqualTo(ROWS / 2 + 1);
    for (Block<double[]> block : data.training().rdd().collect()) {
      Inputs.Csr<double[]> rows = (Inputs.Csr<double[]>) block.inputs();
      double[] dense = rows.toDense(block.rows(), Kernel.plainFloat64()).values();
      for (int r = 0; r < block.rows(); r++) {
        int from = r * (rows.features() + 1);
        double[] row = Arrays.copyOfRange(dense, from, from + rows.features() + 1);
        assertThat(Arrays.stream(row).filter(number -> number == 1).count()).isEqualTo(2);
        assertThat(Arrays.stream(row).filter(number -> number != 0).count()).isEqualTo(3);
      }
    }
  }

  @Test
  void theBlocksHaveTheSameBitsOnAnyPartitioning() {
    JavaSparkContext spark = new JavaSparkContext(LocalSpark.session().sparkContext());
    List<String> digests =
        List.of(1, 2, 5).stream()
            .map(partitions -> BlocksDigest.of(spark, prepare(partitions, 1).training()))
            .distinct()
            .toList();
    assertThat(digests).hasSize(1);
  }

  @Test
  void rareCategoriesTogetherLeaveTheBlocksDense() {
    PreparedData<double[]> data = prepare(2, 3);
    assertThat(data.preparation().inputs()).isEqualTo(1);
    assertThat(data.training().areSparse()).isFalse();
  }
}
