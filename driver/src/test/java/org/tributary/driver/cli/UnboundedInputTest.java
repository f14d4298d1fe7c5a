package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
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
        "x.csv.gz      | 'a,b,kind\n1,2,no\n3,4,yes\n' | x.csv.gz:3: a line from here on has",
        "x.csv.bz2     | 'a,b,kind\n1,2,no\n3,4,yes\n' | x.csv.bz2:3: a line from here on has",
        "x.csv.deflate | 'a,b,kind\n1,2,no\n3,4,yes\n' | x.csv.deflate:3: a line from here on",
        "y.jsonl.gz    | ''                           | y.jsonl.gz: a line from here on has more"
      })
  void compressedLineThatExpandsWithoutEndIsRefused(String name, String head, String reason)
      throws IOException {
    byte[] megabyte = new byte[1 << 20];
    Arrays.fill(megabyte, (byte) '1');
    Path file = directory.resolve(name);
    CompressionCodec codec =
        new CompressionCodecFactory(new Configuration())
            .getCodec(new org.apache.hadoop.fs.Path(name));
    try (OutputStream out = codec.createOutputStream(Files.newOutputStream(file))) {
      out.write(head.getBytes(StandardCharsets.UTF_8));
      // Of bzip2, which is slow, one stream after the other: the same bytes each.
      for (int i = 0; i < (codec instanceof BZip2Codec ? 0 : MEGABYTES); i++) {
        out.write(megabyte);
      }
    }
    if (codec instanceof BZip2Codec) {
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      try (OutputStream out = codec.createOutputStream(stream)) {
        out.write(megabyte);
      }
      for (int i = 0; i < MEGABYTES; i++) {
        Files.write(file, stream.toByteArray(), StandardOpenOption.APPEND);
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

  @Test
  void rowOfMillionsOfValuesIsRefused() throws IOException {
    String head = "{\"a\": 1, \"kind\": \"no\"}\n{\"a\": 2, \"kind\": \"yes\"}\n";
    Path file = directory.resolve("x.jsonl");
    Files.writeString(file, head + "{\"a\": [" + "[],".repeat(9_000_000) + "0]}\n");

    assertRefused(train(file), "x.jsonl:3: is not JSON: Token count");
  }

  @Test
  void rowsOfEverOtherMembersAreRefused() throws IOException {
    Path file = directory.resolve("x.jsonl");
    StringBuilder members = new StringBuilder("{\"kind\": \"no\"");
    for (int i = 0; i < 600_000; i++) {
      members.append(",\"k").append(i).append("\":1");
    }
    Files.writeString(file, members + "}\n{\"kind\": \"yes\"}\n");

    assertRefused(train(file), "x.jsonl: its objects have more than", "different members");
  }

  @Test
  void rowOfScoreOfMillionsOfValuesIsRefused() throws IOException {
    byte[] rows =
        ("{\"x\": [" + "[],".repeat(9_000_000) + "0]}\n").getBytes(StandardCharsets.UTF_8);
    CommandResult ran = Scoring.of(ScoreCells.model(directory), rows);
    assertThat(ran.err()).contains("row 1 (line 1): it is not JSON: Token count").hasLineCount(1);
    assertThat(ran.code()).isEqualTo(ExitCode.DATA.code());
  }
}
