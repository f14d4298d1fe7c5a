package org.tributary.driver.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Precision;
import org.tributary.core.model.Decision;
import org.tributary.core.model.Model;
import org.tributary.core.scoring.Prediction;
import org.tributary.core.scoring.Scorer;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.TableModels;
import org.tributary.driver.source.Sources;
import org.tributary.driver.spec.FormatSpec;

/** Spark and the scorer compute the same numbers: the same bits for the same batch. */
class PredictionBitsTest {
  /** More than two batches. */
  private static final int ROWS = 600;

  @TempDir private Path directory;

  static Stream<Model> models() {
    List<Model> models = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      models.add(
          TableModels.of(
              OutputLoss.SOFTMAX_CROSS_ENTROPY,
              List.of(Activation.RELU, Activation.TANH),
              precision,
              TableModels.classes(3),
              new Decision(1.7, Decision.NONE.threshold())));
      models.add(
          TableModels.of(
              OutputLoss.IDENTITY_SQUARED_ERROR,
              List.of(Activation.GELU),
              precision,
              new Outcome.Numbers(List.of("a", "b")),
              Decision.NONE));
      models.add(
          TableModels.of(
              OutputLoss.QUANTILES_PINBALL,
              List.of(Activation.MISH),
              precision,
              new Outcome.Numbers(List.of("a")),
              Decision.NONE));
    }
    return models.stream();
  }

  /** Returns rows of cells of all kinds, some of them missing or unseen. */
  private static List<Map<String, Object>> rows() {
    Random random = new Random(11);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      Map<String, Object> row = TableModels.row();
      row.put("age", i % 13 == 0 ? "" : Integer.toString(18 + random.nextInt(70)));
      row.put("income", String.format(Locale.ROOT, "%.2f", 3e4 * Math.exp(random.nextGaussian())));
      row.put("color", List.of("red", "green", "3.0", "blue", "").get(i % 5));
      row.put("size", List.of("S", "M", "L").get(i % 3));
      row.put("member", List.of("true", "no", "").get(i % 3));
      row.put("since", "20%02d-0%d-1%d".formatted(i % 25, 1 + i % 9, i % 10));
      row.put("ratio", Double.toString(random.nextGaussian()));
      row.put("pixels", List.of(random.nextGaussian(), i / 7.0, -1.0));
      rows.add(row);
    }
    return rows;
  }

  /** Writes rows as JSON lines, in which a cell can be a vector. */
  private Path written(List<Map<String, Object>> rows) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Map<String, Object> row : rows) {
      List<String> cells = new ArrayList<>();
      row.forEach(
          (name, cell) ->
              cells.add(
                  cell instanceof List<?> vector
                      ? "\"%s\":%s".formatted(name, vector)
                      : "\"%s\":\"%s\"".formatted(name, cell)));
      lines.add("{" + String.join(",", cells) + "}");
    }
    return Files.write(directory.resolve("rows.json"), lines);
  }

  private static double[] numbers(Prediction prediction) {
    return prediction.byColumn().containsKey("probability_c0")
        ? prediction.probabilities()
        : prediction.numbers();
  }

  /** Returns the outputs in a row of predictions, which ends with them. */
  private static double[] numbers(Row row, int outputs) {
    return IntStream.range(row.length() - outputs, row.length())
        .mapToDouble(row::getDouble)
        .toArray();
  }

  private List<List<Row>> partitions(Model model, Path file) {
    return Predictions.of(
            LocalSpark.session(),
            Sources.open(LocalSpark.session(), file.toString(), new FormatSpec.Json()),
            model)
        .javaRDD()
        .glom()
        .collect();
  }

  @ParameterizedTest
  @MethodSource("models")
  void sameBatchHasTheSameBits(Model model) throws IOException {
    List<Map<String, Object>> rows = rows();
    Scorer scorer = Scorer.of(model);
    int at = 0;
    for (List<Row> partition : partitions(model, written(rows))) {
      List<Prediction> expected = scorer.predictAll(rows.subList(at, at + partition.size()));
      for (int r = 0; r < partition.size(); r++) {
        double[] numbers = numbers(expected.get(r));
        assertThat(numbers(partition.get(r), numbers.length)).isEqualTo(numbers);
      }
      at += partition.size();
    }
    assertThat(at).isEqualTo(ROWS);
  }

  @ParameterizedTest
  @MethodSource("models")
  void anotherBatchDiffersByAMillionthAtMost(Model model) {
    List<Map<String, Object>> rows = rows();
    Scorer scorer = Scorer.of(model);
    List<Prediction> all = scorer.predictAll(rows);
    for (int size : new int[] {1, 2, 37, 255}) {
      for (int from = 0; from < ROWS; from += size) {
        List<Prediction> some = scorer.predictAll(rows.subList(from, Math.min(ROWS, from + size)));
        for (int r = 0; r < some.size(); r++) {
          double[] expected = numbers(all.get(from + r));
          double[] found = numbers(some.get(r));
          for (int k = 0; k < expected.length; k++) {
            // Relative to numbers above 1.
            double near = 1e-6 * Math.max(1, Math.abs(expected[k]));
            assertThat(Math.abs(found[k] - expected[k])).isLessThanOrEqualTo(near);
          }
        }
      }
    }
  }
}
