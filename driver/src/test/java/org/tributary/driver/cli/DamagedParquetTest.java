package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.driver.LocalSpark;

class DamagedParquetTest {
  @TempDir private Path directory;
  private Path data;

  @BeforeEach
  void writeFile() throws IOException {
    Path csv = TinyJobs.halves(directory.resolve("halves.csv"));
    Path written = directory.resolve("written");
    SparkSession spark = LocalSpark.session();
    spark
        .read()
        .option("header", "true")
        .option("inferSchema", "true")
        .csv(csv.toString())
        .coalesce(1)
        .write()
        .option("compression", "none")
        .parquet(written.toString());
    data = directory.resolve("halves.parquet");
    try (Stream<Path> parts = Files.list(written)) {
      Files.copy(
          parts.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow(), data);
    }
  }

  private CommandResult train() {
    return CommandResult.of(
        "train",
        "data.path=" + data,
        "data.label=kind",
        "train.epochs=1",
        "output.model=" + directory.resolve("model"));
  }

  private void assertRefused(CommandResult ran) {
    assertThat(ran.err())
        .contains("Cannot read ", data.getFileName().toString())
        .doesNotContain("\tat ", "internal error");
    assertThat(ran.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(directory.resolve("model")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "1, 1", "100, 0", "199, 1", "200, 0"})
  void changedBitOfANumberIsFound(int row, int column) throws IOException {
    String line = Files.readAllLines(directory.resolve("halves.csv")).get(row);
    byte[] number = littleEndian(Double.parseDouble(line.split(",", -1)[column]));
    byte[] bytes = Files.readAllBytes(data);
    int at = indexOf(bytes, number);
    bytes[at + 6] ^= 1;
    Files.write(data, bytes);

    assertRefused(train());
  }

  private static byte[] littleEndian(double number) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(number).array();
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    return IntStream.range(0, bytes.length - part.length)
        .filter(i -> Arrays.equals(bytes, i, i + part.length, part, 0, part.length))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "PAR1", "PAR1PAR1", "PAR1\0\0\0\0PAR1", "PAR1\uffff\uffff\u0001\u0001PAR1"})
  void fileThatIsNoParquetIsRefused(String text) throws IOException {
    Files.write(data, text.getBytes(StandardCharsets.ISO_8859_1));

    assertRefused(train());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9})
  void truncatedFileIsRefused(double share) throws IOException {
    byte[] bytes = Files.readAllBytes(data);
    Files.write(data, Arrays.copyOf(bytes, (int) (share * bytes.length)));

    assertRefused(train());
  }
}
