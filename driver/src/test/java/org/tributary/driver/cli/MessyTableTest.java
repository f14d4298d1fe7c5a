package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as spreadsheets and people write them: what {@code train} says of them. */
class MessyTableTest {
  @TempDir private Path directory;

  private Path table(String header, int rows, IntFunction<String> row) {
    StringBuilder text = new StringBuilder(header).append('\n');
    for (int i = 0; i < rows; i++) {
      text.append(row.apply(i)).append('\n');
    }
    return TinyJobs.write(directory.resolve("table.csv"), text.toString());
  }

  private CommandResult train(Path data, String... settings) {
    Path job = TinyJobs.job(data, "train.epochs = 2", "output.existing = replace");
    List<String> line = new ArrayList<>(List.of("train", job.toString()));
    line.addAll(List.of(settings));
    return CommandResult.of(line.toArray(String[]::new));
  }

  private static List<String> warnings(CommandResult result) {
    return result.out().lines().filter(line -> line.startsWith("Warning: ")).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"$%d.5", "%d.5%%", "\"1,%d.5\"", "%d.5 EUR"})
  void aLabelOfNumbersInAnotherNotationIsRefusedUnlessItIsToBeClasses(String notation) {
    Path data = table("a,price", 60, i -> i % 7 + "," + notation.formatted(100 + i));
    CommandResult refused = train(data, "data.label=price");
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err())
        .contains("label column price would have 60 classes, because the cells are numbers with")
        .contains("network.output = softmax-cross-entropy");
    CommandResult asked =
        train(data, "data.label=price", "network.output=softmax-cross-entropy").well();
    assertThat(asked.out()).contains("Labels: 60 classes");
    assertThat(warnings(asked)).singleElement().asString().contains("60 of the 60 classes have");
  }

  @Test
  void aColumnWithADecimalCommaIsReportedAndTheSettingThatIsNamedReadsIt() {
    Path data = table("a;b;y", 60, i -> "1,%d;%d;%s".formatted(10 + i, i % 7, i % 2 == 0));
    CommandResult silent = train(data, "data.label=y").well();
    assertThat(warnings(silent))
        .singleElement()
        .asString()
        .contains("Column a counts as categories")
        .contains("data.csv.decimal = \",\"");
    CommandResult read = train(data, "data.label=y", "data.csv.decimal=\",\"").well();
    assertThat(warnings(read)).isEmpty();
    assertThat(read.out()).contains("Features: 2 number (a, b)");
  }

  @Test
  void aColumnOfNumbersWithAWordForNoneIsReportedUntilItsKindIsSet() {
    Path data = table("a,y", 60, i -> (i % 6 == 0 ? "-" : i / 2) + "," + (i % 2 == 0));
    assertThat(warnings(train(data, "data.label=y").well()))
        .singleElement()
        .asString()
        .contains("only 50 of the 60 cells are numbers, and others are \"-\"");
    Path empty = table("a,y", 60, i -> (i % 6 == 0 ? "" : i / 2) + "," + (i % 2 == 0));
    assertThat(warnings(train(empty, "data.label=y").well())).isEmpty();
    Path codes = table("a,y", 60, i -> (i % 6 == 0 ? "-" : i % 5) + "," + (i % 2 == 0));
    assertThat(warnings(train(codes, "data.label=y", "data.columns={ a = category }").well()))
        .isEmpty();
  }

  @Test
  void aDashAmongNumbersAndALabelThatIsMissingAreReportedWithWhatToDo() {
    Path dash = table("a,y", 60, i -> (i == 40 ? "-" : i / 2.0) + "," + (i % 2 == 0));
    assertThat(train(dash, "data.label=y").err())
        .contains("column a is not a number: \"-\" (leave cells without a value empty)");
    Path gap = table("a,y", 60, i -> i + "," + (i == 40 ? "NA" : i % 2 == 0));
    assertThat(train(gap, "data.label=y").err())
        .contains("the label column y is missing (fill it in, or leave such rows out with");
  }

  @Test
  void commentsBeforeTheHeaderAreReportedAsSuch() {
    Path data = table("# measured in May\na,y", 60, i -> i + "," + (i % 2 == 0));
    CommandResult result = train(data, "data.label=y");
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err())
        .contains("its first line is a comment, \"# measured in May\"")
        .contains("remove the lines that begin with #");
    Path named = table("#id,y", 60, i -> i + "," + (i % 2 == 0));
    train(named, "data.label=y").well();
  }

  @Test
  void codesOfDigitsAreReportedUntilTheyAreCategories() {
    Path data = table("zip,y", 60, i -> "0%d,%s".formatted(1000 + i % 5, i % 2 == 0));
    assertThat(warnings(train(data, "data.label=y").well()))
        .singleElement()
        .asString()
        .contains("leading zeros, such as 01000");
    CommandResult set = train(data, "data.label=y", "data.columns={ zip = category }").well();
    assertThat(warnings(set)).isEmpty();
    assertThat(set.out()).contains("1 category (zip: 5)");
  }

  @Test
  void spellingsOfOneClassAreReported() {
    Path data = table("a,y", 60, i -> i % 7 + "," + List.of("yes", "Yes", "no").get(i % 3));
    assertThat(warnings(train(data, "data.label=y").well()))
        .singleElement()
        .asString()
        .contains("The classes differ in case", "\"Yes\" and \"yes\"");
  }

  @Test
  void aLabelThatNeverVariesIsReported() {
    Path data = table("a,y", 60, i -> i + ",5.5");
    assertThat(warnings(train(data, "data.label=y")))
        .anySatisfy(warning -> assertThat(warning).contains("Every label is 5.5"));
  }

  @Test
  void rowsWithADelimiterTooManyAreReportedAsSuch() {
    CommandResult result = train(table("a,b,y", 30, i -> "1,2,no,"), "data.label=y");
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("30 rows are wrong", "has 4 fields (expected 3)");
  }

  @Test
  void theSettingThatLeavesOneRowForTrainingIsNamed() {
    Path data = table("a,y", 1, i -> "1,2.5");
    CommandResult result = train(data, "data.label=y", "data.validation.fraction=0.99");
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err())
        .contains("its only row is in the hold-out set or the validation set")
        .contains("set data.validation.fraction = 0")
        .doesNotContain("data.holdout.fraction");
    assertThat(train(data, "data.label=y", "data.validation.fraction=0").code()).isZero();
  }

  @Test
  void utf16IsNamedByItsMarkAndReadWithTheSettingThatIsNamed() throws IOException {
    Path data = directory.resolve("table.csv");
    StringBuilder text = new StringBuilder("a,y\n");
    for (int i = 0; i < 40; i++) {
      text.append(i).append(i % 2 == 0 ? ",ja\n" : ",nein\n");
    }
    Files.writeString(data, text, StandardCharsets.UTF_16);
    CommandResult refused = train(data, "data.label=y");
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("(set data.csv.encoding = UTF-16)");
    assertThat(train(data, "data.label=y", "data.csv.encoding=UTF-16").code()).isZero();
  }

  @Test
  void severalLabelColumnsOfBooleansAreBinaryLabels() {
    Path data =
        table(
            "a,u,v",
            60,
            i ->
                "%d,%s,%s"
                    .formatted(i % 7, i % 7 > 3 ? "True" : "False", i % 2 == 0 ? "no" : "yes"));
    CommandResult result = train(data, "data.label=[u,v]").well();
    assertThat(result.out()).contains("network.output = sigmoid-cross-entropy");
    CommandResult evaluated =
        CommandResult.of("evaluate", directory.resolve("model").toString(), data.toString()).well();
    assertThat(evaluated.out()).contains("micro F1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{\"a\": 1, \"y\": \"no\"}]|is not a JSON object (expected JSON lines",
        "[|is not JSON",
        "{\"a\": 1, \"a\": 2, \"y\": \"no\"}|Duplicate field 'a'",
      })
  void jsonWithoutAnyObjectIsRefusedByTheFaultOfItsFirstLine(String line, String reason) {
    Path data = TinyJobs.write(directory.resolve("table.json"), line + "\n");
    CommandResult result = train(data, "data.label=y");
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err())
        .contains("table.json:1: ")
        .contains(reason)
        .doesNotContain("Source:", "StreamReadFeature");
  }

  @Test
  void nanInJsonIsAMissingNumberAndANullInAnArrayIsNamed() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      text.append(
          "{\"a\": %s, \"v\": [1, %s], \"y\": %b}\n"
              .formatted(i % 9 == 0 ? "NaN" : i % 7 + ".5", i == 17 ? "null" : i % 5, i % 2 == 0));
    }
    Path data = TinyJobs.write(directory.resolve("table.json"), text.toString());
    assertThat(train(data, "data.label=y", "data.ignore=[v]").well().out())
        .contains("Features: 1 number (a)");
    CommandResult vectors =
        train(data, "data.label=y", "data.missing.numbers=refuse", "data.ignore=[a]");
    assertThat(vectors.code()).isEqualTo(3);
    assertThat(vectors.err()).contains("table.json:18: column v is not finite: element 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 qid:3 1:0.5", "1 0:0.5 1:2", "1 1:0.5 1:2", "1 3 7", "1:0.5 1:2"})
  void libsvmOfAnotherDialectIsRefusedByTheFaultOfItsRows(String row) {
    Path data = TinyJobs.write(directory.resolve("table.libsvm"), (row + "\n").repeat(30));
    CommandResult result = train(data);
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("30 rows are wrong", "table.libsvm:1: ");
  }

  @Test
  void arraysAreNotWrittenAsCsvAndTheFormatThatIsNamedTakesThem() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      text.append("{\"v\": [1, %d], \"y\": %b}\n".formatted(i % 5, i % 2 == 0));
    }
    Path data = TinyJobs.write(directory.resolve("table.json"), text.toString());
    train(data, "data.label=y").well();
    String model = directory.resolve("model").toString();
    String to = directory.resolve("predictions").toString();
    CommandResult refused = CommandResult.of("predict", model, data.toString(), to);
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err())
        .contains("column v of type array<double>", "--format parquet or --format json");
    CommandResult.of("predict", model, data.toString(), to, "--format", "json").well();
  }
}
