package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The notation of CSV in training is that of {@code score} and {@code predict}. */
class ScoreNotationTest {
  private static final int ROWS = 40;

  @TempDir private Path directory;

  /** A table of two numbers, a category with a quote in it, and a label. */
  private static String table(char delimiter, char decimal, String escape, String lineEnd) {
    StringBuilder text = new StringBuilder();
    String quote = escape.isEmpty() ? "\"\"" : escape + "\"";
    for (int i = -1; i < ROWS; i++) {
      String a = "%d%s5".formatted(i % 7, decimal);
      List<String> fields =
          i < 0
              ? List.of("a", "b", "Gr\u00f6\u00dfe", "y")
              : List.of(
                  a,
                  String.valueOf(i % 5),
                  "\"gr\u00fcn " + quote + (i % 3) + "\"",
                  i % 2 == 0 ? "ja" : "nein");
      text.append(String.join(String.valueOf(delimiter), fields)).append(lineEnd);
    }
    return text.toString();
  }

  private Path write(String name, String text, String encoding) throws IOException {
    return Files.write(directory.resolve(name), text.getBytes(Charset.forName(encoding)));
  }

  private Path train(Path data, String... settings) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "train",
                "data.path=" + data,
                "data.label=y",
                "train.epochs=3",
                "train.optimizer.name=lbfgs",
                "output.model=" + directory.resolve("model")));
    line.addAll(List.of(settings));
    CommandResult.of(line.toArray(String[]::new)).well();
    return directory.resolve("model");
  }

  private CommandResult predict(Path model, Path data, String... settings) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "predict",
                model.toString(),
                data.toString(),
                directory.resolve("predicted").toString(),
                "--format=json",
                "--existing=replace"));
    line.addAll(List.of(settings));
    return CommandResult.of(line.toArray(String[]::new));
  }

  private List<Double> predicted() throws IOException {
    List<Double> probabilities = new ArrayList<>();
    try (var files = Files.list(directory.resolve("predicted"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        if (file.getFileName().toString().startsWith("_")) {
          continue;
        }
        for (String row : Files.readAllLines(file)) {
          probabilities.add(
              Double.valueOf(row.replaceAll(".*\"probability_ja\":([^,}]*).*", "$1")));
        }
      }
    }
    return probabilities;
  }

  private static List<Double> scored(CommandResult result, char decimal, char delimiter) {
    return result
        .out()
        .lines()
        .skip(1)
        .map(
            line ->
                line.split(Pattern.quote(String.valueOf(delimiter)), -1)[1].replace(decimal, '.'))
        .map(Double::valueOf)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "de.csv, ';', ',', UTF-8, '', 'data.csv.decimal=,'",
    "de1252.csv, ';', ',', windows-1252, '', 'data.csv.encoding=windows-1252|data.csv.decimal=,'",
    "de16.csv, ';', ',', UTF-16, '', 'data.csv.encoding=UTF-16|data.csv.decimal=,'",
    "tabs.tsv, '\t', '.', UTF-8, '', ",
    "colon.csv, ':', '.', ISO-8859-1, '', data.csv.delimiter=:|data.csv.encoding=ISO-8859-1",
    "spark.csv, ',', '.', UTF-8, '\\', data.csv.escape=\\"
  })
  void aTableIsScoredAsItIsPredictedWithoutAnyOption(
      String name, char delimiter, char decimal, String encoding, String escape, String settings)
      throws IOException {
    String text = table(delimiter, decimal, escape, "\r\n");
    Path data = write(name, text, encoding);
    String[] given = settings == null ? new String[0] : settings.split("\\|");
    Path model = train(data, given);
    predict(model, data).well();
    List<Double> expected = predicted();
    CommandResult only =
        Scoring.of(
            Charset.forName(encoding), model, Files.readAllBytes(data), "--columns=predictions");
    assertThat(only.err()).isEmpty();
    assertThat(only.code()).isZero();
    assertThat(expected).hasSize(ROWS);
    List<Double> found = scored(only, decimal, delimiter);
    assertThat(found).hasSize(ROWS);
    for (int i = 0; i < ROWS; i++) {
      // The difference between rows by themselves and in batches, in float32.
      assertThat(found.get(i))
          .isCloseTo(expected.get(i), org.assertj.core.data.Offset.offset(1e-6));
    }
  }

  @Test
  void whatComesOutIsInTheNotationOfWhatGoesIn() throws IOException {
    String text = table(';', ',', "", "\n");
    Path data = write("de.csv", text, "windows-1252");
    Path model = train(data, "data.csv.decimal=,", "data.csv.encoding=windows-1252");
    CommandResult all = Scoring.of(model, Files.readAllBytes(data));
    assertThat(all.code()).isZero();
    List<String> rows = all.out().lines().toList();
    assertThat(rows.get(0)).endsWith(";y;prediction;probability_ja;probability_nein");
    assertThat(rows.get(1)).matches("0,5;0;.*;ja;(ja|nein);0,[0-9E-]*;0,[0-9E-]*");
  }

  @Test
  void anotherNotationIsReportedWithTheSettingThatReadsIt() throws IOException {
    Path german = write("de.csv", table(';', ',', "", "\n"), "UTF-8");
    Path english = write("en.csv", table(',', '.', "", "\n"), "UTF-8");
    Path points = write("points.csv", table(';', '.', "", "\n"), "UTF-8");
    Path model = train(german, "data.csv.decimal=,");
    assertReported(model, points, "a number with a decimal point", "data.csv.decimal = \".\"");
    assertRead(model, points, "data.csv.decimal=.");
    assertReported(
        model,
        english,
        "separated by \",\", which is its decimal separator",
        "data.csv.delimiter = \",\" and data.csv.decimal = \".\"");
    assertRead(model, english, "data.csv.delimiter=,", "data.csv.decimal=.");
    Path wide = write("wide.csv", table(';', ',', "", "\n"), "UTF-16");
    assertReported(model, wide, "byte order mark of UTF-16", "data.csv.encoding = UTF-16");
    assertRead(model, wide, "data.csv.encoding=UTF-16");
  }

  @Test
  void aModelOfPointsReportsCommas() throws IOException {
    Path english = write("en.csv", table(',', '.', "", "\n"), "UTF-8");
    Path german = write("de.csv", table(';', ',', "", "\n"), "UTF-8");
    Path model = train(english);
    assertReported(
        model,
        german,
        "numbers with a decimal comma: write 1.5 for 1,5",
        "data.csv.decimal = \",\"");
    assertRead(model, german, "data.csv.decimal=,");
  }

  private void assertReported(Path model, Path data, String... words) throws IOException {
    CommandResult scored = Scoring.of(model, Files.readAllBytes(data));
    CommandResult predicted = predict(model, data);
    CommandResult evaluated = CommandResult.of("evaluate", model.toString(), data.toString());
    for (CommandResult result : List.of(scored, predicted, evaluated)) {
      assertThat(result.code()).describedAs(result.err()).isEqualTo(3);
      assertThat(result.err()).contains(words);
    }
  }

  private void assertRead(Path model, Path data, String... settings) throws IOException {
    assertThat(Scoring.of(model, Files.readAllBytes(data), settings).code()).isZero();
    predict(model, data, settings).well();
  }

  @Test
  void onlySettingsOfCsvAreTaken() throws IOException {
    Path data = write("en.csv", table(',', '.', "", "\n"), "UTF-8");
    Path model = train(data);
    byte[] rows = Files.readAllBytes(data);
    for (Map.Entry<String, String> wrong :
        Map.of(
                "data.label=b", "only data.csv.* can be set",
                "spark.master=local", "only data.csv.* can be set",
                "data.csv.delimeter=x", "did you mean data.csv.delimiter?",
                "data.csv.encoding=UTF-99", "data.csv.encoding")
            .entrySet()) {
      CommandResult result = Scoring.of(model, rows, wrong.getKey());
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err()).contains(wrong.getValue()).hasLineCount(1);
    }
    assertThat(Scoring.of(model, rows, "--format=json", "data.csv.decimal=,").code()).isEqualTo(2);
  }

  @Test
  void jsonIsReadAsUtf8WhateverTheTrainingTableWas() throws IOException {
    Path data = write("de16.csv", table(';', ',', "", "\n"), "UTF-16");
    Path model = train(data, "data.csv.decimal=,", "data.csv.encoding=UTF-16");
    String row = "{\"a\":0.5,\"b\":1,\"Gr\u00f6\u00dfe\":\"gr\u00fcn \\\"0\"}\n";
    CommandResult json = Scoring.of(model, row.getBytes(StandardCharsets.UTF_8));
    assertThat(json.err()).isEmpty();
    assertThat(json.out()).startsWith(row.replace("}\n", ",\"prediction\""));
  }
}
