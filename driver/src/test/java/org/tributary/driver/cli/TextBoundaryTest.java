package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text from outside that readers or terminals could take for something else. */
class TextBoundaryTest {
  @TempDir private Path directory;
  private Path data;

  @BeforeEach
  void writeData() {
    data = TinyJobs.halves(directory.resolve("halves.csv"));
  }

  private Path model() {
    return directory.resolve("model");
  }

  private CommandResult train(String... settings) {
    String[] all = new String[settings.length + 3];
    all[0] = "train";
    all[1] = "data.label=kind";
    all[2] = "output.model=" + model();
    System.arraycopy(settings, 0, all, 3, settings.length);
    return CommandResult.of(all);
  }

  private void assertRefused(CommandResult ran, ExitCode code, String... words) {
    assertThat(ran.err()).contains(words).doesNotContain("\tat ", "internal error");
    assertThat(ran.code()).isEqualTo(code.code());
    assertThat(model()).doesNotExist();
  }

  @Test
  void settingsAloneDescribeAJob() {
    assertThat(train("data.path=" + data, "train.epochs=1").well().out()).contains("Model: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0,0,\0x",
        "\u00002,0,yes",
        "2\0,0,yes",
        "\u0663,0,yes",
        "\uff12,0,yes",
        "2\u0001,0,no"
      })
  void cellThatOnlyLooksLikeANumberIsRefused(String row) throws IOException {
    Files.writeString(data, Files.readString(data) + row + "\n");
    CommandResult ran =
        train("data.path=" + data, "data.columns.a=number", "network.output=softmax-cross-entropy");
    if (row.startsWith("0,0")) {
      assertThat(ran.out()).contains("\\u0000x");
    } else {
      assertRefused(ran, ExitCode.DATA, "halves.csv:202", "column a is not a number");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "train.epochs, \u0662\u0660",
    "train.seed, \uff11",
    "data.holdout.fraction, 0.\u0665"
  })
  void digitsOfOtherScriptsAreNoNumbers(String key, String value) {
    assertRefused(train("data.path=" + data, key + "=" + value), ExitCode.USAGE, "Invalid " + key);
  }

  @Test
  void namesDoNotReachTheTerminalAsCommands() throws IOException {
    String header = "a\u001b[31m,b\u202e,kind";
    Files.writeString(data, Files.readString(data).replaceFirst("a,b,kind", header));
    CommandResult ran = train("data.path=" + data, "train.epochs=1");

    assertThat(ran.well().out())
        .contains("a\\u001b[31m", "b\\u202e")
        .doesNotContain("\u001b[31m", "\u202e");
    CommandResult refused =
        CommandResult.of("evaluate", model().toString(), directory + "/\u001b]0;x\u0007.csv");
    assertThat(refused.err()).contains("\\u001b]0;x\\u0007").doesNotContain("\u001b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a:"})
  void deepNestingIsRefused(String open) {
    String close = open.equals("[") ? "]" : "}";
    String text = "x = " + open.repeat(20_000) + "1" + close.repeat(20_000) + "\n";
    Path job = TinyJobs.write(directory.resolve("deep.conf"), text);

    assertRefused(CommandResult.of("train", job.toString()), ExitCode.USAGE, "nested too deeply");
  }

  @Test
  void deepNestingOnTheCommandLineIsRefused() {
    String value = "[".repeat(20_000) + "]".repeat(20_000);

    assertRefused(train("network.hidden=" + value), ExitCode.USAGE, "Invalid override");
  }

  @Test
  void fileThatIsTooLongForAJobIsRefused() {
    assertRefused(CommandResult.of("train", "/dev/zero"), ExitCode.USAGE, "more than", "/dev/zero");
  }

  @ParameterizedTest
  @CsvSource({
    "data.path=s3a://bucket/x.csv, 3, org.apache.hadoop:hadoop-aws",
    "data.path=foo://bucket/x.csv, 3, no file system for foo://",
    "data.path=hdfs://no-such-host.invalid/x.csv, 3, there is no host no-such-host.invalid",
    "data.path=http://no-such-host.invalid/x.csv, 3, does not tell the size",
    "output.model=http://no-such-host.invalid/m, 4, can only be read",
    "output.model=s3a://bucket/m, 4, org.apache.hadoop:hadoop-aws"
  })
  void fileSystemThatIsNotThereIsNamed(String setting, int code, String words) {
    CommandResult ran = train("data.path=" + data, setting);

    assertThat(ran.err()).contains(words).doesNotContain("internal error", "\tat ");
    assertThat(ran.code()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hdfs://no-such-host.invalid/x.conf", "s3a://bucket/x.conf", "foo://x/x.conf"})
  void configurationOnAFileSystemThatIsNotThereIsRefused(String file) {
    assertRefused(CommandResult.of("train", file), ExitCode.USAGE, "Cannot read " + file);
  }

  @Test
  void classesThatDifferByCaseArePredictedInEveryFormat() throws IOException {
    Files.writeString(data, Files.readString(data).replace("no", "YES"));
    train("data.path=" + data, "train.epochs=1").well();

    for (String format : new String[] {"csv", "json", "parquet"}) {
      Path out = directory.resolve(format);
      CommandResult.of(
              "predict", model().toString(), data.toString(), out.toString(), "--format", format)
          .well();
      assertThat(out.resolve("_SUCCESS")).exists();
    }
  }
}
