package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.model.Model;

/** Thresholds and temperatures, from the training to predictions. */
class DecisionTest {
  private static final double[] NOISE = {
    0.3, -1.1, 0.8, 1.9, -0.2, -2.1, 0.5, 1.2, -0.9, 0.1, -0.6
  };

  @TempDir private Path directory;

  /** Writes rows of which about a sixth are of class yes, with noise. */
  private Path job(String... lines) {
    int[] row = new int[1];
    Path data =
        TinyJobs.csv(
            directory.resolve("data.csv"),
            "a,b,kind",
            400,
            x -> x[0] + x[1] + NOISE[row[0]++ % NOISE.length] > 1.6 ? "yes" : "no");
    return TinyJobs.job(
        data,
        Stream.concat(
                Stream.of("data.label = kind", "data.holdout.fraction = 0.4"), Stream.of(lines))
            .toArray(String[]::new));
  }

  private JsonNode train(Path job, String... settings) {
    List<String> arguments = new ArrayList<>(List.of("train", job.toString(), "--json"));
    arguments.add("output.existing=replace");
    arguments.addAll(List.of(settings));
    return CommandResult.of(arguments.toArray(String[]::new)).well().json();
  }

  private JsonNode evaluate(String rows) {
    return CommandResult.of(
            "evaluate",
            directory.resolve("model").toString(),
            directory.resolve("data.csv").toString(),
            "--rows",
            rows,
            "--json")
        .well()
        .json();
  }

  @ParameterizedTest
  @CsvSource({
    "softmax-cross-entropy, f1",
    "sigmoid-cross-entropy, mcc",
    "sigmoid-squared-error, balancedAccuracy"
  })
  void theThresholdRaisesItsMetricAndIsUsedByEvaluate(String output, String metric) {
    Path job = job("network.output = " + output);
    JsonNode plain = train(job);
    JsonNode chosen = train(job, "train.threshold=" + metric);
    assertThat(plain.get("threshold").isNull()).isTrue();
    assertThat(chosen.get("threshold").asDouble()).isBetween(0.0, 1.0).isNotEqualTo(0.5);
    assertThat(chosen.get(metric).asDouble()).isGreaterThan(plain.get(metric).asDouble());
    // The order of the scores is the same.
    assertThat(chosen.get("rocAuc")).isEqualTo(plain.get("rocAuc"));
    JsonNode evaluated = evaluate("held-out");
    assertThat(evaluated.get("confusionMatrix")).isEqualTo(chosen.get("confusionMatrix"));
  }

  @Test
  void predictionsAreThoseOfTheThreshold() throws IOException {
    train(job(), "train.threshold=f1", "train.temperature=true");
    Path model = directory.resolve("model");
    double threshold = Model.read(model).decision().threshold().orElseThrow();
    Path output = directory.resolve("predictions");
    CommandResult.of(
            "predict",
            model.toString(),
            directory.resolve("data.csv").toString(),
            output.toString())
        .well();
    try (Stream<Path> files = Files.list(output)) {
      int rows = 0;
      for (Path file : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
        for (String line : Files.readAllLines(file)) {
          String[] cells = line.split(",", -1);
          if (!cells[0].equals("a")) {
            boolean above = Double.parseDouble(cells[cells.length - 1]) > threshold;
            assertThat(cells[3]).isEqualTo(above ? "yes" : "no");
            rows++;
          }
        }
      }
      assertThat(rows).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"softmax-cross-entropy", "sigmoid-cross-entropy"})
  void theTemperatureLowersTheLogLossAndKeepsTheClasses(String output) {
    Path job = job("network.output = " + output, "network.hidden = [20,20]");
    JsonNode plain = train(job, "network.activation=tanh");
    JsonNode fitted = train(job, "train.temperature=true");
    double temperature = fitted.get("temperature").asDouble();
    assertThat(plain.get("temperature").asDouble()).isEqualTo(1);
    assertThat(temperature).isNotCloseTo(1, within(0.05));
    assertThat(fitted.get("logLoss").asDouble()).isLessThan(plain.get("logLoss").asDouble());
    assertThat(fitted.get("confusionMatrix")).isEqualTo(plain.get("confusionMatrix"));
    assertThat(fitted.get("loss")).isEqualTo(plain.get("loss"));
    JsonNode evaluated = evaluate("held-out");
    // The same rows in blocks of another size, which a BLAS can round otherwise in float32.
    assertThat(evaluated.get("logLoss").asDouble())
        .isCloseTo(fitted.get("logLoss").asDouble(), within(1e-5));
    assertThat(CommandResult.of("inspect", directory.resolve("model").toString()).well().out())
        .contains("temperature");
  }

  @Test
  void thresholdAndTemperatureHaveTheSameBitsOnAnyPartitions() {
    Path job = job("train.threshold = mcc", "train.temperature = true");
    JsonNode one = train(job, "data.partitions=1");
    JsonNode five = train(job, "data.partitions=5", "train.rounds=cluster");
    for (String field : List.of("temperature", "threshold", "mcc", "rocAuc", "logLoss")) {
      assertThat(five.get(field)).as(field).isEqualTo(one.get(field));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train.threshold=recall | Invalid train.threshold (command line): recall (expected one of"
            + " none, accuracy, balancedAccuracy, f1, macroF1, mcc, cohenKappa)",
        "train.threshold=f1 data.holdout.fraction=0 | Cannot use train.threshold (command line):"
            + " there is no validation or hold-out set",
        "train.temperature=true network.output=sigmoid-squared-error | Cannot use train.temperature",
        "train.temperature=true data.holdout.fraction=0 | there is no validation or hold-out set",
        "train.threshold=f1 network.output=identity-squared-error | it is for two classes",
      })
  void settingsThatDoNotApplyAreRefused(String settings, String message) {
    List<String> arguments = new ArrayList<>(List.of("train", job().toString()));
    arguments.addAll(List.of(settings.split(" ", -1)));
    CommandResult refused = CommandResult.of(arguments.toArray(String[]::new));
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains(message);
  }

  @Test
  void threeClassesHaveNoThresholdAndNoF1OfTheSecond() {
    Path data =
        TinyJobs.csv(
            directory.resolve("data.csv"),
            "a,b,kind",
            90,
            x -> x[0] > 0.5 ? "high" : x[0] < -0.5 ? "low" : "middle");
    Path job =
        TinyJobs.job(
            data, "data.label = kind", "data.holdout.fraction = 0.3", "train.stop.patience = 3");
    CommandResult refused =
        CommandResult.of("train", job.toString(), "train.threshold=f1", "train.stop.monitor=f1");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .contains("Invalid train.stop.monitor: f1 (expected a metric of 3 classes: f1 is for 2")
        .contains("Invalid train.threshold: f1 (expected none: column kind has 3 classes");
  }
}
