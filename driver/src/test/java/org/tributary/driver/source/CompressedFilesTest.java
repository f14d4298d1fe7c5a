package org.tributary.driver.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.driver.spec.FormatSpec;

/** Text files that are compressed, and those whose names say otherwise. */
class CompressedFilesTest {
  @TempDir private Path dir;

  private static byte[] packed(String ending, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        ending.startsWith("zst")
            ? new ZstdOutputStream(bytes)
            : new CompressionCodecFactory(new Configuration())
                .getCodec(new org.apache.hadoop.fs.Path("x." + ending))
                .createOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  static Stream<Arguments> kinds() {
    return Stream.of("gz", "bz2", "zst", "zstd", "deflate", "lz4", "snappy")
        .flatMap(
            ending ->
                Stream.of(
                    Arguments.of(ending, "csv", TestFiles.CSV, "a,b\n1,\"x\ny\"\n2,z\n"),
                    Arguments.of(
                        ending,
                        "json",
                        new FormatSpec.Json(),
                        "{\"a\": 1, \"b\": \"x\"}\n{\"a\": 2, \"b\": \"z\"}\n"),
                    Arguments.of(ending, "svm", new FormatSpec.Libsvm(0), "1 1:1 3:2\n0 2:5\n")));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void isReadLikeTheFileThatItHolds(String ending, String name, FormatSpec format, String text)
      throws IOException {
    Path plain = TestFiles.write(dir.resolve("plain." + name), text);
    Path file = TestFiles.write(dir.resolve("x." + name + "." + ending), packed(ending, text));

    Table table = TestFiles.open(file, format);

    assertThat(table.schema()).isEqualTo(TestFiles.open(plain, format).schema());
    assertThat(cells(table)).isEqualTo(cells(TestFiles.open(plain, format)));
  }

  private static List<String> cells(Table table) {
    return table.records().collect().stream().map(row -> Arrays.deepToString(row.cells())).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "bz2", "zst"})
  void partsOneBehindTheOtherAreOneFile(String ending) throws IOException {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(packed(ending, "a,b\n1,2\n"));
    both.write(packed(ending, "3,4\n"));
    Path file = TestFiles.write(dir.resolve("x.csv." + ending), both.toByteArray());

    assertThat(TestFiles.cells(TestFiles.open(file, TestFiles.CSV)))
        .containsExactly(List.of("1", "2"), List.of("3", "4"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "bz2", "zst"})
  void cutOffItEndsWithAMalformedRecord(String ending) throws IOException {
    StringBuilder text = new StringBuilder("a,b\n");
    for (int i = 0; i < 200_000; i++) {
      text.append(i * 7919L % 10_007).append(',').append(i).append('\n');
    }
    byte[] whole = packed(ending, text.toString());
    Path file =
        TestFiles.write(dir.resolve("x.csv." + ending), Arrays.copyOf(whole, whole.length * 4 / 5));

    assertThat(TestFiles.refusal(TestFiles.open(file, TestFiles.CSV)))
        .startsWith("the compressed file is damaged after this line");
  }

  @ParameterizedTest
  @CsvSource({
    "gz, 'compressed with gzip, but its name does not end with .gz; rename it'",
    "bz2, 'compressed with bzip2, but its name does not end with .bz2; rename it'",
    "zst, 'compressed with Zstandard, but its name does not end with .zst; rename it'"
  })
  void aNameThatDoesNotSaySoIsRefusedWithTheRemedy(String ending, String reason)
      throws IOException {
    Path file = TestFiles.write(dir.resolve("x.csv"), packed(ending, "a,b\n1,2\n"));

    assertThatThrownBy(() -> TestFiles.open(file, TestFiles.CSV))
        .isInstanceOf(DataException.class)
        .hasMessage("Cannot read file:%s: it is %s", file, reason);
  }

  @ParameterizedTest
  @CsvSource({
    "x.csv, 504B0304, 'a ZIP archive, such as a workbook of Excel'",
    "x.csv.xz, FD377A585A00, 'compressed with xz, which is not read'",
    "x.csv.7z, 377ABCAF271C, 'compressed with 7z, which is not read'",
    "x.csv.Z, 1F9D90, 'compressed with compress, which is not read'",
    "x.csv.lz4, 04224D18, 'compressed with lz4 in frames, which is not read'",
    "x.csv.snappy, FF060000734E61507059, 'compressed with snappy in frames, which is not read'"
  })
  void whatCannotBeReadIsNamed(String name, String bytes, String reason) throws IOException {
    byte[] content = java.util.HexFormat.of().parseHex(bytes + "00000000000000000000");
    Path file = TestFiles.write(dir.resolve(name), content);

    assertThatThrownBy(() -> TestFiles.open(file, TestFiles.CSV))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Cannot read file:%s: it is %s", file, reason)
        .message()
        .hasLineCount(1);
  }

  @Test
  void textThatBeginsLikeSuchAFileIsText() throws IOException {
    Path file = TestFiles.write(dir.resolve("x.csv"), "BZh9,PK\n1,2\n");

    assertThat(TestFiles.open(file, TestFiles.CSV).schema().names()).containsExactly("BZh9", "PK");
  }
}
