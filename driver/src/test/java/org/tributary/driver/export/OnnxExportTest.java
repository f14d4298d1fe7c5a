package org.tributary.driver.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.data.Outcome;
import org.tributary.core.data.TargetScale;
import org.tributary.core.function.Activation;
import org.tributary.core.function.LossParameters;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Precision;
import org.tributary.core.model.Columns;
import org.tributary.core.model.Decision;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelException;
import org.tributary.core.network.Topology;
import org.tributary.core.preparation.Feature;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.RowLayout;
import org.tributary.core.random.RandomStream;
import org.tributary.core.scoring.Prediction;
import org.tributary.core.scoring.Scorer;
import org.tributary.driver.TableModels;

class OnnxExportTest {
  private static final double INFINITE = Double.POSITIVE_INFINITY;
  private static final int ROWS = 60;

  /** Rows with every kind of missing cell, categories that are unseen, and numbers far out. */
  private static List<Map<String, Object>> rows() {
    RandomStream random = RandomStream.of(3, "rows", 0);
    List<String> colors = List.of("red", "green", "3", "mauve", "", "NA");
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int r = 0; r < ROWS; r++) {
      Map<String, Object> row = TableModels.row();
      row.put("age", r % 7 == 0 ? null : r == 8 ? -1e12 : 40 + 25 * random.normal());
      row.put("income", r == 9 ? 1e300 : r == 10 ? -1e15 : 30_000 + 10_000 * random.normal());
      row.put("color", colors.get(r % colors.size()));
      row.put("size", List.of("S", "M", "L", "XL").get(r % 4));
      row.put("member", r % 4 == 0 ? null : r % 2 == 0);
      row.put("since", r % 11 == 0 ? null : "202%d-0%d-11 06:30:00".formatted(r % 7, 1 + r % 9));
      Object first = r % 13 == 0 ? Double.NaN : random.normal();
      row.put("pixels", List.of(first, random.normal(), random.normal()));
      row.put("ratio", random.normal());
      rows.add(row);
    }
    return rows;
  }

  /** The predictions of onnxruntime are those of the scorer. */
  private static void requireSame(Model model) throws Exception {
    Map<String, List<Object[]>> found = OnnxRun.of(model, rows());
    Scorer scorer = Scorer.of(model);
    for (int r = 0; r < ROWS; r++) {
      Prediction expected = scorer.predict(rows().get(r));
      boolean classes = model.columns().outcome() instanceof Outcome.Classes;
      double[] numbers = classes ? expected.probabilities() : expected.numbers();
      Object[] others = found.get(classes ? "probabilities" : "prediction").get(r);
      assertThat(others).hasSameSizeAs(numbers);
      for (int k = 0; k < numbers.length; k++) {
        // What is asked of an export, relative to numbers above 1.
        double tolerance = 1e-5 * Math.max(1, Math.abs(numbers[k]));
        assertThat((double) others[k]).as("row %d", r).isEqualTo(numbers[k], within(tolerance));
      }
      if (classes && isClear(model, numbers)) {
        assertThat(found.get("prediction").get(r)).containsExactly(expected.className());
      }
    }
  }

  /** Where two classes are almost equal, the last bit decides. */
  private static boolean isClear(Model model, double[] probabilities) {
    double[] sorted = Arrays.stream(probabilities).sorted().toArray();
    double[] last = {probabilities[probabilities.length - 1]};
    return model.decision().threshold().isPresent()
        ? Math.abs(last[0] - model.decision().threshold().getAsDouble()) > 1e-5
        : sorted[sorted.length - 1] - sorted[sorted.length - 2] > 1e-5;
  }

  @ParameterizedTest
  @EnumSource
  void everyActivationIsExported(Activation g) throws Exception {
    for (Precision precision : Precision.values()) {
      requireSame(
          TableModels.of(
              OutputLoss.SOFTMAX_CROSS_ENTROPY,
              List.of(g, g),
              precision,
              TableModels.classes(4),
              Decision.NONE));
    }
  }

  static Stream<Arguments> outputs() {
    List<Arguments> outputs = new ArrayList<>();
    Outcome shared = new Outcome.Classes("answer", List.of("no", "yes"), 1);
    Outcome three =
        new Outcome.Numbers(
            List.of("a", "b", "c"),
            List.of(
                new TargetScale(3, 2, false, -INFINITE, INFINITE),
                new TargetScale(1, 0.5, true, -1, 20),
                new TargetScale(0, 1, false, 0, INFINITE)));
    for (OutputLoss loss : OutputLoss.values()) {
      for (Precision precision : Precision.values()) {
        switch (loss) {
          case SOFTMAX_CROSS_ENTROPY ->
              outputs.add(Arguments.of(loss, precision, TableModels.classes(3)));
          case SIGMOID_CROSS_ENTROPY, SIGMOID_SQUARED_ERROR -> {
            outputs.add(Arguments.of(loss, precision, shared));
            outputs.add(Arguments.of(loss, precision, TableModels.classes(3)));
            outputs.add(Arguments.of(loss, precision, new Outcome.Numbers(List.of("a", "b"))));
          }
          case IDENTITY_SQUARED_ERROR,
              IDENTITY_ABSOLUTE_ERROR,
              IDENTITY_HUBER,
              EXPONENTIAL_POISSON,
              QUANTILES_PINBALL -> {
            outputs.add(Arguments.of(loss, precision, new Outcome.Numbers(List.of("a"))));
            outputs.add(Arguments.of(loss, precision, three));
          }
        }
      }
    }
    return outputs.stream();
  }

  @ParameterizedTest
  @MethodSource("outputs")
  void everyOutputIsExported(OutputLoss loss, Precision precision, Outcome outcome)
      throws Exception {
    requireSame(TableModels.of(loss, List.of(Activation.TANH), precision, outcome, Decision.NONE));
    requireSame(TableModels.of(loss, List.of(), precision, outcome, Decision.NONE));
  }

  @Test
  void quantilesOfOneLevelAndOfManyAreExported() throws Exception {
    for (List<Double> levels : List.of(List.of(0.5), List.of(0.05, 0.2, 0.4, 0.6, 0.95))) {
      requireSame(
          TableModels.of(
              OutputLoss.QUANTILES_PINBALL,
              new LossParameters.Quantiles(levels),
              List.of(Activation.SELU),
              Precision.FLOAT32,
              new Outcome.Numbers(List.of("a", "b")),
              Decision.NONE));
    }
  }

  static Stream<Decision> decisions() {
    return Stream.of(
        new Decision(2.5, OptionalDouble.empty()),
        new Decision(0.3, OptionalDouble.of(0.2)),
        new Decision(1, OptionalDouble.of(0.9)));
  }

  @ParameterizedTest
  @MethodSource("decisions")
  void temperaturesAndThresholdsAreExported(Decision decision) throws Exception {
    for (Outcome outcome :
        List.of(new Outcome.Classes("answer", List.of("no", "yes"), 1), TableModels.classes(2))) {
      OutputLoss loss =
          outcome.outputs() == 1
              ? OutputLoss.SIGMOID_CROSS_ENTROPY
              : OutputLoss.SOFTMAX_CROSS_ENTROPY;
      requireSame(
          TableModels.of(loss, List.of(Activation.RELU), Precision.FLOAT32, outcome, decision));
    }
  }

  @Test
  void aRowWithoutACellThatMayNotBeMissingHasNoPrediction() throws Exception {
    Map<String, Object> row = TableModels.row();
    row.put("income", null);
    Object[] found = OnnxRun.of(TableModels.classifier(), List.of(row)).get("probabilities").get(0);
    assertThat(found).containsOnly(Double.NaN);
  }

  @Test
  void theFileNamesItsVersionsAndOutputs() throws Exception {
    ModelProto file = ModelProto.parseFrom(OnnxExport.of(TableModels.classifier()));
    assertThat(file.getProducerName()).isEqualTo("Tributary");
    assertThat(file.getOpsetImportList())
        .extracting(set -> set.getDomain() + set.getVersion())
        .containsExactly("13", "ai.onnx.ml2");
    assertThat(file.getMetadataPropsList())
        .anyMatch(
            entry ->
                entry.getKey().equals("tributary.outputs")
                    && entry.getValue().equals("no,yes,maybe, so"));
    assertThat(file.getGraph().getInputList())
        .extracting(input -> input.getName())
        .containsExactly("age", "income", "color", "size", "member", "since", "pixels", "ratio");
  }

  @Test
  void theSameModelIsTheSameFile() {
    assertThat(OnnxExport.of(TableModels.classifier()))
        .isEqualTo(OnnxExport.of(TableModels.classifier()));
  }

  private static Model ofColumn(String name, OutputLoss loss, Outcome outcome) {
    RowLayout layout = new RowLayout(List.of(new Feature(name, 1)));
    Topology topology = new Topology(1, List.of(), outcome.outputs(), loss);
    return new Model(
        topology,
        Precision.FLOAT32,
        new double[2 * outcome.outputs()],
        Preparation.identity(layout),
        new Columns(layout.features(), outcome, Optional.empty()),
        TableModels.provenance());
  }

  @Test
  void whatOnnxCannotExpressIsRefusedByName() {
    Outcome number = new Outcome.Numbers(List.of("y"));
    for (String name : List.of("prediction", "probabilities", "tributary/1")) {
      Model model = ofColumn(name, OutputLoss.IDENTITY_SQUARED_ERROR, number);
      assertThatThrownBy(() -> OnnxExport.of(model))
          .isInstanceOf(ModelException.class)
          .hasMessage(
              "Cannot export the model to ONNX: column %s has the name of a value of the ONNX"
                  + " graph; rename it and train again",
              name);
    }
    Model scores = ofColumn("x", OutputLoss.IDENTITY_SQUARED_ERROR, TableModels.classes(2));
    assertThatThrownBy(() -> OnnxExport.of(scores))
        .hasMessage(
            "Cannot export the model to ONNX: classes with the output identity_squared_error have"
                + " no probabilities");
  }
}
