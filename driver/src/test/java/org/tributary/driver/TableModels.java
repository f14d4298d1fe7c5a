package org.tributary.driver;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.Activation;
import org.tributary.core.function.LossParameters;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Precision;
import org.tributary.core.model.Columns;
import org.tributary.core.model.Decision;
import org.tributary.core.model.Model;
import org.tributary.core.model.Platform;
import org.tributary.core.model.Provenance;
import org.tributary.core.model.TrainingData;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;
import org.tributary.core.preparation.Encoding;
import org.tributary.core.preparation.Feature;
import org.tributary.core.preparation.Identity;
import org.tributary.core.preparation.LogScaling;
import org.tributary.core.preparation.MissingIndicator;
import org.tributary.core.preparation.OneHot;
import org.tributary.core.preparation.PiecewiseLinear;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.RobustScaling;
import org.tributary.core.preparation.RowLayout;
import org.tributary.core.preparation.Standardization;
import org.tributary.core.random.RandomStream;

/** Models of a table with every kind of column and of preparation, for tests. */
public final class TableModels {
  private TableModels() {}

  /** The columns: color knows other categories and missing cells, size neither. */
  public static RowLayout layout() {
    return new RowLayout(
        List.of(
            new Feature("age", 1),
            new Feature("income", 1),
            new Feature("color", 1, new Encoding.Categories(List.of("red", "green", "3"))),
            new Feature("size", 1, new Encoding.Categories(List.of("S", "M", "L"))),
            new Feature("member", 1, Encoding.Plain.BOOLEAN),
            new Feature("since", 1, Encoding.Plain.DATE),
            new Feature("pixels", 3),
            new Feature("ratio", 1)));
  }

  private static Preparation preparation() {
    RowLayout layout = layout();
    return new Preparation(
        layout,
        List.of(
            new Standardization(
                layout,
                List.of("age", "since", "pixels"),
                new double[] {40, 19_000, 0, 1, 2},
                new double[] {12, 400, 1, 2, 3},
                new double[] {41, 19_100, 0, 1, 2}),
            new RobustScaling(
                layout,
                List.of("income", "member"),
                new double[] {30_000, 0},
                new double[] {9_000, 1},
                new double[] {Double.NaN, 0.5}),
            new Identity(layout, List.of("ratio")),
            new LogScaling(
                layout,
                List.of("income", "ratio"),
                new double[] {10, 0},
                new double[] {1.5, 0.5},
                new double[] {30_000, 0}),
            new PiecewiseLinear(layout, List.of("age"), new double[][] {{18, 30, 50, 90}}),
            new MissingIndicator(layout, List.of("age", "member")),
            new OneHot(
                layout, List.of("color", "size"), new int[][] {{0, 1, 2, 3, -1}, {0, 1, 2}})));
  }

  /** Returns a model of the columns with a hidden layer of each activation. */
  public static Model of(
      OutputLoss loss,
      List<Activation> hidden,
      Precision precision,
      Outcome outcome,
      Decision decision) {
    return of(loss, loss.defaults(), hidden, precision, outcome, decision);
  }

  /** Returns a model of the columns with a hidden layer of each activation. */
  public static Model of(
      OutputLoss loss,
      LossParameters parameters,
      List<Activation> hidden,
      Precision precision,
      Outcome outcome,
      Decision decision) {
    Preparation preparation = preparation();
    Topology topology =
        new Topology(
            preparation.inputs(),
            hidden.stream().map(g -> new HiddenLayer(6, g)).toList(),
            outcome.outputs() * parameters.outputsPerTarget(),
            loss,
            parameters);
    return new Model(
        topology,
        precision,
        theta(topology),
        preparation,
        new Columns(layout().features(), outcome, Optional.of("weight")),
        provenance(),
        decision);
  }

  /** Returns a model of three classes, "no", "yes" and "maybe, so". */
  public static Model classifier() {
    return of(
        OutputLoss.SOFTMAX_CROSS_ENTROPY,
        List.of(Activation.RELU),
        Precision.FLOAT32,
        new Outcome.Classes("answer", List.of("no", "yes", "maybe, so"), 3),
        Decision.NONE);
  }

  /** Returns classes c0, c1 and so on, each with an output. */
  public static Outcome classes(int number) {
    return new Outcome.Classes(
        "answer", IntStream.range(0, number).mapToObj(i -> "c" + i).toList(), number);
  }

  /** Returns where the models come from. */
  public static Provenance provenance() {
    return new Provenance(
        Instant.parse("2026-01-31T12:00:00Z"),
        new TrainingData("people.csv", 1000, 200),
        1,
        10,
        "epochs",
        Map.of("accuracy", 0.75),
        new Platform("0.1.0", "17", "4.2.0", "java"),
        "{\"train\": {\"epochs\": 10}}",
        List.of());
  }

  private static double[] theta(Topology topology) {
    RandomStream random = RandomStream.of(7, "theta", 0);
    double[] theta = new double[new ParameterLayout(topology).size()];
    for (int i = 0; i < theta.length; i++) {
      theta[i] = 0.4 * random.normal();
    }
    return theta;
  }

  /** Returns a row that the models take. */
  public static Map<String, Object> row() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("age", 33);
    row.put("income", 28_500.5);
    row.put("color", "red");
    row.put("size", "M");
    row.put("member", true);
    row.put("since", "2022-05-17");
    row.put("pixels", List.of(0.5, 1, -2));
    row.put("ratio", 0.25);
    return row;
  }
}
