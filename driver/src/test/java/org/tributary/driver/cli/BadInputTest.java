package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.driver.LocalSpark;

/** User errors give one message and the exit code, and leave no files behind. */
class BadInputTest {
  @TempDir private Path directory;
  private Path job;

  @BeforeEach
  void writeJob() {
    job = TinyJobs.job(TinyJobs.halves(directory.resolve("halves.csv")), "data.label = kind");
  }

  private Path model() {
    return directory.resolve("model");
  }

  private Path data(String text) {
    return TinyJobs.write(directory.resolve("other.csv"), text);
  }

  private CommandResult train(String... overrides) {
    String[] args = new String[overrides.length + 2];
    args[0] = "train";
    args[1] = job.toString();
    System.arraycopy(overrides, 0, args, 2, overrides.length);
    return CommandResult.of(args);
  }

  private void assertRefused(CommandResult ran, ExitCode code, String... words) {
    assertThat(ran.err()).contains(words).doesNotContain("\tat ", "Exception", "use --stacktrace");
    // The problem is reported once, and there are no results.
    assertThat(ran.err()).containsOnlyOnce(words[0]);
    assertThat(ran.out()).doesNotContain("Model:");
    assertThat(ran.code()).isEqualTo(code.code());
    assertThat(model()).doesNotExist();
  }

