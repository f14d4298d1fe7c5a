package org.tributary.driver.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextHeadTest {
  private static final String HEADER = "a;b;Gr\u00f6\u00dfe\n1;2;3\n";

  @ParameterizedTest
  @CsvSource({
    "UTF-8, UTF-16, UTF-8",
    "UTF-16, UTF-8, UTF-16",
    "UTF-16, windows-1252, UTF-16",
    "UTF-32, UTF-16, UTF-32",
    "UTF-8, windows-1252, UTF-8"
  })
  void aMarkOfAnotherCharacterSetIsReportedWithTheSetting(
      String written, String read, String setting) {
    String marked = written.equals("UTF-16") ? HEADER : "\ufeff" + HEADER;
    assertThat(TextHead.problem(marked.getBytes(Charset.forName(written)), Charset.forName(read)))
        .hasValueSatisfying(
            reason ->
                assertThat(reason)
                    .contains("not " + read)
                    .contains("byte order mark of " + setting)
                    .contains("data.csv.encoding = " + setting));
  }

  @Test
  void textOfOneByteACharacterIsNotWide() {
    byte[] text = "a;b;c\n1;2;3\n".getBytes(StandardCharsets.US_ASCII);
    assertThat(TextHead.problem(text, StandardCharsets.UTF_16LE))
        .hasValueSatisfying(reason -> assertThat(reason).contains("one byte a character"));
    assertThat(TextHead.problem(text, StandardCharsets.UTF_8)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"UTF-8", "UTF-16", "UTF-16LE", "windows-1252", "UTF-32", "Shift_JIS"})
  void textOfTheCharacterSetIsAccepted(String charset) {
    String text = charset.equals("Shift_JIS") ? "a;b\n" : HEADER;
    assertThat(TextHead.problem(text.getBytes(Charset.forName(charset)), Charset.forName(charset)))
        .isEmpty();
    assertThat(TextHead.problem(new byte[0], Charset.forName(charset))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "windows-1252", "UTF-16"})
  void compressedTextIsReportedAsSuch(String charset) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(HEADER.getBytes(Charset.forName(charset)));
    }
    assertThat(TextHead.problem(bytes.toByteArray(), Charset.forName(charset)))
        .hasValue("the text is compressed with gzip; decompress it first");
    byte[] name = "BZh,b\n1,2\n".getBytes(Charset.forName(charset));
    assertThat(TextHead.problem(name, Charset.forName(charset))).isEmpty();
  }
}
