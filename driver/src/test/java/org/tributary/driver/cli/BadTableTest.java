package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules and rows that do not go together: one line with key or column, file and row. */
class BadTableTest {
  private static final int ROWS = 40;

  @TempDir private Path directory;

  private CommandResult train(String name, String text, String settings) throws IOException {
    Path data = Files.writeString(directory.resolve(name), text);
    List<String> all =
        new ArrayList<>(
            List.of(
                "data.path=" + data,
                "data.label=y",
                "train.preset=plain",
                "train.epochs=1",
                "network.hidden=[2]",
                "output.model=" + directory.resolve("model")));
    if (settings != null) {
      for (String setting : settings.split(";", -1)) {
        all.add(setting.strip());
      }
    }
    return InSession.train(all);
  }

  private void assertRefused(CommandResult ran, ExitCode code, String reason) {
    assertThat(ran.err())
        .contains(reason)
        .doesNotContain("\tat ", "internal error")
        .hasLineCount(1);
    assertThat(ran.code()).isEqualTo(code.code());
    assertThat(directory.resolve("model")).doesNotExist();
  }

  private static String rows(String last) {
    StringBuilder text = new StringBuilder("a,day,set,w,y\n");
    for (int i = 0; i < ROWS; i++) {
      text.append(
          "%d,2026-01-%02d,%s,1,%d%n"
              .formatted(i, 1 + i % 28, i % 4 == 0 ? "test" : "train", i * 7 % 5));
    }
    return text + last + "\n";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data.columns.a=numeric               | Invalid data.columns (command line): {\"a\":\"numeric\"} (expected a table",
        "data.columns={zz=number}             | no column zz, named by data.columns",
        "data.missing.numbers=medium          | Invalid data.missing.numbers (command line): medium",
        "network.output=quantiles-pinball;network.quantiles=[0.5,1.5] | Invalid network.quantiles",
        "network.output=quantiles-pinball;network.quantiles=[0.9,0.1] | increasing",
        "network.output=quantiles-pinball;network.quantiles=[]        | network.quantiles",
        "data.split.by=column                 | Missing data.split.column",
        "data.split.by=fold;data.holdout.fraction=0.1 | Invalid data.split.by (command line): fold",
        "data.split.by=column;data.split.column=zz    | zz",
        "data.libsvm.features=3               | Cannot use data.libsvm.features",
        "data.idx.labels=x                    | Cannot use data.idx.labels",
        "data.spark.options={a=b}             | Cannot use data.spark.options",
        "data.format=parquet;data.csv.header=true     | Cannot use data.csv.header",
        "data.weight=y                        | data.weight",
        "data.features=[\"zz*\"]              | zz*",
        "data.features=[w..a]                 | w..a",
        "train.classWeights={9=2};network.output=softmax-cross-entropy | 9",
        "train.stop.monitor=accuracy;train.stop.patience=1;data.holdout.fraction=0.2;network.output=identity-squared-error | train.stop.monitor",
        "train.threshold=accuracy             | train.threshold",
        "network.initialWeights=/no/such/model | /no/such/model",
        "checkpoint.path=/proc/no/such        | /proc/no/such"
      })
  void settingThatDoesNotGoWithTheTableIsRefused(String settings, String reason)
      throws IOException {
    CommandResult ran = train("x.csv", rows("1,2026-01-01,train,1,1"), settings);
    assertThat(ran.code()).as(ran.err()).isBetween(2, 4);
    assertThat(ran.err())
        .contains(reason)
        .doesNotContain("\tat ", "internal error")
        .hasLineCount(1);
    assertThat(directory.resolve("model")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data.columns.day=date | 1,2026-13-45,train,1,1 | x.csv:42: column day is not of the kind date",
        "data.split.by=column;data.split.column=set | 1,2026-01-01,dev,1,1 | x.csv:42: column set",
        "data.split.by=time;data.split.column=day;data.holdout.fraction=0.2 | 1,soon,train,1,1 | x.csv:42: column day",
        "data.weight=w;data.columns.day=ignore | 1,2026-01-01,train,-1,1 | x.csv:42: the weight is -1",
        "network.output=exponential-poisson | 1,2026-01-01,train,1,-3 | x.csv:42: the label column y is -3",
        "data.missing.numbers=refuse | ,2026-01-01,train,1,1 | x.csv:42: column a",
        "data.missing.categories=refuse | 1,2026-01-01,,1,1 | x.csv:42: column set",
        "data.columns.a=boolean | 1,2026-01-01,train,1,1 | rows are wrong",
        "'' | 1,2026-01-01,train,1, | x.csv:42: "
      })
  void rowThatBreaksARuleIsNamed(String settings, String row, String reason) throws IOException {
    CommandResult ran = train("x.csv", rows(row), settings.isEmpty() ? null : settings);
    assertThat(ran.err()).contains(reason).doesNotContain("\tat ", "internal error");
    assertThat(ran.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(directory.resolve("model")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"v\": [1, 2, 3], \"y\": 1} | x.jsonl:41: column v holds 3 numbers (expected 2)",
        "{\"v\": [], \"y\": 1}        | x.jsonl:41: column v holds 0 numbers (expected 2)",
        "{\"v\": [1, 2]}              | x.jsonl:41: ",
        "{\"v\": null, \"y\": 1}      | x.jsonl:41: column v"
      })
  void vectorOfAnotherLengthIsRefused(String row, String reason) throws IOException {
    String text = "{\"v\": [1, 2], \"y\": 0}\n{\"v\": [2, 1], \"y\": 1}\n".repeat(ROWS / 2) + row;
    assertRefused(
        train("x.jsonl", text, "network.output=softmax-cross-entropy"), ExitCode.DATA, reason);
  }
}