  @Test
  void aRuleOnKindsThatIsForNoColumnIsRefused() {
    assertRefused(
        train("data.columns={a=number, \"xx*\"=category}"),
        ExitCode.DATA,
        "no column xx*, named by data.columns (columns: a, b, kind)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train.epoch=3                  | Unknown key train.epoch | did you mean train.epochs?",
        "network.output=softmax         | network.output          | softmax-cross-entropy",
        "network.output=[sigmoid, tanh] | network.output          | sigmoid-cross-entropy",
        "train.epochs                   | Invalid override        | expected key=value",
        "train.epochs=0                 | train.epochs            | 0",
        "train.precision=float16        | train.precision         | float32",
        "=                              | command line            | expected key=value"
      })
  void settingThatIsWrongIsNamed(String override, String name, String remedy) {
    assertRefused(train(override), ExitCode.USAGE, name, remedy);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spark.executor.memory=abc                | spark.executor.memory: abc",
        "spark.master=foo                         | spark.master: foo",
        "spark.master=local[0]                    | spark.master: local[0]",
        "spark.task.cpus=99                       | spark.task.cpus: 99",
        "spark.ui.port=abc                        | spark.ui.port: abc",
        "spark.memory.fraction=7                  | spark.memory.fraction: 7",
        "spark.network.timeout=1s                 | spark.network.timeout: 1s",
        "spark.sql.shuffle.partitions=-1          | spark.sql.shuffle.partitions: -1",
        "spark.serializer=no.such.Class           | spark.serializer: no class no.such.Class",
        "spark.extraListeners=no.such.Class       | spark.extraListeners: no class no.such.Class",
        "spark.io.compression.codec=foo           | spark.io.compression.codec: no class foo",
        "spark.local.dir=/proc/none               | spark.local.dir: /proc/none",
        "spark.executor.extraJavaOptions=-Xmx4g   | spark.executor.extraJavaOptions",
        "spark.cleaner.periodicGC.interval=-1     | spark.cleaner.periodicGC.interval: -1",
        "spark.driver.resourcesFile=/tmp          | spark.driver.resourcesFile: /tmp",
        "spark.driver.host=-1                     | spark.driver.host: -1",
        "spark.master=yarn                        | spark.master: yarn"
      })
  void settingThatSparkCannotUseIsNamedOnOneLine(String setting, String name) {
    LocalSpark.stop();
    CommandResult ran = train(setting);
    assertRefused(ran, ExitCode.USAGE, "Invalid " + name);
    assertThat(ran.err().lines()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.hadoop.fs.s3a.secret.key=[xyzzy7]",
        "spark.hadoop.fs.azure.account.key.a.net={\"a\": \"xyzzy7\"}",
        "spark.executorEnv.LOGIN=[\"xyzzy7\"]",
        "spark.executor.extraJavaOptions=-Xmx4g -Dstore.Password=xyzzy7",
        "spark.hadoop.fs.s3a.secret.key:xyzzy7",
        "spark.ssl.keyPassword=xyzzy7 = [",
        "spark=xyzzy7",
        "data.path=s3a://me:xyzzy7@bucket/rows.csv",
        "data.format=https://me:xyzzy7@host"
      })
  void secretIsShownInNoMessage(String setting) {
    for (String[] more : new String[][] {{}, {"train.epochs=0"}, {"--stacktrace"}}) {
      String[] all = Arrays.copyOf(new String[] {setting}, 1 + more.length);
      System.arraycopy(more, 0, all, 1, more.length);
      CommandResult ran = train(all);
      assertThat(ran.err() + ran.out()).doesNotContain("xyzzy7");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.ssl.keyPassword = xyzzy7\"more",
        "spark.ssl.keyPassword = it's'xyzzy7+'",
        "spark.ssl.keyPassword = {a: xyzzy7} xyzzy7",
        "a = {b: xyzzy7}\nspark.ssl.keyPassword = ${a} xyzzy7",
        "spark.ssl.keyPassword = \"xyzzy7",
        "spark.ssl.keyPassword = [xyzzy7] {a: b}",
        "spark { ssl.keyPassword = xyzzy7 : }",
        "spark.ssl.keyPassword = xyzzy7 ] ["
      })
  void secretIsShownInNoMessageOfTheParser(String line) throws IOException {
    Files.writeString(job, Files.readString(job) + "\n" + line + "\n");
    CommandResult ran = train("train.epochs=0");
    assertThat(ran.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(ran.err()).contains("Invalid").doesNotContain("xyzzy7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spark.default.parallelism=0          | from 1 to 100000",
        "spark.default.parallelism=-3         | from 1 to 100000",
        "spark.default.parallelism=2147483647 | from 1 to 100000",
        "spark.default.parallelism=many       | from 1 to 100000",
        "network.hidden=[200000,200000]       | makes 40,000,800,001 weights or more",
        "network.hidden=[16777216]            | network.hidden=[16777216] is 16777216 wide",
        "data.blockRows=1073741824            | from 1 to 1048576",
        "data.partitions=2147483647           | from 0 to 100000"
      })
  void sizeThatNoMachineHasIsRefused(String override, String range) {
    String key = override.substring(0, override.indexOf('='));
    assertRefused(train(override), ExitCode.USAGE, range, key);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bench order --rows 1000000001        | Invalid --rows: 1000000001 (expected 1 to"
            + " 1000000000)",
        "bench order --repeat 1000001         | Invalid --repeat: 1000001 (expected 1 to 1000000)",
        "bench order --rounds 0               | Invalid --rounds: 0 (expected 1 to 1000000)",
        "bench order --partitions 4,100001    | Invalid --partitions: 100001 (expected 1 to"
            + " 100000)",
        "bench order --parameters 2147483647  | Invalid --parameters: 2147483647 (expected 1"
            + " to 250000000)",
        "gradient-check JOB --rows 1000001    | Invalid --rows: 1000001 (expected 1 to 1000000)",
        "gradient-check JOB --parameters 0    | Invalid --parameters: 0 (expected 1 to 10000000)",
        "gradient-check JOB --tolerance 1.5   | Invalid --tolerance: 1.5 (expected more than"
            + " 0 and at most 1)"
      })
  void optionOutOfItsRangeIsRefused(String command, String problem) {
    CommandResult ran = CommandResult.of(command.replace("JOB", job.toString()).split(" "));
    assertRefused(ran, ExitCode.USAGE, problem);
  }

  @Test
  void everyProblemOfAConfigurationIsToldAtOnce() {
    assertRefused(
        train("train.epoch=3", "network.hidden=[0]", "data.lable=x"),
        ExitCode.USAGE,
        "3 problems",
        "train.epochs",
        "network.hidden",
        "data.label");
  }

  @Test
  void missingConfigurationIsNamed() {
    String conf = directory.resolve("none.conf").toString();
    assertRefused(CommandResult.of("train", conf), ExitCode.USAGE, conf);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trian job.conf       | Unknown command: trian    | Did you mean: tributary train",
        "train                | CONF                      | See tributary train --help",
        "train job.conf --jsn | --jsn                     | --json",
        "evaluate m d --rows x| --rows                    | all, held-out, trained",
        "predict m d o --format xml | --format            | csv, parquet, json",
        "--stack              | Unknown option: '--stack' | See tributary --help"
      })
  void commandLineThatIsWrongIsExplained(String line, String name, String remedy) {
    assertRefused(CommandResult.of(line.strip().split(" ")), ExitCode.USAGE, name, remedy);
  }

  @Test
  void missingDataIsNamed() {
    assertRefused(
        train("data.path=/nowhere/data.csv"), ExitCode.DATA, "no such file", "/nowhere/data.csv");
  }

  @Test
  void labelThatIsNotAColumnIsNamedWithTheColumns() {
    assertRefused(train("data.label=kin"), ExitCode.DATA, "column kin,", "a, b, kind");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5,6       | has 2 fields (expected 3)",
        "5,6,x,8   | has 4 fields (expected 3)",
        "1e999,5,x | column a is not finite: \"1e999\"",
        "-Infinity,5,x | column a is not",
        "5,6,      | column kind",
        "5,six,x   | column b is not a number: \"six\"",
        "5,-inf,x  | column b is not a number: \"-inf\""
      })
  void rowThatIsWrongIsNamedByFileAndLine(String row, String reason) {
    Path data = data("a,b,kind\n1,2,x\n3,4,y\n" + row + "\n" + "7,8,y\n9,8,x\n".repeat(6));
    assertRefused(train("data.path=" + data), ExitCode.DATA, data + ":4: ", reason);
  }

  @Test
  void firstOfManyWrongRowsAreNamedAndAllCounted() {
    Path data = data("a,b,kind\n1,2,x\n" + "3,4\n".repeat(20));
    assertRefused(
        train("data.path=" + data), ExitCode.DATA, "20 rows are wrong", data + ":3:", "15 rows");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'a,b,kind\n'                  | it has no rows",
        "''                            | it has no lines",
        "'a,b,kind\n1,2,x\n3,4,x\n'    | every row is of class x",
        "'kind\nx\ny\n'                | no feature columns",
        "'a,a,kind\n1,2,x\n3,4,y\n'    | both named \"a\""
      })
  void dataThatCannotBeTrainedOnIsRefused(String text, String reason) {
    Path data = data(text);
    assertRefused(train("data.path=" + data), ExitCode.DATA, data.toString(), reason);
  }

  @Test
  void classNotSeenInTrainingIsNamedWithItsRow() {
    Path data = data("a,b,kind\n1,2,yes\n3,4,perhaps\n");
    assertRefused(
        train("data.holdout.path=" + data), ExitCode.DATA, data + ":3", "class perhaps", "no, yes");
    train("train.epochs=1").well();
    CommandResult evaluated = CommandResult.of("evaluate", model().toString(), data.toString());
    assertThat(evaluated.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(evaluated.err()).contains(data + ":3", "class perhaps").hasLineCount(1);
  }

  @Test
  void predictionOfAWrongRowLeavesNoOutput() {
    train("train.epochs=1").well();
    Path data = data("a,b\n1,2\n3,four\n");
    Path output = directory.resolve("predictions");
    CommandResult ran =
        CommandResult.of("predict", model().toString(), data.toString(), output.toString());
    assertThat(ran.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(ran.err()).contains(data + ":3", "column b", "four").hasLineCount(1);
    assertThat(output).doesNotExist();
  }

  @Test
  void modelThatExistsIsReplacedOnlyOnDemand() {
    train("train.epochs=1").well();
    CommandResult refused = train();
    assertThat(refused.code()).isEqualTo(ExitCode.MODEL.code());
    assertThat(refused.err())
        .contains(model().toString(), "output.existing=replace")
        .hasLineCount(1);
    train("output.existing=replace", "train.epochs=2").well();
    assertThat(CommandResult.of("inspect", model().toString()).well().out())
        .contains("2, stop reason: epochs");
  }

  @Test
  void directoryThatIsNoModelIsNeverReplaced() throws IOException {
    Files.createDirectory(model());
    Path kept = TinyJobs.write(model().resolve("kept.txt"), "mine");
    for (String existing : new String[] {"refuse", "replace"}) {
      CommandResult refused = train("output.existing=" + existing);
      assertThat(refused.code()).isEqualTo(ExitCode.MODEL.code());
      assertThat(refused.err()).contains(model().toString()).hasLineCount(1);
      assertThat(kept).hasContent("mine");
    }
  }

  @Test
  void predictionsThatExistAreReplacedOnlyOnDemand() throws IOException {
    train("train.epochs=1").well();
    String data = directory.resolve("halves.csv").toString();
    Path output = Files.createDirectory(directory.resolve("predictions"));
    CommandResult refused =
        CommandResult.of("predict", model().toString(), data, output.toString());
    assertThat(refused.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(refused.err()).contains(output.toString(), "--existing replace").hasLineCount(1);
    CommandResult.of(
            "predict", model().toString(), data, output.toString(), "--existing", "replace")
        .well();
    assertThat(output.resolve("_SUCCESS")).exists();
  }

  @Test
  void modelThatIsMissingOrDamagedIsNamed() throws IOException {
    CommandResult missing = CommandResult.of("inspect", model().toString());
    assertRefused(missing, ExitCode.MODEL, model().toString(), "does not exist");

    train("train.epochs=1").well();
    try (var files = Files.list(model())) {
      Path weights = files.filter(f -> f.toString().endsWith(".safetensors")).findFirst().get();
      byte[] bytes = Files.readAllBytes(weights);
      bytes[bytes.length - 3] ^= 1;
      Files.write(weights, bytes);
    }
    String data = directory.resolve("halves.csv").toString();
    for (CommandResult damaged :
        new CommandResult[] {
          CommandResult.of("inspect", model().toString()),
          CommandResult.of("evaluate", model().toString(), data),
          CommandResult.of("predict", model().toString(), data, directory.resolve("p").toString())
        }) {
      assertThat(damaged.code()).isEqualTo(ExitCode.MODEL.code());
      assertThat(damaged.err()).contains(model().toString()).hasLineCount(1);
    }
  }

  @Test
  void settingThatTheModelKeepsCannotBeGivenToEvaluate() {
    train("train.epochs=1").well();
    String data = directory.resolve("halves.csv").toString();
    CommandResult ran =
        CommandResult.of("evaluate", model().toString(), data, "network.hidden=[3]");
    assertThat(ran.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(ran.err()).contains("network.hidden", "only data.*, job.* and spark.*");

    CommandResult rows =
        CommandResult.of("evaluate", model().toString(), data, "--rows", "held-out");
    assertThat(rows.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(rows.err()).contains("held-out", "data.holdout.fraction");
  }

  @ParameterizedTest
  @CsvSource({"identity-squared-error, float32", "identity-squared-error, float64"})
  void divergingTrainingNamesTheEpochAndWritesNoModel(String output, String precision) {
    Path data =
        TinyJobs.csv(directory.resolve("plane.csv"), "a,b,y", 50, x -> "" + (3 * x[0] - x[1] + 5));
    assertRefused(
        train(
            "data.path=" + data,
            "data.label=y",
            "network.output=" + output,
            "network.activation=identity",
            "train.precision=" + precision,
            "train.optimizer.name=gradient-descent",
            "train.optimizer.learningRate=1e30"),
        ExitCode.DIVERGED,
        "at epoch ",
        "train.optimizer.learningRate");
  }

  @Test
  void helpOfEveryCommandTellsTheExitCodes() {
    for (String command :
        new String[] {"train", "evaluate", "predict", "gradient-check", "inspect"}) {
      CommandResult help = CommandResult.of(command, "--help").well();
      assertThat(help.out()).contains("Usage: tributary " + command, "Exit codes:");
      assertThat(help.out().lines()).allMatch(line -> line.length() <= 100);
    }
    assertThat(CommandResult.of("--help").well().out()).contains("the gradient check failed");
  }
}
