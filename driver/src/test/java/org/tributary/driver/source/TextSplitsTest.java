package org.tributary.driver.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tributary.driver.source.TestFiles.CSV;
import static org.tributary.driver.source.TestFiles.open;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.spec.FormatSpec.Csv;

/** Files that many tasks read together. */
class TextSplitsTest {
  private static final int RECORDS = 500;

  private final Configuration conf = LocalSpark.context().hadoopConfiguration();
  @TempDir private Path dir;

  @BeforeEach
  void splitSmall() {
    conf.set(FileInputFormat.SPLIT_MAXSIZE, "1000");
  }

  @AfterEach
  void splitAsUsual() {
    conf.unset(FileInputFormat.SPLIT_MAXSIZE);
  }

  @ParameterizedTest
  @CsvSource({"LF, ''", "CRLF, ''", "LF, '\uFEFF'", "CRLF, '\uFEFF'"})
  void everyRecordIsReadOnceWithTheOffsetOfItsLine(String ending, String mark) throws IOException {
    Text text = text(mark, ending.equals("LF") ? "\n" : "\r\n");
    Path file = TestFiles.write(dir.resolve("x.csv"), text.content);

    Table table = open(file, CSV);

    assertThat(table.records().getNumPartitions()).isGreaterThan(5);
    assertThat(table.positions()).isEqualTo(Table.Positions.BYTE_OFFSET);
    assertRecords(table, text, file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\uFEFF"})
  void gzippedFileIsOneSplitWithOffsetsOfTheText(String mark) throws IOException {
    Text text = text(mark, "\n");
    Path file = TestFiles.gzip(dir.resolve("x.csv.gz"), text.content);

    Table table = open(file, CSV);

    assertThat(table.records().getNumPartitions()).isEqualTo(1);
    assertRecords(table, text, file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.csv", "x.csv.gz"})
  void offsetsLeadToLineNumbers(String name) throws IOException {
    Text text = text("\uFEFF", "\r\n");
    Path file = dir.resolve(name);
    if (name.endsWith(".gz")) {
      TestFiles.gzip(file, text.content);
    } else {
      TestFiles.write(file, text.content);
    }

    for (SourceRow row : open(file, CSV).records().collect()) {
      // Record 0 is in line 2, after the header, and line 100 of the records is blank.
      int record = Integer.parseInt((String) row.cells()[0]);
      if (record % 50 == 0) {
        assertThat(Lines.lineNumber(conf, row.file(), row.position()))
            .isEqualTo(record + (record < 100 ? 2 : 3));
      }
    }
  }

  /**
   * With quotes anywhere in the file, which is searched for line breaks in them before it is split.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 250, RECORDS - 1})
  void fileWithALineBreakInAFieldIsNotSplit(int where) throws IOException {
    StringBuilder content = new StringBuilder("i,text\n");
    List<List<Object>> expected = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      String cell = i == where ? "1,2\n".repeat(600) : "x";
      content.append(i).append(",\"").append(cell).append("\"\n");
      expected.add(List.of(String.valueOf(i), cell));
    }
    Path file = TestFiles.write(dir.resolve("x.csv"), content.toString());

    Table table = open(file, Csv.DEFAULT);

    assertThat(table.records().getNumPartitions()).isEqualTo(1);
    assertThat(TestFiles.cells(table)).isEqualTo(expected);
  }

  /** The samples of a large file have no quotes. */
  @Test
  void lineBreakInAFieldThatNoSampleShowsEndsTheReadingWithTheSetting() throws IOException {
    String line = "1," + "2".repeat(1000) + "\n";
    Path file =
        TestFiles.write(
            dir.resolve("x.csv"),
            "i,text\n" + line.repeat(2100) + "3,\"x\ny\"\n" + line.repeat(1900));
    conf.set(FileInputFormat.SPLIT_MAXSIZE, "1000000");

    assertThat(TestFiles.refusal(open(file, Csv.DEFAULT)))
        .contains("line breaks in quoted fields")
        .contains("set data.csv.multiline = yes");
    assertThat(open(file, Csv.DEFAULT.withMultiline(Csv.Multiline.YES)).records().count())
        .isEqualTo(4001);
  }

  @Test
  void namesWithCharactersOfAGlobAreReadLiterally() throws IOException {
    Path odd = dir.resolve("a [1],{b}*?.csv");
    TestFiles.write(odd, "a\n1\n");
    TestFiles.write(dir.resolve("a 1,b.csv"), "a\n2\n");

    assertThat(TestFiles.cells(open(odd, CSV))).containsExactly(List.of("1"));
    assertThat(TestFiles.cells(open(dir, CSV))).containsExactly(List.of("2"), List.of("1"));
  }

  private static void assertRecords(Table table, Text text, Path file) {
    List<SourceRow> rows = table.records().collect();
    assertThat(rows).extracting(SourceRow::position).isEqualTo(text.offsets);
    assertThat(rows).extracting(SourceRow::file).containsOnly("file:" + file);
    assertThat(rows).extracting(row -> row.cells()[0]).isEqualTo(text.firstCells);
  }

  private static Text text(String mark, String end) {
    Text text = new Text();
    StringBuilder content = new StringBuilder(mark + "i,\"na,me\"" + end);
    for (int i = 0; i < RECORDS; i++) {
      if (i == 100) {
        content.append(end);
      }
      text.offsets.add((long) content.toString().getBytes(StandardCharsets.UTF_8).length);
      text.firstCells.add(String.valueOf(i));
      content.append(i).append(",\"é, ").append("x".repeat(i % 17)).append('"').append(end);
    }
    text.content = content.toString();
    return text;
  }

  private static final class Text {
    private final List<Long> offsets = new ArrayList<>();
    private final List<String> firstCells = new ArrayList<>();
    private String content = "";
  }
}
