package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Input that expands, or is wider, than any memory is refused before it fills the memory. */
class UnboundedInputTest {
  private static final int MEGABYTES = 70;

  @TempDir private Path directory;

  private CommandResult train(Path data) {
    return InSession.train(
        List.of(
            "data.path=" + data,
            "data.label=kind",
            "train.epochs=1",
            "output.model=" + directory.resolve("model")));
  }

  private void assertRefused(CommandResult ran, String... words) {
    assertThat(ran.err()).startsWith("Cannot read ").contains(words).hasLineCount(1);
    assertThat(ran.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(directory.resolve("model")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x.csv.gz   | 'a,b,kind\n1,2,no\n3,4,yes\n' | x.csv.gz:3: a line from here on has more than",
        "y.jsonl.gz | ''                           | y.jsonl.gz: a line from here on has more than"
      })
  void compressedLineThatExpandsWithoutEndIsRefused(String name, String head, String reason)
      throws IOException {
    byte[] megabyte = new byte[1 << 20];
    Arrays.fill(megabyte, (byte) '1');
    Path file = directory.resolve(name);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(head.getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < MEGABYTES; i++) {
        out.write(megabyte);
      }
    }
    assertThat(Files.size(file)).isLessThan(1 << 20);

    assertRefused(train(file), reason);
  }

  @Test
  void rowOfTenMillionFieldsIsCountedAndRefused() throws IOException {
    String row = "1" + ",1".repeat(9_999_999);
    Path file = Files.writeString(directory.resolve("x.csv"), "a,b,kind\n1,2,no\n" + row + "\n");

    assertRefused(train(file), "x.csv:3: has 10000000 fields (expected 3)");
  }
}
