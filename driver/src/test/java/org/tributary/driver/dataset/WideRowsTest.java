package org.tributary.driver.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.source.DataException;
import org.tributary.driver.source.RowWidth;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.DataSpec.ColumnsSpec;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.FormatSpec.Csv.Header;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.Limits;
import org.tributary.driver.spec.PreparationSpec;

class WideRowsTest {
  @TempDir private Path directory;

  private static PreparedData<float[]> prepare(
      Path file, FormatSpec format, int blockRows, MemoryLimit room) {
    DataSpec spec =
        new DataSpec(file.toString(), FormatSpec.Csv.DEFAULT, new ColumnsSpec("label"))
            .withPreparation(PreparationSpec.DEFAULT.withScaling(PreparationSpec.Scaling.NONE))
            .withPartitions(1)
            .withBlockRows(blockRows)
            .withFormat(format);
    return DatasetPreparer.prepare(
        LocalSpark.session(),
        PreparationRequest.of(
                spec, Optional.of(OutputLoss.SOFTMAX_CROSS_ENTROPY), KernelFactory.FLOAT32, 1)
            .withRoom(room));
  }

  @ParameterizedTest
  @CsvSource({"1900000000", "2147483647", "99999999999999999999", "67108865"})
  void libsvmIndexBeyondEveryWidthIsNamedWithItsLine(String index) throws IOException {
    Path file = directory.resolve("far.libsvm");
    Files.writeString(file, "1 1:1\n0 2:1 " + index + ":1\n");
    assertThatThrownBy(() -> prepare(file, new FormatSpec.Libsvm(0), 512, MemoryLimit.ANY))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Cannot read file:%s:2: index %s is above 67108864, the most features of a row"
                    .formatted(file, index)
                + " (each takes a weight for every unit of the first layer)");
  }

  @ParameterizedTest
  @CsvSource({
    // Of rows that are not sparse blocks, a block of twice data.blockRows must fit in an array.
    "1022, 1048576, true",
    "1023, 1048576, false",
    "2097151, 512, true",
    "1048576, 1048576, true"
  })
  void onlyDenseRowsAreLimitedByTheRowsOfABlock(int index, int blockRows, boolean fits)
      throws IOException {
    Path file = directory.resolve("wide.libsvm");
    Files.writeString(file, "1 1:1\n0 2:1 " + index + ":1\n");
    FormatSpec libsvm = new FormatSpec.Libsvm(0);
    if (fits) {
      assertThatCode(() -> prepare(file, libsvm, blockRows, MemoryLimit.ANY).close())
          .doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> prepare(file, libsvm, blockRows, MemoryLimit.ANY))
          .isInstanceOf(DataException.class)
          .hasMessage(
              "Cannot train on %s: its rows have 1023 features, above 1022, the most features of a"
                      .formatted(file)
                  + " row (data.blockRows is 1048576; lower it for wider rows)");
    }
  }

  @Test
  void vectorsOfParquetBeyondTheWidthAreRefused() {
    // As Spark ML stores a sparse vector.
    StructType vectors =
        new StructType()
            .add("type", DataTypes.ByteType)
            .add("size", DataTypes.IntegerType)
            .add("indices", DataTypes.createArrayType(DataTypes.IntegerType))
            .add("values", DataTypes.createArrayType(DataTypes.DoubleType));
    StructType schema =
        new StructType().add("label", DataTypes.StringType).add("a", vectors).add("b", vectors);
    Object vector =
        RowFactory.create(
            (byte) 0, Integer.MAX_VALUE, List.of(7).toArray(), List.of(1.0).toArray());
    Path file = directory.resolve("wide.parquet");
    LocalSpark.session()
        .createDataFrame(List.of(RowFactory.create("x", vector, vector)), schema)
        .write()
        .parquet(file.toString());
    assertThatThrownBy(() -> prepare(file, new FormatSpec.Parquet(), 512, MemoryLimit.ANY))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Cannot train on %s: its rows have 4294967294 features, above 67108864, the most"
                    .formatted(file)
                + " features of a row (each takes a weight for every unit of the first layer)");
  }

  @Test
  void widthFollowsFromTheHeapWhereThatIsLess() {
    assertThat(RowWidth.ofBlocks(512, 1L << 20).most()).isEqualTo(65_536);
    assertThat(RowWidth.ofBlocks(512, 1L << 20).refusal())
        .isEqualTo(
            "above 65536, the most features of a row (a task has a heap of 1 MiB; raise"
                + " TRIBUTARY_HEAP or spark.executor.memory)");
    assertThat(RowWidth.ofBlocks(1, 1L << 40).most()).isEqualTo(Limits.FEATURES);
    assertThat(Limits.width(512)).isEqualTo(2_097_150);
  }

  @Test
  void roomIsAskedBeforeRowsAreReadAndWhenClassesAreKnown() throws IOException {
    Path file = directory.resolve("small.csv");
    Files.writeString(file, "a,b,label\n1,2,x\n3,4,y,5\n");
    FormatSpec csv = new FormatSpec.Csv(Header.PRESENT, ',');
    MemoryLimit none =
        (inputs, outputs, rows) -> {
          throw new InvalidConfiguration(List.of(inputs + " " + outputs + " " + rows));
        };
    // The wrong row is not read.
    assertThatThrownBy(() -> prepare(file, csv, 512, none))
        .hasMessageContaining("2 OptionalInt.empty 1");

    Files.writeString(file, "a,b,label\n1,2,x\n3,4,y\n5,6,y\n");
    MemoryLimit noClasses =
        (inputs, outputs, rows) -> {
          if (outputs.isPresent()) {
            throw new InvalidConfiguration(List.of(inputs + " " + outputs + " " + rows));
          }
        };
    assertThatThrownBy(() -> prepare(file, csv, 512, noClasses))
        .hasMessageContaining("2 OptionalInt[2] 3");
  }

  @Test
  void manyColumnsAreReadInTheirOrder() throws IOException {
    int width = 20_000;
    Path file = directory.resolve("columns.csv");
    String names =
        IntStream.range(0, width).mapToObj(i -> "x" + i).collect(Collectors.joining(","));
    String values =
        IntStream.range(0, width).mapToObj(i -> "" + i).collect(Collectors.joining(","));
    Files.writeString(file, names + ",label\n" + values + ",x\n" + values + ",y\n");
    try (PreparedData<float[]> data =
        prepare(file, new FormatSpec.Csv(Header.PRESENT, ','), 512, MemoryLimit.ANY)) {
      float[] inputs = data.training().rdd().first().inputs().dense().values();
      assertThat(data.features()).hasSize(width);
      assertThat(data.features().get(width - 1).name()).isEqualTo("x" + (width - 1));
      assertThat(inputs[width]).isEqualTo(width - 1);
    }
  }
}
