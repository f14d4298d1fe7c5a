package org.tributary.core.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Precision;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.Topology;
import org.tributary.core.preparation.Encoding;
import org.tributary.core.preparation.Feature;
import org.tributary.core.preparation.MissingIndicator;
import org.tributary.core.preparation.OneHot;
import org.tributary.core.preparation.PiecewiseLinear;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.RobustScaling;
import org.tributary.core.preparation.RowLayout;
import org.tributary.core.preparation.Standardization;
import org.tributary.core.random.RandomStream;

/** Models of a table with every kind of column, for tests. */
public final class MixedModel {
  private MixedModel() {}

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
            new Feature("unused", 1)));
  }

  /** Returns the preparation of the columns; missing cells of income are refused. */
  public static Preparation preparation() {
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
            new PiecewiseLinear(layout, List.of("age"), new double[][] {{18, 30, 50, 90}}),
            new MissingIndicator(layout, List.of("age", "member")),
            new OneHot(
                layout, List.of("color", "size"), new int[][] {{0, 1, 2, 3, -1}, {0, 1, 2}})));
  }

  /** Returns a model of the columns. */
  public static Model of(OutputLoss loss, Precision precision, Outcome outcome) {
    return of(loss, Activation.RELU, precision, outcome);
  }

  /** Returns a model of the columns. */
  public static Model of(OutputLoss loss, Activation g, Precision precision, Outcome outcome) {
    Preparation preparation = preparation();
    Topology topology =
        new Topology(
            preparation.inputs(),
            List.of(new HiddenLayer(16, g), new HiddenLayer(8, g)),
            outcome.outputs() * loss.defaults().outputsPerTarget(),
            loss);
    return new Model(
        topology,
        precision,
        Models.theta(topology),
        preparation,
        new Columns(layout().features(), outcome, Optional.empty()),
        Models.provenance());
  }

  /** Returns three classes of a table in float32. */
  public static Model classifier() {
    return of(OutputLoss.SOFTMAX_CROSS_ENTROPY, Precision.FLOAT32, Models.classes(3));
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
    row.put("pixels", new double[] {0.5, 1, -2});
    return row;
  }

  /** Returns different rows that the models take, some with missing cells and unseen categories. */
  public static List<Map<String, Object>> rows(int count) {
    RandomStream random = RandomStream.of(9, "table", 0);
    List<Map<String, Object>> rows = new ArrayList<>();
    List<String> colors = List.of("red", "green", "3", "mauve", "");
    for (int r = 0; r < count; r++) {
      Map<String, Object> row = row();
      row.put("age", r % 7 == 0 ? null : 40 + 15 * random.normal());
      row.put("income", 30_000 + 10_000 * random.normal());
      row.put("color", colors.get(r % 5));
      row.put("size", List.of("S", "M", "L").get(r % 3));
      row.put("member", r % 4 == 0 ? null : r % 2 == 0);
      row.put("since", r % 11 == 0 ? null : "202%d-0%d-11".formatted(r % 7, 1 + r % 9));
      row.put("pixels", new double[] {random.normal(), random.normal(), random.normal()});
      rows.add(row);
    }
    return rows;
  }
}
