package org.tributary.driver.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tributary.driver.config.Jobs.problemsWith;
import static org.tributary.driver.config.Jobs.with;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.FormatSpec.Csv.Header;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.spec.JobSpec;

class DataReaderTest {
  private static final String IDX = "data { format = idx, label = null, idx.labels = labels }";
  private static final String LIBSVM = "data { format = libsvm, label = null }";

  @ParameterizedTest
  @ValueSource(strings = {"x.csv", "dir/X.CSV", "x.csv.gz", "dir.csv/", "a b/x.csv"})
  void commaSeparatedValuesAreKnownByName(String path) {
    assertThat(format(path)).isEqualTo(FormatSpec.Csv.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.tsv", "x.tsv.gz"})
  void tabSeparatedValuesAreKnownByName(String path) {
    assertThat(format(path)).isEqualTo(new FormatSpec.Csv(Header.PRESENT, '\t'));
  }

  @Test
  void delimiterThatIsSetWinsOverTheName() {
    assertThat(with("data.path = x.tsv", "data.csv.delimiter = \"|\"").data().format())
        .isEqualTo(new FormatSpec.Csv(Header.PRESENT, '|'));
  }

  @Test
  void parquetIsKnownByName() {
    assertThat(format("x.parquet")).isEqualTo(new FormatSpec.Parquet());
    assertThat(format("dir.parquet/")).isEqualTo(new FormatSpec.Parquet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.libsvm", "x.svm", "x.libsvm.gz"})
  void libsvmIsKnownByNameAndHasItsOwnLabel(String path) {
    DataSpec data = with("data { path = \"" + path + "\", label = null }").data();
    assertThat(data.format()).isEqualTo(new FormatSpec.Libsvm(0));
    assertThat(data.columns().label()).containsExactly("label");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train-images-idx3-ubyte",
        "train-images-idx3-ubyte.gz",
        "train-images.idx3-ubyte",
        "x.idx",
        "x.idx3",
        "x.idx3.gz"
      })
  void idxIsKnownByNameAndHasItsOwnLabel(String path) {
    DataSpec data = with("data { path = \"" + path + "\", label = null, idx.labels = y }").data();
    assertThat(data.format()).isEqualTo(new FormatSpec.Idx(Optional.of("y")));
    assertThat(data.columns().label()).containsExactly("label");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "x.txt", "x.csv.bak", "csv", "dir/", "x.parquet/part-0"})
  void nameThatTellsNoFormatAsksForIt(String path) {
    assertThat(problemsWith("data.path = " + path))
        .containsExactly(
            "Invalid data.path (job.conf:4): "
                + path
                + " (expected a known file name extension; set data.format to csv, libsvm,"
                + " parquet, orc, avro, json, idx or spark)");
    assertThat(with("data.path = " + path, "data.format = csv").data().path()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({
    "x.orc, orc",
    "x.avro, avro",
    "x.json, json",
    "x.jsonl.gz, json",
    "x.ndjson, json",
    "x.csv.bz2, csv",
    "x.svm.zst, libsvm"
  })
  void formatIsKnownByName(String path, String format) {
    String label = format.equals("libsvm") ? "data.label = null" : "";
    assertThat(with("data.path = " + path, label).data().format())
        .isEqualTo(with("data.path = x", "data.format = " + format, label).data().format());
  }

  @Test
  void pathsAreOneOrSeveralOfTheSameKind() {
    assertThat(with("data.path = [a.csv, b.csv.gz]").data().paths())
        .containsExactly("a.csv", "b.csv.gz");
    assertThat(with("data.holdout.path = [c.csv, d.csv]").data().holdout())
        .isEqualTo(new HoldoutSpec.Path(List.of("c.csv", "d.csv"), Optional.empty()));
    assertThat(problemsWith("data.path = [a.csv, b.parquet]"))
        .singleElement()
        .asString()
        .contains("a known file name extension");
    assertThat(problemsWith("data.path = []"))
        .singleElement()
        .asString()
        .endsWith("(expected a path, or a list of distinct paths)");
  }

  @Test
  void csvHasTheSettingsOfItsDialect() {
    assertThat(
            with("data.csv { escape = \"\\\\\", decimal = \",\", encoding = UTF-16, multiline = yes }")
                .data()
                .format())
        .isEqualTo(
            FormatSpec.Csv.DEFAULT
                .withEscape('\\')
                .withDecimal(FormatSpec.Csv.Decimal.COMMA)
                .withEncoding("UTF-16")
                .withMultiline(FormatSpec.Csv.Multiline.YES));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data.csv.encoding = UTF-99                | Invalid data.csv.encoding",
        "data.csv.decimal = x                      | Invalid data.csv.decimal",
        "data.csv.escape = xy                      | Invalid data.csv.escape",
        "data.csv { delimiter = x, escape = x }    | Invalid data.csv.escape",
        "'data.csv { delimiter = \",\", decimal = \",\" }' | Invalid data.csv.decimal"
      },
      quoteCharacter = '\'')
  void dialectThatIsNoneIsRefused(String line, String problem) {
    assertThat(problemsWith(line)).singleElement().asString().startsWith(problem);
  }

  @Test
  void sparkSourceNeedsItsNameAndMayHaveNoPath() {
    JobSpec job =
        with(
            "data { path = null, format = spark, spark.source = jdbc }",
            "data.spark.options { dbtable = t, \"a.b\" = 1, fetchsize = 10 }");
    assertThat(job.data().path()).isEqualTo("t");
    assertThat(job.data().format())
        .isEqualTo(
            new FormatSpec.Spark(
                "jdbc",
                Map.of("dbtable", "t", "a.b", "1", "fetchsize", "10"),
                FormatSpec.Spark.Location.OPTIONS));
    assertThat(problemsWith("data.format = spark"))
        .singleElement()
        .asString()
        .startsWith("Missing data.spark.source: ");
    assertThat(problemsWith("data.spark.source = jdbc"))
        .singleElement()
        .asString()
        .startsWith("Cannot use data.spark.source (job.conf:4): the data is read as csv");
  }

  @Test
  void libsvmHasANumberOfFeatures() {
    assertThat(with(LIBSVM, "data.libsvm.features = 123").data().format())
        .isEqualTo(new FormatSpec.Libsvm(123));
  }

  @Test
  void idxNeedsItsLabelsToTrain() {
    assertThat(problemsWith("data { format = idx, label = null }"))
        .singleElement()
        .asString()
        .startsWith("Missing data.idx.labels: ");
  }

  @ParameterizedTest
  @CsvSource({
    "data.csv.header = true, parquet",
    "data.csv.delimiter = tab, parquet",
    "data.libsvm.features = 3, parquet",
    "data.idx.labels = y, parquet",
    "data.libsvm.features = 3, csv",
    "data.idx.labels = y, csv",
  })
  void settingOfAnotherFormatIsRefused(String line, String format) {
    String key = line.substring(0, line.indexOf(' '));
    assertThat(problemsWith(line, "data.format = " + format))
        .singleElement()
        .asString()
        .startsWith("Cannot use " + key + " (job.conf:4): the data is read as " + format);
  }

  @ParameterizedTest
  @ValueSource(strings = {"data.weight = w", "data.features = [a]", "data.ignore = [a]"})
  void columnsOfFormatsWithoutNamesAreRefused(String line) {
    assertThat(problemsWith(line, LIBSVM)).singleElement().asString().contains("two columns");
    assertThat(problemsWith(line, IDX)).singleElement().asString().contains("two columns");
  }

  @Test
  void labelOfAFormatWithoutNamesIsLabel() {
    assertThat(problemsWith("data.format = libsvm"))
        .containsExactly(
            "Invalid data.label (job.conf:2): digit (expected label, the column of libsvm)");
    assertThat(with("data { format = libsvm, label = [label] }").data().columns().label())
        .containsExactly("label");
  }

  @Test
  void columnHasOnePartOnly() {
    assertThat(problemsWith("data { weight = digit, features = [a, b], ignore = [c, b] }"))
        .containsExactly(
            "Invalid data.weight (job.conf:4): digit (expected columns without another role;"
                + " data.label already has digit)",
            "Invalid data.ignore (job.conf:4): [\"c\",\"b\"] (expected columns without"
                + " another role; data.features already has b)");
  }

  @Test
  void severalLabelsNeedAnOutputForSeveral() {
    assertThat(with("data.label = [a, b]").network().output()).isEmpty();
    assertThat(problemsWith("data.label = [a, b]", "network.output = softmax-cross-entropy"))
        .singleElement()
        .asString()
        .startsWith("Invalid data.label (job.conf:4): [\"a\",\"b\"] (expected one column");
    JobSpec job = with("data.label = [a, b]", "network.output = sigmoid-cross-entropy");
    assertThat(job.data().columns().label()).isEqualTo(List.of("a", "b"));
    assertThat(problemsWith("data.label = []"))
        .containsExactly(
            "Invalid data.label (job.conf:4): [] (expected a list of 1 or more distinct names)");
  }

  @Test
  void holdoutIsNothingOrAFractionOrDataOfItsOwn() {
    assertThat(with().data().holdout()).isEqualTo(new HoldoutSpec.None());
    assertThat(with("data.holdout.fraction = 0.2").data().holdout())
        .isEqualTo(new HoldoutSpec.Fraction(0.2));
    assertThat(with("data.holdout.path = test.csv").data().holdout())
        .isEqualTo(new HoldoutSpec.Path("test.csv", Optional.empty()));
    assertThat(with(IDX, "data.holdout { path = test, labels = testLabels }").data().holdout())
        .isEqualTo(new HoldoutSpec.Path("test", Optional.of("testLabels")));
  }

  @Test
  void holdoutOfTwoKindsOrWithLabelsOutOfPlaceIsRefused() {
    assertThat(problemsWith("data.holdout { fraction = 0.2, path = test.csv }"))
        .singleElement()
        .asString()
        .startsWith("Cannot use data.holdout.fraction (job.conf:4): ");
    assertThat(problemsWith("data.holdout { path = test.csv, labels = y }"))
        .singleElement()
        .asString()
        .startsWith("Cannot use data.holdout.labels (job.conf:4): the data is read as csv");
    assertThat(problemsWith(IDX, "data.holdout.labels = y"))
        .singleElement()
        .asString()
        .startsWith("Cannot use data.holdout.labels (job.conf:5): data.holdout.path is not set");
    assertThat(problemsWith(IDX, "data.holdout.path = test"))
        .singleElement()
        .asString()
        .startsWith("Missing data.holdout.labels: ");
  }

  private static FormatSpec format(String path) {
    return with("data.path = \"" + path + "\"").data().format();
  }
}
