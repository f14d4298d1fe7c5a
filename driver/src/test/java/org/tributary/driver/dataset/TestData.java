package org.tributary.driver.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.DataSpec.ColumnsSpec;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.HoldoutSpec;

/** Small data on disk, and how tests ask for it. */
public final class TestData {
  private TestData() {}

  /** Writes rows of three features, a class and a weight; classes differ in their means. */
  public static Path weightedClasses(Path directory, int rows) {
    Random random = new Random(42);
    StringBuilder text = new StringBuilder("a,b,c,kind,w\n");
    for (int i = 0; i < rows; i++) {
      int kind = random.nextInt(3);
      text.append(kind + random.nextGaussian())
          .append(',')
          .append(100 + 5 * random.nextGaussian() - 3 * kind)
          .append(',')
          .append(random.nextGaussian() * 1e-3)
          .append(',')
          .append(List.of("red", "green", "blue").get(kind))
          .append(',')
          .append(1 + random.nextInt(4))
          .append('\n');
    }
    return write(directory.resolve("classes.csv"), text.toString());
  }

  /** Writes text to a file. */
  public static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks for a CSV file with a label and perhaps a weight. */
  public static DataSpec csv(
      Path path,
      List<String> label,
      Optional<String> weight,
      HoldoutSpec holdout,
      int partitions,
      int blockRows) {
    ColumnsSpec columns = new ColumnsSpec(label, weight, List.of(), List.of());
    return new DataSpec(path.toString(), FormatSpec.Csv.DEFAULT, columns)
        .withHoldout(holdout)
        .withPartitions(partitions)
        .withBlockRows(blockRows);
  }

  /** Prepares {@link #weightedClasses} over some partitions, in float64, all rows to train on. */
  public static <A> PreparedData<A> prepare(
      Path path, int partitions, int blockRows, KernelFactory<A> kernels) {
    return DatasetPreparer.prepare(
        LocalSpark.session(),
        csv(path, List.of("kind"), Optional.of("w"), new HoldoutSpec.None(), partitions, blockRows),
        OutputLoss.SOFTMAX_CROSS_ENTROPY,
        kernels,
        11);
  }
}
