package org.tributary.driver.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tributary.driver.source.TestFiles.CSV;
import static org.tributary.driver.source.TestFiles.CSV_WITHOUT_HEADER;
import static org.tributary.driver.source.TestFiles.cells;
import static org.tributary.driver.source.TestFiles.open;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.driver.spec.FormatSpec.Csv;

class CsvSourceTest {
  @TempDir private Path dir;

  @Test
  void headerNamesTheColumnsAndCellsAreText() throws IOException {
    Table table = open(file("a, b ,\"c,d\"\n1, x,\n2.50,\"y\"\"z\",\"3,4\"\n"), CSV);

    assertThat(table.schema().names()).containsExactly("a", "b", "c,d");
    assertThat(table.schema().fields())
        .extracting(StructField::dataType)
        .containsOnly(DataTypes.StringType);
    assertThat(cells(table))
        .containsExactly(List.of("1", " x", ""), List.of("2.50", "y\"z", "3,4"));
  }

  @Test
  void withoutHeaderColumnsAreNumberedAndTheFirstLineIsARecord() throws IOException {
    Table table = open(file("1,2,3\n4,5,6\n"), CSV_WITHOUT_HEADER);

    assertThat(table.schema().names()).containsExactly("c0", "c1", "c2");
    assertThat(cells(table)).containsExactly(List.of("1", "2", "3"), List.of("4", "5", "6"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void everyEndOfLineIsUnderstood(String end) throws IOException {
    Table table = open(file(String.join(end, "a,b", "1,2", "", "3,4")), CSV);

    assertThat(cells(table)).containsExactly(List.of("1", "2"), List.of("3", "4"));
  }

  @Test
  void byteOrderMarkIsDroppedBeforeAHeader() throws IOException {
    Table table = open(file("\uFEFFa,b\n1,2\n"), CSV);

    assertThat(table.schema().names()).containsExactly("a", "b");
    assertThat(cells(table)).containsExactly(List.of("1", "2"));
  }

  @Test
  void byteOrderMarkIsDroppedBeforeARecord() throws IOException {
    assertThat(cells(open(file("\uFEFF1,2\n"), CSV_WITHOUT_HEADER)))
        .containsExactly(List.of("1", "2"));
  }

  @Test
  void delimiterIsChosenAndALineOfDelimitersIsNotBlank() throws IOException {
    Table table = open(file("a\tb\n1,5\t2\n\t\n \n"), new Csv(Csv.Header.PRESENT, '\t'));

    assertThat(cells(table)).containsExactly(List.of("1,5", "2"), List.of("", ""));
  }

  @Test
  void recordsOfAnotherWidthAreKept() throws IOException {
    assertThat(cells(open(file("a,b\n1\n1,2,3\n"), CSV)))
        .containsExactly(List.of("1"), List.of("1", "2", "3"));
  }

  @Test
  void moreThanAsciiIsRead() throws IOException {
    assertThat(cells(open(file("größe\nπ\n\uFFFD\n"), CSV)))
        .containsExactly(List.of("π"), List.of("\uFFFD"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {"'\"x\"y,2', 'Unexpected character after closing quote: ''y'' (0x79)'"})
  void lineThatIsNotCsvIsMalformedAndTheOthersAreRead(String line, String reason)
      throws IOException {
    Table table = open(file("a,b\n1,2\n" + line + "\n3,4\n"), CSV);

    List<SourceRow> rows = table.records().collect();
    assertThat(rows).hasSize(3);
    assertThat(Malformed.in(rows.get(1))).map(Malformed::reason).hasValue(reason);
    assertThat(rows.get(1).position()).isEqualTo(8);
    assertThat(rows.get(2).cells()).containsExactly("3", "4");
  }

  @Test
  void textThatIsNotUtf8IsMalformed() throws IOException {
    byte[] latin = "a,b\n1,é\n".getBytes(StandardCharsets.ISO_8859_1);
    Table table = open(TestFiles.write(dir.resolve("x.csv"), latin), CSV);

    assertThat(TestFiles.refusal(table))
        .isEqualTo("its text is not UTF-8 (set data.csv.encoding, such as windows-1252)");
  }

  @Test
  void headerThatIsNotUtf8IsRefused() throws IOException {
    byte[] latin = "a,é\n".getBytes(StandardCharsets.ISO_8859_1);
    Path file = TestFiles.write(dir.resolve("x.csv"), latin);

    assertRefused(
        file,
        "Cannot read file:%s: its text is not UTF-8 (set data.csv.encoding, such as windows-1252)"
            .formatted(file));
  }

  @Test
  void everyFileOfADirectoryLosesItsHeader() throws IOException {
    TestFiles.write(dir.resolve("1.csv"), "a,b\n1,2\n");
    TestFiles.write(dir.resolve("2.csv"), "\n\na,\"b\"\n3,4\n");
    TestFiles.write(dir.resolve("3.csv"), "");
    TestFiles.gzip(dir.resolve("4.csv.gz"), "a,b\n5,6\n");

    assertThat(cells(open(dir, CSV)))
        .containsExactly(List.of("1", "2"), List.of("3", "4"), List.of("5", "6"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {"'a,c', 'column 2 is \"c\", not \"b\"'", "'a,b,c', '3 columns, not 2'"})
  void filesOfDifferentHeadersAreRefusedWithBothNamed(String other, String difference)
      throws IOException {
    Path first = TestFiles.write(dir.resolve("1.csv"), "a,b\n");
    Path second = TestFiles.write(dir.resolve("2.csv"), other + "\n");

    assertRefused(
        dir,
        "Cannot read file:%s: its header is not that of file:%s (%s)"
            .formatted(second, first, difference));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "'a,b,a', 'columns 1 and 3 are both named \"a\" in the header; rename one of them'",
        "'a,\"b', 'its first line is not CSV: a quoted field does not end'"
      })
  void headerThatNamesNoColumnsIsRefused(String header, String reason) throws IOException {
    Path file = file(header + "\n1,2,3\n");

    assertRefused(file, "Cannot read file:%s: %s".formatted(file, reason));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n \n"})
  void fileWithoutLinesIsRefused(String text) throws IOException {
    Path file = file(text);

    assertRefused(file, "Cannot read %s: it has no lines".formatted(file));
  }

  @Test
  void fileThatOnlyCallsItselfGzippedIsRefused() throws IOException {
    Path file = TestFiles.write(dir.resolve("x.csv.gz"), "a,b\n1,2\n");

    assertThatThrownBy(() -> open(file, CSV))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Cannot read file:%s: ", file);
  }

  @Test
  void gzippedFileThatIsCutOffEndsWithAMalformedRecord() throws IOException {
    StringBuilder text = new StringBuilder("a\n");
    for (int i = 0; i < 100_000; i++) {
      text.append(Integer.toString(i * 7919, 36)).append('\n');
    }
    Path file = TestFiles.gzip(dir.resolve("x.csv.gz"), text.toString());
    byte[] bytes = java.nio.file.Files.readAllBytes(file);
    TestFiles.write(file, Arrays.copyOf(bytes, bytes.length / 2));

    List<SourceRow> rows = open(file, CSV).records().collect();

    assertThat(rows).hasSizeBetween(10_000, 90_000);
    assertThat(Malformed.in(rows.get(rows.size() - 1)))
        .hasValueSatisfying(
            malformed ->
                assertThat(malformed.reason())
                    .startsWith("the compressed file is damaged after this line"));
  }

  private Path file(String text) throws IOException {
    return TestFiles.write(dir.resolve("x.csv"), text);
  }

  private static void assertRefused(Path path, String message) {
    assertThatThrownBy(() -> open(path, CSV)).isInstanceOf(DataException.class).hasMessage(message);
  }
}
