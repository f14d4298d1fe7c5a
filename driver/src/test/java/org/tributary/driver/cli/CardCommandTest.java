package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CardCommandTest {
  @TempDir private Path directory;
  private Path data;
  private Path model;

  /** The label follows from x; noise and shop say nothing about it. */
  @BeforeEach
  void writeData() {
    Random random = new Random(6);
    String rows =
        IntStream.range(0, 2400)
            .mapToObj(
                i -> {
                  double x = random.nextGaussian();
                  boolean wrong = random.nextInt(10) == 0;
                  return "%.4f,%.4f,s%d,%s"
                      .formatted(x, random.nextGaussian(), i % 1200, x > 0 == wrong ? "no" : "yes");
                })
            .collect(Collectors.joining("\n", "x,noise,shop,kind\n", "\n"));
    data = TinyJobs.write(directory.resolve("shops.csv"), rows);
    model = directory.resolve("model");
  }

  private void train(String shops) {
    CommandResult.of(
            "train",
            "data.path=" + data,
            "data.label=kind",
            "data.columns={shop=" + shops + "}",
            "data.categories.rare=1",
            "data.holdout.fraction=0.25",
            "network.hidden=[4]",
            "train.preset=plain",
            "train.epochs=20",
            "train.l2=30",
            "output.model=" + model)
        .well();
  }

  private List<String> card(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("card", model.toString(), "--data", data.toString()));
    arguments.addAll(List.of(more));
    return CommandResult.of(arguments.toArray(String[]::new)).well().out().lines().toList();
  }

  /** Returns the numbers of a row of a table. */
  private static double[] numbers(List<String> card, String first) {
    // The last table with such a row is that of the measurement.
    String row =
        card.stream()
            .filter(line -> line.startsWith("| " + first + " |"))
            .reduce((a, b) -> b)
            .orElseThrow();
    String[] cells = row.split("\\|", -1);
    return IntStream.range(2, cells.length - 1)
        .mapToDouble(i -> Double.parseDouble(cells[i].strip()))
        .toArray();
  }

  /** With the shops as categories the rows of the model are sparse. */
  @ParameterizedTest
  @CsvSource({"ignore", "category"})
  void measuredCardHasIntervalsAndTheImportanceOfColumns(String shops) {
    train(shops);
    List<String> card = card("--rows", "held-out");
    double[] accuracy = numbers(card, "accuracy");
    assertThat(accuracy).hasSize(3);
    assertThat(accuracy[0]).isBetween(accuracy[1], accuracy[2]).isBetween(0.8, 1.0);
    assertThat(accuracy[2] - accuracy[1]).isBetween(0.01, 0.1);
    assertThat(numbers(card, "`x`")[0]).isGreaterThan(0.2);
    assertThat(numbers(card, "`noise`")[0]).isBetween(-0.02, 0.02);
    assertThat(card).anyMatch(line -> line.matches("\\d{3} rows\\. Intervals of 95 % by .*"));
  }

  @Test
  void measurementDoesNotDependOnPartitions() {
    train("ignore");
    List<String> one = card("data.partitions=1");
    assertThat(card("data.partitions=3")).isEqualTo(one);
    assertThat(one).contains("2,400 rows. Intervals of 95 % by the bootstrap of groups of rows.");
  }

  private String digest() {
    train("category");
    String card = CommandResult.of("card", model.toString()).well().out();
    return card.lines()
        .filter(line -> line.contains("digest of the rows"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void digestOfTheRowsDependsOnWhatTheyHoldOnly() throws IOException {
    String digest = digest();
    assertThat(digest).matches("\\| digest of the rows \\| `[0-9a-f]{32}` \\|");
    List<String> lines = new ArrayList<>(Files.readAllLines(data));
    String header = lines.remove(0);
    Collections.reverse(lines);
    TinyJobs.write(data, header + "\n" + String.join("\n", lines) + "\n");
    deleteModel();
    assertThat(digest()).isEqualTo(digest);
    lines.set(7, lines.get(7).replaceFirst("^.*?,", "0.5,"));
    TinyJobs.write(data, header + "\n" + String.join("\n", lines) + "\n");
    deleteModel();
    assertThat(digest()).isNotEqualTo(digest);
  }

  private void deleteModel() throws IOException {
    FileUtils.deleteDirectory(model.toFile());
  }

  @Test
  void rowsWithoutDataAreRefused() {
    CommandResult refused = CommandResult.of("card", model.toString(), "--rows", "held-out");
    assertThat(refused.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(refused.err()).startsWith("Cannot use --rows: ").hasLineCount(1);
  }

  @Test
  void rowsThatTheModelWasNotTrainedWithAreRefused() {
    CommandResult.of(
            "train",
            "data.path=" + data,
            "data.label=kind",
            "network.hidden=[4]",
            "train.preset=plain",
            "train.epochs=1",
            "output.model=" + model)
        .well();
    CommandResult refused =
        CommandResult.of("card", model.toString(), "--data", data.toString(), "--rows", "held-out");
    assertThat(refused.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(refused.err()).contains("Cannot select the rows held-out").hasLineCount(1);
  }
}
