package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.LossParameters;
import org.tributary.core.metrics.Metric;
import org.tributary.core.metrics.TaskKind;
import org.tributary.driver.config.JobReader;
import org.tributary.driver.evaluation.Evaluation;
import org.tributary.driver.evaluation.TestEvaluations;
import org.tributary.driver.spec.Monitor;

/** Every metric of the catalogue is in the report, in the JSON, and can be monitored. */
class MetricCatalogueTest {
  @TempDir private Path directory;

  static Stream<Arguments> catalogue() {
    return Arrays.stream(TaskKind.values())
        .flatMap(kind -> Metric.of(kind).stream().map(metric -> Arguments.of(kind, metric)));
  }

  private static String[] settings(TaskKind kind) {
    return switch (kind) {
      case CLASSIFICATION -> new String[] {"data.label = kind"};
      case MULTI_LABEL ->
          new String[] {"data.label = [u, v]", "network.output = sigmoid-cross-entropy"};
      case REGRESSION ->
          new String[] {"data.label = [u, v]", "network.output = identity-squared-error"};
    };
  }

  /** Returns the output that says before the labels are read what a job is for. */
  private static String output(TaskKind kind) {
    return "network.output="
        + switch (kind) {
          case CLASSIFICATION -> "softmax-cross-entropy";
          case MULTI_LABEL -> "sigmoid-cross-entropy";
          case REGRESSION -> "identity-squared-error";
        };
  }

  /** Returns the labels of a row. */
  private static String labels(TaskKind kind, double[] x) {
    return switch (kind) {
      case CLASSIFICATION -> x[0] + x[1] > 0 ? "yes" : "no";
      case MULTI_LABEL -> (x[0] > 0 ? 1 : 0) + "," + (x[1] > 0 ? 1 : 0);
      case REGRESSION -> (3 * x[0]) + "," + (x[1] - x[0]);
    };
  }

  private Path job(TaskKind kind) {
    Path data =
        TinyJobs.csv(
            directory.resolve("data.csv"),
            kind == TaskKind.CLASSIFICATION ? "a,b,kind" : "a,b,u,v",
            120,
            x -> labels(kind, x));
    return TinyJobs.job(
        data,
        Stream.concat(
                Arrays.stream(settings(kind)),
                Stream.of("data.holdout.fraction = 0.25", "train.stop.patience = 2"))
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void aHeadlineIsInTheReport(TaskKind kind, Metric metric) {
    int classes = metric.takes(kind, 2) ? 2 : 12;
    Evaluation evaluation = TestEvaluations.of(kind, metric, 3);
    Outcome outcome =
        kind == TaskKind.CLASSIFICATION
            ? new Outcome.Classes(
                "kind", IntStream.range(0, classes).mapToObj(c -> "c" + c).toList(), classes)
            : new Outcome.Numbers(List.of("u", "v"));
    double value = evaluation.value(metric);
    String report = Reports.of(evaluation, outcome, LossParameters.none());
    if (!metric.isHeadline(kind)) {
      assertThat(report).doesNotContain("\n" + metric.title() + " ");
      return;
    }
    List<String> words = List.of(report.split("\\s+"));
    assertThat(words)
        .containsAnyOf(
            String.format(Locale.ROOT, "%.4f", value), String.format(Locale.ROOT, "%.5g", value));
    assertThat(words).containsAll(List.of(metric.title().split(" ")));
  }

  @ParameterizedTest
  @EnumSource(TaskKind.class)
  void aReportShowsAShortTable(TaskKind kind) {
    assertThat(Metric.of(kind, 2).stream().filter(metric -> metric.isHeadline(kind)))
        .hasSizeBetween(5, 8);
  }

  @ParameterizedTest
  @EnumSource(TaskKind.class)
  void everyMetricOfATaskIsInTheJsonOfTrainAndEvaluate(TaskKind kind) {
    Path job = job(kind);
    JsonNode trained = TinyJobs.train(job).json();
    String model = directory.resolve("model").toString();
    String data = directory.resolve("data.csv").toString();
    JsonNode evaluated = CommandResult.of("evaluate", model, data, "--json").well().json();
    List<Metric> expected = Metric.of(kind, 2);
    for (Metric metric : Metric.values()) {
      assertThat(trained.has(metric.key())).as(metric.key()).isEqualTo(expected.contains(metric));
      assertThat(evaluated.has(metric.key())).as(metric.key()).isEqualTo(expected.contains(metric));
    }
    String table =
        switch (kind) {
          case CLASSIFICATION -> "classes";
          case MULTI_LABEL -> "labels";
          case REGRESSION -> "outputs";
        };
    assertThat(evaluated.get(table)).hasSize(2);
    assertThat(evaluated.has("calibration")).isEqualTo(kind == TaskKind.CLASSIFICATION);
    assertThat(evaluated.has("confusionMatrix")).isEqualTo(kind == TaskKind.CLASSIFICATION);
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void aMetricCanBeMonitored(TaskKind kind, Metric metric) {
    Monitor monitor =
        JobReader.read(job(kind), List.of("train.stop.monitor=" + metric.key()))
            .train()
            .stop()
            .monitor();
    assertThat(monitor).isEqualTo(Monitor.of(metric));
    assertThat(monitor.metricOf(kind)).isEqualTo(metric);
  }

  @ParameterizedTest
  @EnumSource(TaskKind.class)
  void aMetricOfAnotherTaskIsRefusedWithTheKnownNames(TaskKind kind) {
    Path job = job(kind);
    List<String> others =
        Stream.concat(
                Arrays.stream(Metric.values())
                    .filter(metric -> !metric.belongsTo(kind))
                    .map(Metric::key),
                Stream.of("acuracy", "SCORE"))
            .toList();
    for (String name : others) {
      CommandResult refused =
          CommandResult.of("train", job.toString(), "train.stop.monitor=" + name, output(kind));
      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err())
          .contains("Invalid train.stop.monitor (")
          .contains(
              "%s (expected one of %s, for %s)"
                  .formatted(name, String.join(", ", Monitor.names(kind)), kind.title()));
    }
  }

  @Test
  void trainingStopsByAMetricThatIsToBeLow() {
    Path job = job(TaskKind.REGRESSION);
    JsonNode trained =
        CommandResult.of(
                "train",
                job.toString(),
                "--json",
                "train.stop.monitor=mae",
                "train.optimizer.name=gradient-descent",
                "train.optimizer.learningRate=0.05",
                "train.epochs=40")
            .well()
            .json();
    // The error falls from epoch to epoch: had the best been the highest, it would be the first.
    assertThat(trained.get("bestEpoch").asInt()).isGreaterThan(5);
  }
}
