package org.tributary.driver.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.io.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.FormatSpec.Csv.Decimal;
import org.tributary.driver.spec.FormatSpec.Csv.Header;
import org.tributary.driver.spec.FormatSpec.Csv.Multiline;

class CsvStreamTest {
  private static final FormatSpec.Csv COMMA = FormatSpec.Csv.DEFAULT.withDecimal(Decimal.COMMA);

  private static CsvStream stream(String text, FormatSpec.Csv format, Character... usual)
      throws IOException {
    return new CsvStream(
        new BufferedReader(new StringReader(text)), format, Arrays.stream(usual).findFirst());
  }

  private static List<CsvStream.Row> rows(CsvStream stream) throws IOException {
    List<CsvStream.Row> rows = new ArrayList<>();
    for (Optional<CsvStream.Row> row = stream.next(); row.isPresent(); row = stream.next()) {
      rows.add(row.get());
    }
    return rows;
  }

  /** Texts of quotes, delimiters, escapes and line breaks in any order have the same records. */
  @ParameterizedTest
  @EnumSource(Multiline.class)
  void recordsAreThoseOfTheScannerOfFiles(Multiline multiline) throws IOException {
    Random random = new Random(7);
    for (char escape : new char[] {'"', '\\'}) {
      FormatSpec.Csv format =
          new FormatSpec.Csv(
              Header.PRESENT,
              Optional.of(';'),
              escape == '"' ? Optional.empty() : Optional.of(escape),
              Decimal.POINT,
              "UTF-8",
              multiline);
      CsvDialect dialect = new CsvDialect(';', escape, Decimal.POINT, "UTF-8", multiline);
      for (int i = 0; i < 2000; i++) {
        StringBuilder text = new StringBuilder();
        for (int c = random.nextInt(20); c >= 0; c--) {
          text.append("ab;\"\"\\\n\r\u00e4".charAt(random.nextInt(9)));
        }
        assertThat(records(text.toString(), format))
            .describedAs(text.toString())
            .isEqualTo(scanned(text.toString(), dialect));
      }
    }
  }

  private static List<String> records(String text, FormatSpec.Csv format) throws IOException {
    CsvText records = new CsvText(new StringReader(text), ";", format);
    List<String> found = new ArrayList<>();
    StringBuilder record = new StringBuilder();
    while (records.next(record)) {
      found.add(records.beginLine() + ":" + record);
    }
    return found;
  }

  private static List<String> scanned(String text, CsvDialect dialect) throws IOException {
    List<String> found = new ArrayList<>();
    try (CsvScanner scanner =
        new CsvScanner(
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
            0,
            CsvInputFormat.lastBytes(dialect),
            dialect.escape(),
            CsvInputFormat.breaks(dialect))) {
      Text record = new Text();
      while (scanner.next(record)) {
        found.add(scanner.beginLine() + ":" + record);
      }
    }
    return found;
  }

  @Test
  void numbersWithADecimalCommaAreNumbersAndComeBackAsTheyWere() throws IOException {
    CsvStream stream = stream("\r\na;b;\r\n1,5;\"x\ny\";1.5\r\n\r\n", COMMA);
    assertThat(stream.names()).containsExactly("a", "b", "c2");
    CsvStream.Row row = rows(stream).get(0);
    assertThat(row.line()).isEqualTo(3);
    assertThat(row.fields()).containsExactly("1,5", "x\ny", "1.5");
    assertThat(row.cells()).containsExactly("1.5", "x\ny", new TextOnly("1.5"));
  }

  @Test
  void withoutAHeaderTheFirstRecordIsARow() throws IOException {
    CsvStream stream = stream("1|2\n3|4\n", new FormatSpec.Csv(Header.ABSENT, '|'));
    assertThat(stream.names()).containsExactly("c0", "c1");
    assertThat(rows(stream)).extracting(CsvStream.Row::line).containsExactly(1L, 2L);
  }

  @Test
  void theUsualDelimiterIsTakenIfItSeparatesTheFirstLine() throws IOException {
    FormatSpec.Csv format = FormatSpec.Csv.DEFAULT;
    assertThat(stream("a;b,c\n1;2,3\n", format, ';').delimiter()).isEqualTo(';');
    assertThat(stream("a,b\n1,2\n", format, ';').delimiter()).isEqualTo(',');
    assertThat(stream("a:b\n1:2\n", format, ':').delimiter()).isEqualTo(':');
    assertThat(stream("a;b,c\n1;2\n", format).delimiter()).isEqualTo(';');
    assertThatThrownBy(() -> stream("a;b,c\n1;2,3\n", format))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("set data.csv.delimiter");
  }

  @ParameterizedTest
  @ValueSource(chars = {';', '\t'})
  void commasThatSeparateFieldsWhereTheyAreDecimalAreReportedWithTheSettings(char usual) {
    assertThatThrownBy(() -> stream("a,b\n1.5,2\n", COMMA, usual))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("data.csv.delimiter = \",\" and data.csv.decimal = \".\"");
  }

  @Test
  void oneColumnOfDecimalCommasIsOneColumn() throws IOException {
    assertThat(rows(stream("a\n1,5\n", COMMA)).get(0).cells()).containsExactly("1.5");
  }
}
