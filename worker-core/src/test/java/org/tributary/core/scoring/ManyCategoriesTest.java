package org.tributary.core.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.kernel.Precision;
import org.tributary.core.model.Columns;
import org.tributary.core.model.Model;
import org.tributary.core.model.Models;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.Topology;
import org.tributary.core.preparation.Encoding;
import org.tributary.core.preparation.Feature;
import org.tributary.core.preparation.OneHot;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.RawCells;
import org.tributary.core.preparation.RowLayout;
import org.tributary.core.preparation.SparseRows;
import org.tributary.core.preparation.Standardization;

/** Columns of so many categories that rows are prepared and scored without their zeros. */
class ManyCategoriesTest {
  private static final int CATEGORIES = 2000;
  private static final int UNITS = 3;

  private static RowLayout layout(int categories) {
    List<String> names = IntStream.range(0, categories).mapToObj(i -> "c" + i).toList();
    return new RowLayout(
        List.of(new Feature("x", 1), new Feature("c", 1, new Encoding.Categories(names))));
  }

  /** Every category but the second has an input, and so have missing cells. */
  private static Preparation preparation(int categories) {
    RowLayout layout = layout(categories);
    int[] codes =
        IntStream.concat(IntStream.range(0, categories).filter(code -> code != 1), IntStream.of(-1))
            .toArray();
    return new Preparation(
        layout,
        List.of(
            new Standardization(
                layout, List.of("x"), new double[] {5}, new double[] {2}, new double[] {6}),
            new OneHot(layout, List.of("c"), new int[][] {codes})));
  }

  private static Model model() {
    Preparation preparation = preparation(CATEGORIES);
    Topology topology =
        new Topology(
            preparation.inputs(),
            List.of(new HiddenLayer(UNITS, Activation.TANH)),
            1,
            OutputLoss.IDENTITY_SQUARED_ERROR);
    return new Model(
        topology,
        Precision.FLOAT64,
        Models.theta(topology),
        preparation,
        new Columns(
            preparation.layout().features(), new Outcome.Numbers(List.of("y")), Optional.empty()),
        Models.provenance());
  }

  /** Theta^(2) tanh(Theta^(1) a^(1)), term by term over every input. */
  private static double expected(Model model, double[] inputs) {
    double[] theta = model.theta();
    int terms = inputs.length + 1;
    int second = UNITS * terms;
    double output = theta[second];
    for (int u = 0; u < UNITS; u++) {
      double z = theta[u * terms];
      for (int j = 0; j < inputs.length; j++) {
        z += theta[u * terms + 1 + j] * inputs[j];
      }
      output += theta[second + 1 + u] * Math.tanh(z);
    }
    return output;
  }

  private static double[] inputs(Preparation preparation, double... cells) {
    double[] inputs = new double[preparation.inputs()];
    preparation.apply(RawCells.ofNumbers(cells), 0, inputs, 0);
    return inputs;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 2, 1999, 2000, Double.NaN})
  void rowsWithoutZerosHoldTheInputsThatAreNotZero(double code) {
    Preparation preparation = preparation(CATEGORIES);
    SparseRows rows = new SparseRows();
    RawCells cells = RawCells.ofNumbers(new double[] {9, code, 5, code});
    preparation.apply(cells, 0, rows);
    preparation.apply(cells, 2, rows);
    double[] dense = new double[2 * preparation.inputs()];
    for (int r = 0; r < rows.rows(); r++) {
      for (int k = rows.rowPointers()[r]; k < rows.rowPointers()[r + 1]; k++) {
        assertThat(rows.numbers()[k]).isNotZero();
        dense[r * preparation.inputs() + rows.columns()[k]] = rows.numbers()[k];
      }
    }
    double[] expected = new double[dense.length];
    preparation.apply(cells, 0, expected, 0);
    preparation.apply(cells, 2, expected, preparation.inputs());
    assertThat(dense).containsExactly(expected);
  }

  @Test
  void fewCategoriesLeaveRowsDense() {
    assertThat(preparation(CATEGORIES).makesSparse()).isTrue();
    assertThat(preparation(1000).makesSparse()).isFalse();
  }

  @Test
  void aCellThatMayNotBeMissingStaysNotANumber() {
    RowLayout layout = layout(CATEGORIES);
    Preparation refusing =
        new Preparation(
            layout,
            List.of(
                new Standardization(layout, List.of("x"), new double[1], new double[] {1}),
                preparation(CATEGORIES).parts().get(1)));
    SparseRows rows = new SparseRows();
    refusing.apply(RawCells.ofNumbers(new double[] {Double.NaN, 3}), 0, rows);
    assertThat(rows.numbers()[0]).isNaN();
  }

  @Test
  void rowsAloneAndTogetherScoreWhatTheFormulaSays() {
    Model model = model();
    Scorer scorer = Scorer.of(model);
    List<Map<String, Object>> rows = new ArrayList<>();
    List<Double> expected = new ArrayList<>();
    for (int r = 0; r < 300; r++) {
      int code = 7 * r % (CATEGORIES + 50);
      rows.add(Map.of("x", r / 10.0, "c", "c" + code));
      double encoded = Math.min(code, CATEGORIES);
      expected.add(expected(model, inputs(model.preparation(), r / 10.0, encoded)));
    }
    List<Prediction> together = scorer.predictAll(rows);
    for (int r = 0; r < rows.size(); r++) {
      assertThat(scorer.predict(rows.get(r)).number()).isCloseTo(expected.get(r), within(1e-12));
      assertThat(together.get(r).number()).isCloseTo(expected.get(r), within(1e-12));
    }
  }

  @Test
  void leavingOutZerosChangesNoBitsOfARowAlone() {
    Model model = model();
    double[] cells = {3.5, 1234};
    double[] x = inputs(model.preparation(), cells);
    Kernel<double[]> kernel = Kernel.plainFloat64();
    double[] transposed = RowNetwork.transposed(model, kernel);
    double[] row = new double[x.length + 1];
    row[0] = 1;
    System.arraycopy(x, 0, row, 1, x.length);
    double[] z = new double[UNITS + 1];
    z[0] = 1;
    kernel.multiplyRow(row, row.length, transposed, 0, UNITS, new double[UNITS], z);
    kernel.activate(Activation.TANH, z, UNITS + 1);
    z[0] = 1;
    double[] output = new double[2];
    kernel.multiplyRow(
        z, UNITS + 1, transposed, model.layout().offset(1), 1, new double[1], output);
    assertThat(Scorer.of(model).encodedOutputs(cells)).containsExactly(output[1]);
  }
}
