package org.tributary.driver.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tributary.core.preparation.CellText;
import org.tributary.core.preparation.ColumnPreparation;
import org.tributary.core.preparation.Encoding;
import org.tributary.core.preparation.Feature;
import org.tributary.core.preparation.PiecewiseLinear;
import org.tributary.core.preparation.Preparation;
import org.tributary.driver.export.OnnxGraph.ElementType;

/**
 * The preparation of a model as nodes: from raw columns, doubles with NaN and texts with "" where a
 * cell is missing, to rows of inputs in double precision.
 */
final class OnnxPreparation {
  /** Beyond it a bent number is 3 to the last bit; see {@code RobustScaling}. */
  private static final double FAR = 1e9;

  private static final int MISSING = -1;

  private final OnnxGraph graph;
  private final Preparation preparation;
  private final Map<String, Feature> features = new LinkedHashMap<>();

  /** By feature: its cells in double precision; codes of categories. */
  private final Map<String, String> encoded = new HashMap<>();

  OnnxPreparation(OnnxGraph graph, Preparation preparation) {
    this.graph = graph;
    this.preparation = preparation;
    boolean[] reads = preparation.reads();
    int cell = 0;
    for (Feature feature : preparation.layout().features()) {
      if (reads[cell]) {
        features.put(feature.name(), feature);
        input(feature);
      }
      cell += feature.width();
    }
  }

  private void input(Feature feature) {
    if (feature.encoding() instanceof Encoding.Categories) {
      graph.input(
          feature.name(),
          ElementType.STRING,
          1,
          "category, without spaces around it; \"\" if missing");
      return;
    }
    String meaning =
        switch ((Encoding.Plain) feature.encoding()) {
          case NUMBER -> feature.width() == 1 ? "number" : "vector";
          case BOOLEAN -> "boolean: 1 or 0";
          case DATE -> "days since 1970-01-01 (UTC)";
        };
    graph.input(feature.name(), ElementType.DOUBLE, feature.width(), meaning + "; NaN if missing");
  }

  /** Adds the nodes, and returns rows of inputs in double precision. */
  String add() {
    return graph.concat(preparation.parts().stream().map(this::part).toList());
  }

  private String part(ColumnPreparation part) {
    return switch (part.kind()) {
      case IDENTITY -> cells(part);
      case STANDARDIZATION -> {
        String filled = filled(cells(part), numbers(part, 2));
        yield scaled(filled, numbers(part, 0), numbers(part, 1));
      }
      case LOG_SCALING -> {
        String filled = filled(cells(part), numbers(part, 2));
        yield scaled(logarithm(filled), numbers(part, 0), numbers(part, 1));
      }
      case ROBUST_SCALING -> {
        String filled = filled(cells(part), numbers(part, 2));
        yield bent(scaled(filled, numbers(part, 0), numbers(part, 1)));
      }
      case PIECEWISE_LINEAR -> piecewise(part);
      case MISSING_INDICATOR -> graph.cast(graph.node("IsNaN", cells(part)), ElementType.DOUBLE);
      case ONE_HOT -> oneHot(part);
    };
  }

  /** Returns a list of numbers that a part has learned, by its place in the kind. */
  private static double[] numbers(ColumnPreparation part, int index) {
    return part.values().numbers().get(part.kind().numbers().get(index));
  }

  private String cells(ColumnPreparation part) {
    return graph.concat(part.columns().stream().map(this::encoded).toList());
  }

  private String encoded(String column) {
    Feature feature = features.get(column);
    return feature.encoding() instanceof Encoding.Categories categories
        ? encoded.computeIfAbsent(column, name -> codes(name, categories))
        : column;
  }

  /** Adds the codes of categories as doubles, NaN where one is missing. */
  private String codes(String column, Encoding.Categories categories) {
    List<Long> codes = new ArrayList<>();
    IntStream.range(0, categories.names().size()).forEach(code -> codes.add((long) code));
    String encoded = lookUp(column, categories, codes, categories.other(), MISSING);
    String numbers = graph.cast(encoded, ElementType.DOUBLE);
    String isMissing = graph.node("Less", numbers, graph.number(ElementType.DOUBLE, 0));
    return graph.node("Where", isMissing, graph.number(ElementType.DOUBLE, Double.NaN), numbers);
  }

