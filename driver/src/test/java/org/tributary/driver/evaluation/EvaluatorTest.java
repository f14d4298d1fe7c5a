package org.tributary.driver.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.data.Block;
import org.tributary.core.data.ClassTargets;
import org.tributary.core.data.DenseTargets;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.metrics.ClassificationMetrics;
import org.tributary.core.metrics.ConfusionMatrix;
import org.tributary.core.model.Decision;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.Initialization;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.dataset.Blocks;
import org.tributary.driver.dataset.DatasetPreparer;
import org.tributary.driver.dataset.PreparedData;
import org.tributary.driver.dataset.TestData;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.DataSpec.ColumnsSpec;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.spec.PreparationSpec;

/** Metrics over the partitions against formulas written out over the rows. */
class EvaluatorTest {
  @TempDir private Path directory;

  private static Evaluation measure(
      PreparedData<double[]> data, Topology topology, double[] theta) {
    Blocks<double[]> blocks = data.training();
    return new Evaluator<>(
            LocalSpark.context(),
            blocks.rdd(),
            blocks.kernels(),
            blocks.maxRows(),
            topology,
            data.outcome())
        .at(theta, Decision.NONE, Evaluator.Depth.RANKS);
  }

  /** z = W [1; tanh(V [1; x])] of one row, straight from the definition. */
  private static double[] logits(ParameterLayout layout, double[] theta, double[] x) {
    double[] a = x;
    for (int l = 0; l < layout.layers(); l++) {
      double[] z = new double[layout.rows(l)];
      for (int i = 0; i < z.length; i++) {
        int row = layout.offset(l) + i * layout.columns(l);
        z[i] = theta[row];
        for (int j = 0; j < a.length; j++) {
          z[i] += theta[row + 1 + j] * a[j];
        }
        if (l < layout.layers() - 1) {
          z[i] = Math.tanh(z[i]);
        }
      }
      a = z;
    }
    return a;
  }

