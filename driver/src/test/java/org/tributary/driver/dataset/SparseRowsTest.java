package org.tributary.driver.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.data.Block;
import org.tributary.core.data.ClassTargets;
import org.tributary.core.data.Inputs;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.DataSpec.ColumnsSpec;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.PreparationSpec;
import org.tributary.driver.spec.PreparationSpec.Scaling;

/** Rows that are mostly zeros become sparse blocks, which hold what dense ones would. */
class SparseRowsTest {
  private static final int FEATURES = 1500;
  private static final int ROWS = 120;

  @TempDir private Path directory;

  /** Rows with so many non-zeros, one of each row negative, and one row of zeros alone. */
  private static List<double[]> rows(int nonZeros) {
    SplittableRandom random = new SplittableRandom(5);
    List<double[]> rows = new ArrayList<>();
    for (int r = 0; r < ROWS; r++) {
      double[] row = new double[FEATURES];
      for (int k = 0; k < nonZeros && r != 7; k++) {
        row[random.nextInt(FEATURES)] = k == 0 ? -4 : 1 + random.nextInt(3);
      }
      rows.add(row);
    }
    return rows;
  }

  private Path libsvm(List<double[]> rows) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      text.append(r % 2);
      for (int j = 0; j < FEATURES; j++) {
        if (rows.get(r)[j] != 0) {
          text.append(' ').append(j + 1).append(':').append(rows.get(r)[j]);
        }
      }
      text.append('\n');
    }
    Path file = directory.resolve("rows.libsvm");
    Files.writeString(file, text);
    return file;
  }

  /** Writes vectors as Spark ML stores them, densely and sparsely by turns. */
  private Path parquet(List<double[]> rows) {
    StructType vectors =
        new StructType()
            .add("type", DataTypes.ByteType)
            .add("size", DataTypes.IntegerType)
            .add("indices", DataTypes.createArrayType(DataTypes.IntegerType))
            .add("values", DataTypes.createArrayType(DataTypes.DoubleType));
    List<Row> table = new ArrayList<>();
    for (int r = 0; r < rows.size(); r++) {
      SparseVector sparse = Vectors.dense(rows.get(r)).toSparse();
      Row vector =
          r % 3 == 0
              ? RowFactory.create((byte) 1, null, null, boxed(rows.get(r)))
              : RowFactory.create(
                  (byte) 0,
                  FEATURES,
                  Arrays.stream(sparse.indices()).boxed().toArray(),
                  boxed(sparse.values()));
      table.add(RowFactory.create("" + r % 2, vector));
    }
    Path file = directory.resolve("rows.parquet");
    LocalSpark.session()
        .createDataFrame(
            table, new StructType().add("label", DataTypes.StringType).add("features", vectors))
        .write()
        .mode("overwrite")
        .parquet(file.toString());
    return file;
  }

  private static Object[] boxed(double[] values) {
    return Arrays.stream(values).boxed().toArray();
  }

  private static PreparedData<double[]> prepare(
      Path file, FormatSpec format, int partitions, Scaling scaling) {
    DataSpec spec =
        new DataSpec(file.toString(), FormatSpec.Csv.DEFAULT, new ColumnsSpec("label"))
            .withPreparation(PreparationSpec.DEFAULT.withScaling(scaling))
            .withPartitions(partitions)
            .withBlockRows(16)
            .withFormat(format);
    return DatasetPreparer.prepare(
        LocalSpark.session(), spec, OutputLoss.SOFTMAX_CROSS_ENTROPY, KernelFactory.FLOAT64, 1);
  }

  /** Returns the leaf, class and inputs of every row, in their order. */
  private static List<List<Double>> contents(PreparedData<double[]> data) {
    List<List<Double>> contents = new ArrayList<>();
    for (Block<double[]> block : data.training().rdd().collect()) {
      double[] values =
          block.inputs() instanceof Inputs.Csr<double[]> sparse
              ? sparse.toDense(Kernel.float64()).values()
              : block.inputs().dense().values();
      for (int r = 0; r < block.rows(); r++) {
        List<Double> row = new ArrayList<>();
        row.add((double) block.index());
        row.add((double) ((ClassTargets<double[]>) block.targets()).classes()[r]);
        for (int j = 0; j < FEATURES; j++) {
          row.add(values[r * (FEATURES + 1) + 1 + j]);
        }
        contents.add(row);
      }
    }
    return contents;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5})
  void blocksOfRowsThatAreMostlyZeroAreSparseWhateverTheSource(int partitions) throws IOException {
    List<double[]> rows = rows(10);
    FormatSpec libsvm = new FormatSpec.Libsvm(FEATURES);
    try (PreparedData<double[]> one = prepare(libsvm(rows), libsvm, 1, Scaling.NONE);
        PreparedData<double[]> many = prepare(libsvm(rows), libsvm, partitions, Scaling.NONE);
        PreparedData<double[]> vectors =
            prepare(parquet(rows), new FormatSpec.Parquet(), partitions, Scaling.NONE)) {
      long nonZeros = rows.stream().mapToLong(row -> Vectors.dense(row).numNonzeros()).sum();
      assertThat(many.training().nonZeros()).hasValue(nonZeros);
      assertThat(vectors.training().nonZeros()).hasValue(nonZeros);
      List<List<Double>> expected = contents(one);
      assertThat(expected).hasSize(ROWS);
      assertThat(contents(many)).isEqualTo(expected);
      assertThat(contents(vectors)).isEqualTo(expected);
    }
  }

  @Test
  void blocksOfRowsWithManyNumbersAreDense() throws IOException {
    List<double[]> rows = rows(200);
    FormatSpec libsvm = new FormatSpec.Libsvm(FEATURES);
    try (PreparedData<double[]> data = prepare(libsvm(rows), libsvm, 2, Scaling.STANDARD)) {
      assertThat(data.training().areSparse()).isFalse();
      double sum = 0;
      for (List<Double> row : contents(data)) {
        sum += row.get(2);
      }
      // Standardized to mean 0, so that a 0 is a 0 no longer; a sum of 120 numbers of about 1.
      assertThat(Math.abs(sum)).isLessThan(1e-9);
      assertThat(contents(data).get(0).subList(2, FEATURES + 2)).doesNotContain(0.0);
    }
  }

  @Test
  void sparseFeaturesAreDividedByTheirLargestMagnitude() throws IOException {
    List<double[]> rows = rows(10);
    double[] largest = new double[FEATURES];
    for (double[] row : rows) {
      for (int j = 0; j < FEATURES; j++) {
        largest[j] = Math.max(largest[j], Math.abs(row[j]));
      }
    }
    FormatSpec libsvm = new FormatSpec.Libsvm(FEATURES);
    try (PreparedData<double[]> scaled = prepare(libsvm(rows), libsvm, 3, Scaling.STANDARD);
        PreparedData<double[]> plain = prepare(libsvm(rows), libsvm, 1, Scaling.NONE)) {
      List<List<Double>> expected = contents(plain);
      for (List<Double> row : expected) {
        for (int j = 0; j < FEATURES; j++) {
          row.set(2 + j, largest[j] == 0 ? 0 : row.get(2 + j) / largest[j]);
        }
      }
      assertThat(contents(scaled)).isEqualTo(expected);
      assertThat(scaled.preparation().keepsZeros()).isTrue();
    }
  }
}
