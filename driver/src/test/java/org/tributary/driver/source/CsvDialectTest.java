package org.tributary.driver.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tributary.driver.source.TestFiles.CSV;
import static org.tributary.driver.source.TestFiles.cells;
import static org.tributary.driver.source.TestFiles.open;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.spec.FormatSpec.Csv;
import org.tributary.driver.spec.FormatSpec.Csv.Decimal;
import org.tributary.driver.spec.FormatSpec.Csv.Multiline;

/** CSV in the spellings of other programs. */
class CsvDialectTest {
  @TempDir private Path dir;

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void delimiterIsThatOfTheHeader(String delimiter) throws IOException {
    Path file = file(String.join(delimiter, "a", "\"b,;\t|\"", "y") + "\n1" + delimiter + "2\n");

    assertThat(open(file, Csv.DEFAULT).schema().names()).containsExactly("a", "b,;\t|", "y");
  }

  @Test
  void delimiterThatIsNotUniqueIsTheOneThatAlsoSeparatesTheSecondRecord() throws IOException {
    assertThat(open(file("a;b,c;y\n1;2;3\n"), Csv.DEFAULT).schema().names())
        .containsExactly("a", "b,c", "y");
    assertThat(open(file("a,b|c,y\n1,2,3\n"), Csv.DEFAULT).schema().names())
        .containsExactly("a", "b|c", "y");
    assertThat(open(file("only\n1\n"), Csv.DEFAULT).schema().names()).containsExactly("only");
  }