  private static double[] row(Block<double[]> block, int r) {
    // Inputs are augmented rows: a leading 1 and the features.
    double[] x = new double[block.features()];
    System.arraycopy(block.inputs().dense().values(), r * (x.length + 1) + 1, x, 0, x.length);
    return x;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 16})
  void classesAreCountedAsByOnePlainLoop(int partitions) {
    Topology topology =
        new Topology(
            3, List.of(new HiddenLayer(6, Activation.TANH)), 3, OutputLoss.SOFTMAX_CROSS_ENTROPY);
    ParameterLayout layout = new ParameterLayout(topology);
    double[] theta = Initialization.XAVIER.parameters(layout, 5);
    Path path = TestData.weightedClasses(directory, 331);
    try (PreparedData<double[]> data =
        TestData.prepare(path, partitions, 32, KernelFactory.FLOAT64)) {
      double[][] sums = new double[3][3];
      double loss = 0;
      double weights = 0;
      for (Block<double[]> block : data.training().rdd().collect()) {
        for (int r = 0; r < block.rows(); r++) {
          double[] z = logits(layout, theta, row(block, r));
          int target = ((ClassTargets<double[]>) block.targets()).classes()[r];
          int best = 0;
          double sum = 0;
          for (int c = 0; c < 3; c++) {
            best = z[c] > z[best] ? c : best;
            sum += Math.exp(z[c]);
          }
          sums[target][best] += block.weights()[r];
          loss += block.weights()[r] * (Math.log(sum) - z[target]);
          weights += block.weights()[r];
        }
      }
      Evaluation measured = measure(data, topology, theta);
      ConfusionMatrix matrix = ((ClassificationMetrics) measured.sums()).matrix();
      for (int t = 0; t < 3; t++) {
        for (int p = 0; p < 3; p++) {
          assertThat(matrix.weight(t, p)).isCloseTo(sums[t][p], within(1e-12));
        }
      }
      assertThat(measured.score())
          .isCloseTo((sums[0][0] + sums[1][1] + sums[2][2]) / weights, within(1e-12));
      // 331 terms of size 1 in another order.
      assertThat(measured.loss()).isCloseTo(loss / weights, within(1e-12));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void errorsOfNumbersAreSummedAsByOnePlainLoop(int partitions) {
    Topology topology = new Topology(2, List.of(), 1, OutputLoss.IDENTITY_SQUARED_ERROR);
    ParameterLayout layout = new ParameterLayout(topology);
    double[] theta = {1, 0.5, -2};
    StringBuilder text = new StringBuilder("a,b,y\n");
    for (int i = 0; i < 57; i++) {
      text.append("%d,%d,%d%n".formatted(i, i * i % 13, i % 7));
    }
    Path path = TestData.write(directory.resolve("numbers.csv"), text.toString());
    try (PreparedData<double[]> data =
        DatasetPreparer.prepare(
            LocalSpark.session(),
            TestData.csv(
                    path, List.of("y"), Optional.empty(), new HoldoutSpec.None(), partitions, 16)
                .withPreparation(
                    PreparationSpec.DEFAULT.withTargets(PreparationSpec.Targets.UNSCALED)),
            OutputLoss.IDENTITY_SQUARED_ERROR,
            KernelFactory.FLOAT64,
            11)) {
      double squares = 0;
      double absolutes = 0;
      double targetSum = 0;
      double targetSquares = 0;
      for (Block<double[]> block : data.training().rdd().collect()) {
        for (int r = 0; r < block.rows(); r++) {
          double target = ((DenseTargets<double[]>) block.targets()).values()[r];
          double error = logits(layout, theta, row(block, r))[0] - target;
          squares += error * error;
          absolutes += Math.abs(error);
          targetSum += target;
          targetSquares += target * target;
        }
      }
      Evaluation measured = measure(data, topology, theta);
      // Sums of 57 terms in another order.
      assertThat(measured.metrics().get("rmse")).isCloseTo(Math.sqrt(squares / 57), within(1e-12));
      assertThat(measured.metrics().get("mae")).isCloseTo(absolutes / 57, within(1e-12));
      assertThat(measured.loss()).isCloseTo(squares / 2 / 57, within(1e-12));
      assertThat(measured.score())
          .isCloseTo(1 - squares / (targetSquares - targetSum * targetSum / 57), within(1e-12));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = OutputLoss.class,
      names = {"SOFTMAX_CROSS_ENTROPY", "IDENTITY_SQUARED_ERROR"})
  void metricsHaveTheSameBitsOnAnyNumberOfPartitions(OutputLoss output) {
    boolean classes = output == OutputLoss.SOFTMAX_CROSS_ENTROPY;
    Path path = TestData.weightedClasses(directory, 331);
    Topology topology =
        new Topology(2, List.of(new HiddenLayer(6, Activation.TANH)), classes ? 3 : 1, output);
    double[] theta = Initialization.XAVIER.parameters(new ParameterLayout(topology), 5);
    List<Map<String, Double>> metrics = new ArrayList<>();
    for (int partitions : new int[] {1, 2, 3, 7, 16}) {
      DataSpec spec =
          new DataSpec(
              path.toString(),
              new FormatSpec.Csv(FormatSpec.Csv.Header.PRESENT, ','),
              new ColumnsSpec(
                  List.of(classes ? "kind" : "a"), Optional.of("w"), List.of("b", "c"), List.of()),
              new HoldoutSpec.None(),
              PreparationSpec.DEFAULT,
              partitions,
              8);
      try (PreparedData<double[]> data =
          DatasetPreparer.prepare(LocalSpark.session(), spec, output, KernelFactory.FLOAT64, 11)) {
        metrics.add(measure(data, topology, theta).metrics());
      }
    }
    assertThat(metrics).containsOnly(metrics.get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "SOFTMAX_CROSS_ENTROPY, kind, 3",
    "SIGMOID_CROSS_ENTROPY, kind, 3",
    "SIGMOID_CROSS_ENTROPY, a c, 2",
    "IDENTITY_SQUARED_ERROR, a, 1"
  })
  void rowsWithoutAFiniteOutputAreRefusedNotCounted(OutputLoss output, String labels, int outputs) {
    StringBuilder text = new StringBuilder("a,b,c,kind\n");
    for (int i = 0; i < 30; i++) {
      text.append("%d,%d,%d,k%d%n".formatted(i % 2, i == 7 ? 3 : 1, i / 2 % 2, i % 3));
    }
    Path path = TestData.write(directory.resolve("rows.csv"), text.toString());
    Topology topology = new Topology(1, List.of(), outputs, output);
    double[] theta = new double[2 * outputs];
    DataSpec spec =
        new DataSpec(
            path.toString(),
            new FormatSpec.Csv(FormatSpec.Csv.Header.PRESENT, ','),
            new ColumnsSpec(List.of(labels.split(" ")), Optional.empty(), List.of("b"), List.of()),
            new HoldoutSpec.None(),
            PreparationSpec.DEFAULT.withScaling(PreparationSpec.Scaling.NONE),
            2,
            8);
    try (PreparedData<double[]> data =
        DatasetPreparer.prepare(LocalSpark.session(), spec, output, KernelFactory.FLOAT64, 11)) {
      // Softmax and sigmoid hold an infinite logit; a parameter that is no number, nothing does.
      boolean bounded = output != OutputLoss.IDENTITY_SQUARED_ERROR;
      theta[1] = bounded ? Double.NaN : 1e308;
      assertThatThrownBy(() -> measure(data, topology, theta))
          .isInstanceOf(UnpredictedRows.class)
          .hasMessage(
              "the network's outputs are not finite for %d of 30 rows (expected finite numbers);"
                      .formatted(bounded ? 30 : 1)
                  + " their features are too far from the values that it was trained on");
    }
  }
}
