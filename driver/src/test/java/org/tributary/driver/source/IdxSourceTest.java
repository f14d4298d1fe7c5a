package org.tributary.driver.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.spec.FormatSpec.Idx;

class IdxSourceTest {
  private static final int IMAGES = 11;

  @TempDir private Path dir;

  private enum Packing {
    PLAIN,
    GZIPPED
  }

  @ParameterizedTest
  @EnumSource(Packing.class)
  void imagesAndLabelsAreReadSideBySide(Packing packing) throws IOException {
    Path images = write("images", packing, images(IMAGES));
    Path labels = write("labels", packing, labels(IMAGES));

    Table table = open(images, Optional.of(labels));

    assertThat(table.schema())
        .isEqualTo(
            new StructType()
                .add("features", DataTypes.createArrayType(DataTypes.FloatType))
                .add("label", DataTypes.IntegerType));
    assertThat(table.records().getNumPartitions()).isEqualTo(2);
    List<SourceRow> rows = table.records().collect();
    assertThat(rows).hasSize(IMAGES);
    for (int i = 0; i < IMAGES; i++) {
      assertThat(rows.get(i).cells())
          .containsExactly(new float[] {i, 20 * i, 255, 0, 1, 2}, i % 10);
      assertThat(rows.get(i).position()).isEqualTo(i);
      assertThat(rows.get(i).file()).isEqualTo("file:" + images);
    }
  }