  @Test
  void delimiterThatMayBeTwoAsksForTheSetting() throws IOException {
    Path file = file("a;b,c\n1;2,3\n");

    assertThatThrownBy(() -> open(file, Csv.DEFAULT))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Cannot read file:%s: the fields of its first line may be separated by \",\" (2 fields)"
                + " or \";\" (2 fields); set data.csv.delimiter",
            file);
  }

  @Test
  void delimiterThatSeparatesNothingNamesTheOneThatDoes() throws IOException {
    Path file = file("a;b;y\n1;2;3\n");

    assertThatThrownBy(() -> open(file, CSV))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("data.csv.delimiter is \",\"")
        .hasMessageEndingWith("set data.csv.delimiter = \";\", or auto");
  }

  @Test
  void columnsWithoutANameAreCalledByTheirPlace() throws IOException {
    Table table = open(file(",a,\"\",c2, \n0,1,2,3,4\n"), Csv.DEFAULT);

    assertThat(table.schema().names()).containsExactly("c0", "a", "c2_", "c2", "c4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void quotedFieldsKeepTheirLineBreaks(String end) throws IOException {
    String text =
        String.join(
            end, "a,b", "1,\"x\ny\r\nz\rw\"", "\"\n\",\"say \"\"hi\"\"\n\"", "  , lead", "");

    Table table = open(file(text), Csv.DEFAULT);

    assertThat(cells(table))
        .containsExactly(
            List.of("1", "x\ny\r\nz\rw"), List.of("\n", "say \"hi\"\n"), List.of("  ", " lead"));
  }

  @Test
  void rowsAfterALineBreakAreNamedByTheirLines() throws IOException {
    Table table = open(file("a,\"b\nb\"\n1,\"x\ny\"\n2,z\n3,w\n"), Csv.DEFAULT);

    assertThat(table.schema().names()).containsExactly("a", "b\nb");
    assertThat(table.records().collect().stream().map(r -> table.place(r.file(), r.position())))
        .containsExactly(
            "file:" + dir + "/x.csv:3", "file:" + dir + "/x.csv:5", "file:" + dir + "/x.csv:6");
  }

  @Test
  void fieldThatNeverEndsIsReportedWhereItsRecordBegins() throws IOException {
    Table table = open(file("a,b\n1,2\n3,\"open\n5,6\n"), Csv.DEFAULT);

    SourceRow last = table.records().collect().get(1);

    assertThat(Malformed.in(last)).map(Malformed::reason).hasValue("a quoted field does not end");
    assertThat(table.place(last.file(), last.position())).endsWith("x.csv:3");
  }

  @Test
  void lineBreaksEndRecordsWhereTheyAreSetTo() throws IOException {
    Table table = open(file("a,b\n1,2\n3,\"open\n5,6\n"), Csv.DEFAULT.withMultiline(Multiline.NO));

    List<SourceRow> rows = table.records().collect();

    assertThat(rows).hasSize(3);
    assertThat(Malformed.in(rows.get(1))).isPresent();
    assertThat(rows.get(2).cells()).containsExactly("5", "6");
  }

  @Test
  void escapedQuotesOfSparkReadBack() throws IOException {
    List<String> texts =
        List.of(
            "say \"hi\"",
            "a\\b",
            "\\",
            "\"",
            "\\\"",
            "x,\\y",
            "two\nlines",
            "plain",
            "a\\\"b\\\\c");
    StructType schema = new StructType().add("k", DataTypes.StringType).add("n", "int");
    LocalSpark.session()
        .createDataFrame(texts.stream().map(text -> RowFactory.create(text, 1)).toList(), schema)
        .coalesce(1)
        .write()
        .option("header", true)
        .csv(dir + "/spark.csv");

    Table table = open(dir.resolve("spark.csv"), Csv.DEFAULT.withEscape('\\'));

    assertThat(cells(table)).extracting(row -> row.get(0)).containsExactlyElementsOf(texts);
  }

  @Test
  void numbersWithADecimalCommaAreNumbers() throws IOException {
    Table table =
        open(
            file("a;b;y\n1,5;-0,25;x,y\n1e3;,5;1.5\n1.234,5;1.234;7\n"),
            Csv.DEFAULT.withDecimal(Decimal.COMMA));

    assertThat(cells(table))
        .containsExactly(
            List.of("1.5", "-0.25", "x,y"),
            List.of("1e3", ".5", new TextOnly("1.5")),
            List.of("1.234,5", new TextOnly("1.234"), "7"));
    assertThat(Cells.problem(new TextOnly("1.234")))
        .hasValue(
            "is not a number: 1.234 (a number with a decimal point, where data.csv.decimal is \",\";"
                + " set data.csv.decimal = \".\")");
    List<double[]> numbers =
        table
            .numbers()
            .orElseThrow()
            .rows(new int[] {0, 1}, 2)
            .map(r -> r.numbers().clone())
            .collect();
    assertThat(numbers.get(0)).containsExactly(1.5, -0.25);
    assertThat(numbers.get(2)).containsExactly(Double.NaN, Double.NaN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-32", "windows-1252", "GBK", "IBM037"})
  void textOfAnotherEncodingIsRead(String encoding) throws IOException {
    String text = "é,b\n1,\"ü\nü\"\n2,à\n";
    Path file = TestFiles.write(dir.resolve("x.csv"), text.getBytes(Charset.forName(encoding)));

    Table table = open(file, Csv.DEFAULT.withEncoding(encoding));

    assertThat(table.schema().names()).containsExactly("é", "b");
    assertThat(cells(table)).containsExactly(List.of("1", "ü\nü"), List.of("2", "à"));
    assertThat(table.records().collect().stream().map(r -> table.place(r.file(), r.position())))
        .containsExactly("file:" + file + ":2", "file:" + file + ":4");
  }

  @ParameterizedTest
  @CsvSource({"US-ASCII", "UTF-16BE"})
  void textThatIsNotOfTheEncodingIsRefused(String encoding) throws IOException {
    byte[] latin = "a,b\n1,é\n2,3".getBytes(Charset.forName("ISO-8859-1"));
    byte[] odd = "a,b\n1,2\n".getBytes(Charset.forName("UTF-16BE"));
    Path file =
        TestFiles.write(
            dir.resolve("x.csv"),
            encoding.startsWith("US") ? latin : Arrays.copyOf(odd, odd.length - 1));

    assertThat(TestFiles.refusal(open(file, Csv.DEFAULT.withEncoding(encoding))))
        .contains("not " + encoding);
  }

  private Path file(String text) throws IOException {
    return TestFiles.write(dir.resolve("x.csv"), text);
  }
}