  /** Adds a LabelEncoder from categories, in their order, and missing cells to integers. */
  private String lookUp(
      String column, Encoding.Categories categories, List<Long> of, long other, long missing) {
    List<String> keys = new ArrayList<>(categories.names());
    List<Long> values = new ArrayList<>(of);
    for (String word : CellText.missingWords()) {
      keys.add(word);
      values.add(missing);
    }
    return graph.labelEncoder(
        column,
        OnnxGraph.texts("keys_strings", keys),
        OnnxGraph.integers("values_int64s", values),
        OnnxGraph.integer("default_int64", other));
  }

  private String filled(String cells, double[] fill) {
    return graph.node(
        "Where", graph.node("IsNaN", cells), graph.numbers(ElementType.DOUBLE, fill), cells);
  }

  /** Adds sign(x) ln(1 + |x|). */
  private String logarithm(String cells) {
    String above = graph.node("Add", graph.node("Abs", cells), graph.number(ElementType.DOUBLE, 1));
    return graph.node("Mul", graph.node("Sign", cells), graph.node("Log", above));
  }

  private String scaled(String cells, double[] center, double[] range) {
    String centered = graph.node("Sub", cells, graph.numbers(ElementType.DOUBLE, center));
    return graph.node("Div", centered, graph.numbers(ElementType.DOUBLE, range));
  }

  /** Adds s / sqrt(1 + s^2 / 9); NaN stays NaN, which limits need not keep. */
  private String bent(String s) {
    String near =
        graph.node(
            "Max",
            graph.node("Min", s, graph.number(ElementType.DOUBLE, FAR)),
            graph.number(ElementType.DOUBLE, -FAR));
    String ninth =
        graph.node("Div", graph.node("Mul", near, near), graph.number(ElementType.DOUBLE, 9));
    String root = graph.node("Sqrt", graph.node("Add", ninth, graph.number(ElementType.DOUBLE, 1)));
    return graph.node("Where", graph.node("IsNaN", s), s, graph.node("Div", near, root));
  }

  private String piecewise(ColumnPreparation part) {
    double[] counts = numbers(part, 0);
    double[] bounds = numbers(part, 1);
    int inputs = part.inputs();
    long[] cellOf = new long[inputs];
    double[] from = new double[inputs];
    double[] width = new double[inputs];
    double[] least = new double[inputs];
    double[] most = new double[inputs];
    int input = 0;
    int at = 0;
    for (int j = 0; j < counts.length; j++) {
      int bins = (int) counts[j] - 1;
      for (int t = 0; t < bins; t++, input++) {
        cellOf[input] = j;
        from[input] = bounds[at + t];
        width[input] = bounds[at + t + 1] - bounds[at + t];
        least[input] = t > 0 ? 0 : -PiecewiseLinear.FAR;
        most[input] = t < bins - 1 ? 1 : PiecewiseLinear.FAR;
      }
      at += bins + 1;
    }
    String x =
        graph.node(
            "Gather", List.of(cells(part), graph.integers(cellOf)), OnnxGraph.integer("axis", 1));
    String share = scaled(x, from, width);
    String limited =
        graph.node(
            "Max",
            graph.node("Min", share, graph.numbers(ElementType.DOUBLE, most)),
            graph.numbers(ElementType.DOUBLE, least));
    return graph.node(
        "Where", graph.node("IsNaN", x), graph.number(ElementType.DOUBLE, 0), limited);
  }

  private String oneHot(ColumnPreparation part) {
    double[] counts = numbers(part, 0);
    double[] codes = numbers(part, 1);
    List<String> columns = new ArrayList<>();
    int at = 0;
    for (int c = 0; c < counts.length; c++) {
      int end = at + (int) counts[c];
      columns.add(oneHot(part.columns().get(c), Arrays.copyOfRange(codes, at, end)));
      at = end;
    }
    return graph.concat(columns);
  }

  /** Adds the inputs of a column of categories; a place after the last stands for none. */
  private String oneHot(String column, double[] codes) {
    Encoding.Categories categories = (Encoding.Categories) features.get(column).encoding();
    long none = codes.length;
    long[] inputOf = new long[categories.other() + 2];
    Arrays.fill(inputOf, none);
    for (int i = 0; i < codes.length; i++) {
      inputOf[(int) codes[i] + 1] = i;
    }
    List<Long> places = Arrays.stream(inputOf, 1, categories.other() + 1).boxed().toList();
    String place = lookUp(column, categories, places, inputOf[categories.other() + 1], inputOf[0]);
    String hot =
        graph.node(
            "OneHot",
            place,
            graph.integers(none),
            graph.numbers(ElementType.FLOAT, new double[] {0, 1}));
    String flat = graph.node("Reshape", hot, graph.integers(0, none));
    return graph.cast(flat, ElementType.DOUBLE);
  }
}