  @Test
  void withoutLabelsThereIsNoLabelColumn() throws IOException {
    Table table = open(write("images", Packing.PLAIN, images(3)), Optional.empty());

    assertThat(table.schema().names()).containsExactly("features");
    assertThat(table.records().collect()).hasSize(3).allMatch(row -> row.cells().length == 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void rowsOfEveryShapeAreFlat(int dimensions) throws IOException {
    int[] shape = new int[dimensions];
    Arrays.fill(shape, 2);
    int width = 1 << (dimensions - 1);
    byte[] values = new byte[2 * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) i;
    }

    List<SourceRow> rows =
        open(write("x", Packing.PLAIN, idx(0x08, shape, values)), Optional.empty())
            .records()
            .collect();

    float[] second = new float[width];
    for (int i = 0; i < width; i++) {
      second[i] = width + i;
    }
    assertThat(rows.get(1).cells()).containsExactly(second);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-1, -1",
    "2147483647, 2147483647",
    "67108865, 67108865",
    "'65536,65536', 4294967296",
    "'32768,-2', -65536"
  })
  void rowsOfNoSensibleSizeAreRefused(String dimensions, String elements) throws IOException {
    int[] shape =
        Arrays.stream(("1," + dimensions).split(",")).mapToInt(Integer::parseInt).toArray();
    Path file = write("x", Packing.PLAIN, idx(0x08, shape, new byte[1]));
    assertThatThrownBy(() -> open(file, Optional.empty()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("makes rows of " + elements + " elements (expected 1 to 67108864)");
  }

  @Test
  void everyElementTypeIsRead() throws IOException {
    assertThat(firstRow(0x08, -1)).isEqualTo(new float[] {255});
    assertThat(firstRow(0x09, -1)).isEqualTo(new float[] {-1});
    assertThat(firstRow(0x0B, -1, -2)).isEqualTo(new float[] {-2});
    assertThat(firstRow(0x0C, 0x7f, -1, -1, -1))
        .isEqualTo(Vectors.dense(new double[] {Integer.MAX_VALUE}));
    assertThat(firstRow(0x0D, 0x3f, 0, 0, 0)).isEqualTo(new float[] {0.5f});
    assertThat(firstRow(0x0E, 0x3f, 0xb9, 0x99, 0x99, 0x99, 0x99, 0x99, 0x9a))
        .isEqualTo(Vectors.dense(new double[] {0.1}));
  }

  @Test
  void fileWithoutRowsIsAnEmptyTable() throws IOException {
    Path file = write("x", Packing.PLAIN, idx(0x08, new int[] {0, 2, 2}, new byte[0]));

    assertThat(open(file, Optional.empty()).records().collect()).isEmpty();
  }

  @Test
  void labelsOfAnotherNumberAreRefused() throws IOException {
    Path images = write("images", Packing.PLAIN, images(3));
    Path labels = write("labels", Packing.PLAIN, labels(4));

    assertThatThrownBy(() -> open(images, Optional.of(labels)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Cannot read file:%s as labels: 4 labels, but 3 rows in file:%s", labels, images);
  }

  @Test
  void imagesAndLabelsInEachOthersPlaceAreRefused() throws IOException {
    Path images = write("images", Packing.PLAIN, images(3));
    Path labels = write("labels", Packing.PLAIN, labels(3));

    assertThatThrownBy(() -> open(labels, Optional.empty()))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Cannot read file:%s: one dimension", labels);
    assertThatThrownBy(() -> open(images, Optional.of(images)))
        .isInstanceOf(DataException.class)
        .hasMessage("Cannot read file:%s as labels: 3 dimensions (expected one)", images);
  }

  @ParameterizedTest
  @EnumSource(Packing.class)
  void fileOfAnotherLengthThanItsHeaderSaysIsRefused(Packing packing) throws IOException {
    byte[] whole = images(3);
    for (int length : new int[] {whole.length - 1, whole.length + 1}) {
      Path file = write("images", packing, Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> open(file, Optional.empty()))
          .isInstanceOf(DataException.class)
          .hasMessageMatching(
              "Cannot read file:%s: %d bytes( uncompressed)?, but its header .* makes %d"
                  .formatted(file, length, whole.length));
    }
  }

  @Test
  void gzippedFileThatIsCutOffIsRefused() throws IOException {
    Path file = write("images", Packing.GZIPPED, images(3));
    byte[] bytes = java.nio.file.Files.readAllBytes(file);
    TestFiles.write(file, Arrays.copyOf(bytes, bytes.length - 10));

    assertThatThrownBy(() -> open(file, Optional.empty()))
        .isInstanceOf(DataException.class)
        .hasMessage("Cannot read file:%s: the file is cut off", file);
  }

  @Test
  void headerThatIsCutOffIsRefused() throws IOException {
    for (int length : new int[] {0, 1, 3, 7, 15}) {
      Path file = write("images", Packing.PLAIN, Arrays.copyOf(images(3), length));

      assertThatThrownBy(() -> open(file, Optional.empty()))
          .isInstanceOf(DataException.class)
          .hasMessage("Cannot read file:%s: the file is cut off", file);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x0803_0000, 0x0A03, 0x0800, 0x61626364})
  void fileOfAnotherFormatIsRefused(int magic) throws IOException {
    byte[] bytes = images(3);
    for (int i = 0; i < 4; i++) {
      bytes[i] = (byte) (magic >>> (24 - 8 * i));
    }
    Path file = write("images", Packing.PLAIN, bytes);

    assertThatThrownBy(() -> open(file, Optional.empty()))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "Cannot read file:%s: not a file of IDX: it begins with 0x%08x".formatted(file, magic));
  }

  @Test
  void impossibleDimensionsAreRefused() throws IOException {
    for (int[] shape : List.of(new int[] {-1, 2}, new int[] {1, 0}, new int[] {1, -2})) {
      Path file = write("x", Packing.PLAIN, idx(0x08, shape, new byte[0]));

      assertThatThrownBy(() -> open(file, Optional.empty()))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith("Cannot read file:%s: ", file);
    }
  }

  private Object firstRow(int type, int... bytes) throws IOException {
    byte[] values = new byte[bytes.length];
    IntStream.range(0, bytes.length).forEach(i -> values[i] = (byte) bytes[i]);
    Path file = write("x" + type, Packing.PLAIN, idx(type, new int[] {1, 1}, values));
    return open(file, Optional.empty()).records().first().cells()[0];
  }

  private static byte[] images(int count) throws IOException {
    byte[] pixels = new byte[6 * count];
    for (int i = 0; i < count; i++) {
      byte[] image = {(byte) i, (byte) (20 * i), (byte) 255, 0, 1, 2};
      System.arraycopy(image, 0, pixels, 6 * i, 6);
    }
    return idx(0x08, new int[] {count, 2, 3}, pixels);
  }

  private static byte[] labels(int count) throws IOException {
    byte[] labels = new byte[count];
    IntStream.range(0, count).forEach(i -> labels[i] = (byte) (i % 10));
    return idx(0x08, new int[] {count}, labels);
  }

  private static byte[] idx(int type, int[] shape, byte[] values) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeShort(0);
      out.writeByte(type);
      out.writeByte(shape.length);
      for (int dimension : shape) {
        out.writeInt(dimension);
      }
      out.write(values);
    }
    return bytes.toByteArray();
  }

  private Path write(String name, Packing packing, byte[] bytes) throws IOException {
    return switch (packing) {
      case PLAIN -> TestFiles.write(dir.resolve(name), bytes);
      case GZIPPED -> TestFiles.gzip(dir.resolve(name), bytes);
    };
  }

  private static Table open(Path images, Optional<Path> labels) {
    return Sources.open(
        LocalSpark.session(), images.toString(), new Idx(labels.map(Path::toString)));
  }
}
