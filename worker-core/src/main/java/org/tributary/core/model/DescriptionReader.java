package org.tributary.core.model;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tributary.core.data.Outcome;
import org.tributary.core.data.TargetScale;
import org.tributary.core.function.Activation;
import org.tributary.core.function.LossParameters;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Precision;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.Topology;
import org.tributary.core.preparation.Encoding;
import org.tributary.core.preparation.Feature;
import org.tributary.core.preparation.PreparationKind;
import org.tributary.core.preparation.RowLayout;

/** Reads {@code model.json} key by key; the counterpart of {@link Description#json}. */
final class DescriptionReader {
  private DescriptionReader() {}

  /**
   * Reads the bytes of {@code model.json}. The format is checked first, so that a model of another
   * version is reported as such; then the fingerprint, so that nothing is taken from an edited
   * file.
   *
   * @throws IllegalArgumentException with the reason
   */
  static Description read(byte[] json) {
    StrictObject root = new StrictObject("", Json.parse(json));
    requireFormat(root);
    Fingerprint.require(json, root.text("fingerprint"));
    String tributary = root.text("tributary");
    StrictObject weights = root.object("weights");
    String file = weights.text("file");
    if (!file.equals(ModelFiles.WEIGHTS)) {
      throw new IllegalArgumentException(
          "weights.file is " + file + " (expected " + ModelFiles.WEIGHTS + ")");
    }
    String sha256 = weights.text("sha256");
    weights.close();
    Topology topology = topology(root.object("topology"));
    Precision precision = root.constant("precision", Precision.class);
    Columns columns = columns(root);
    Description description =
        new Description(
            topology,
            precision,
            columns,
            preparation(root.objects("preparation"), columns, tributary),
            provenance(root, tributary),
            decision(root),
            sha256);
    root.close();
    return description;
  }

  private static void requireFormat(StrictObject root) {
    int format = root.integer("format");
    if (format > Description.FORMAT) {
      throw new IllegalArgumentException(
          "format %d is newer than this Tributary reads (%d); use the version that wrote it, or a newer one"
              .formatted(format, Description.FORMAT));
    }
    if (format < Description.FORMAT) {
      throw new IllegalArgumentException(
          "format %d is older than this Tributary reads (%d); train the model again with this version"
              .formatted(format, Description.FORMAT));
    }
  }

  private static Topology topology(StrictObject node) {
    int inputs = node.integer("inputs");
    List<HiddenLayer> hidden = new ArrayList<>();
    for (StrictObject layer : node.objects("hidden")) {
      hidden.add(
          new HiddenLayer(layer.integer("units"), layer.constant("activation", Activation.class)));
      layer.close();
    }
    int outputs = node.integer("outputs");
    OutputLoss loss = node.constant("outputLoss", OutputLoss.class);
    Topology topology = new Topology(inputs, hidden, outputs, loss, parameters(node, loss));
    node.close();
    return topology;
  }

  private static LossParameters parameters(StrictObject node, OutputLoss loss) {
    return switch (loss) {
      case IDENTITY_HUBER -> new LossParameters.Huber(node.number("huberDelta"));
      case QUANTILES_PINBALL -> new LossParameters.Quantiles(node.numbers("quantiles"));
      case SOFTMAX_CROSS_ENTROPY,
          SIGMOID_CROSS_ENTROPY,
          IDENTITY_SQUARED_ERROR,
          SIGMOID_SQUARED_ERROR,
          IDENTITY_ABSOLUTE_ERROR,
          EXPONENTIAL_POISSON ->
          LossParameters.none();
    };
  }

  private static Columns columns(StrictObject root) {
    List<Feature> features = new ArrayList<>();
    for (StrictObject feature : root.objects("features")) {
      features.add(
          new Feature(
              feature.text("name"),
              feature.integer("width"),
              encoding(feature),
              feature.has("elements") ? feature.texts("elements") : List.of()));
      feature.close();
    }
    return new Columns(
        features, outcome(root.object("outcome")), root.optionalText("weightColumn"));
  }

  private static Encoding encoding(StrictObject feature) {
    String kind = feature.text("kind");
    if (kind.equals("category")) {
      return new Encoding.Categories(feature.texts("categories"));
    }
    return Arrays.stream(Encoding.Plain.values())
        .filter(plain -> plain.id().equals(kind))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s is of the kind %s (expected number, boolean, date or category)"
                        .formatted(feature.place(), Json.shown(kind))));
  }

  private static Outcome outcome(StrictObject node) {
    String kind = node.text("kind");
    Outcome outcome =
        switch (kind) {
          case "classes" ->
              new Outcome.Classes(
                  node.text("column"), node.texts("names"), node.integer("outputs"));
          case "numbers" -> new Outcome.Numbers(node.texts("columns"), scales(node));
          default ->
              throw new IllegalArgumentException(
                  "outcome.kind is " + Json.shown(kind) + " (expected classes or numbers)");
        };
    node.close();
    return outcome;
  }

  private static List<TargetScale> scales(StrictObject outcome) {
    List<TargetScale> scales = new ArrayList<>();
    for (StrictObject node : outcome.objects("scales")) {
      scales.add(
          new TargetScale(
              node.number("mean"),
              node.number("deviation"),
              node.bool("log"),
              node.number("lower"),
              node.number("upper")));
      node.close();
    }
    return scales;
  }

  private static List<PreparationEntry> preparation(
      List<StrictObject> parts, Columns columns, String tributary) {
    RowLayout layout = new RowLayout(columns.features());
    List<PreparationEntry> entries = new ArrayList<>();
    for (StrictObject part : parts) {
      String place = "preparation[" + entries.size() + "]";
      // The kind comes first: nothing is known of the columns and values of an unknown one.
      PreparationKind kind = kind(place, part.text("kind"), tributary);
      List<String> names = part.texts("columns");
      try {
        layout.requireColumns(names);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(place + ".columns: " + e.getMessage(), e);
      }
      StrictObject values = part.object("values");
      Map<String, List<String>> texts = new LinkedHashMap<>();
      kind.texts().forEach(name -> texts.put(name, values.texts(name)));
      values.close();
      part.close();
      entries.add(new PreparationEntry(kind, names, texts));
    }
    return entries;
  }

  private static PreparationKind kind(String place, String id, String tributary) {
    return PreparationKind.of(id)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s.kind is %s (expected %s); the model was written by Tributary %s: read it with that version or a newer one"
                        .formatted(
                            place,
                            Json.shown(id),
                            PreparationKind.known(),
                            Json.shown(tributary))));
  }

  private static Decision decision(StrictObject root) {
    if (!root.remaining().contains("decision")) {
      return Decision.NONE;
    }
    StrictObject node = root.object("decision");
    double temperature = node.number("temperature");
    OptionalDouble threshold =
        node.remaining().contains("threshold")
            ? OptionalDouble.of(node.number("threshold"))
            : OptionalDouble.empty();
    node.close();
    return new Decision(temperature, threshold);
  }

  private static Provenance provenance(StrictObject root, String tributary) {
    StrictObject node = root.object("provenance");
    Provenance provenance =
        new Provenance(
            instant(node.text("trained")),
            data(node.object("data")),
            node.longInteger("seed"),
            node.integer("epochs"),
            node.text("stopReason"),
            measures(node.object("measures")),
            platform(node.object("platform"), tributary),
            Json.compact(node.tree("configuration")),
            curve(root.objects("curve")),
            chain(node));
    node.close();
    return provenance;
  }

  private static ThetaChain chain(StrictObject provenance) {
    if (!provenance.remaining().contains("chain")) {
      return ThetaChain.NONE;
    }
    List<ThetaChain.Link> links = new ArrayList<>();
    for (StrictObject link : provenance.objects("chain")) {
      links.add(new ThetaChain.Link(link.integer("epoch"), link.text("sha256")));
      link.close();
    }
    return new ThetaChain(links);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "provenance.trained is " + text + " (expected such as 2026-01-31T12:00:00Z)", e);
    }
  }

  private static TrainingData data(StrictObject node) {
    TrainingData data =
        new TrainingData(
            node.text("path"),
            node.longInteger("rowsTrained"),
            node.longInteger("rowsHeldOut"),
            node.remaining().contains("digest")
                ? Optional.of(node.text("digest"))
                : Optional.empty());
    node.close();
    return data;
  }

  private static Map<String, Double> measures(StrictObject node) {
    Map<String, Double> measures = new LinkedHashMap<>();
    node.remaining().forEach(name -> measures.put(name, node.number(name)));
    return measures;
  }

  private static Platform platform(StrictObject node, String tributary) {
    Platform platform =
        new Platform(tributary, node.text("java"), node.text("spark"), node.text("blas"));
    node.close();
    return platform;
  }

  private static List<CurvePoint> curve(List<StrictObject> nodes) {
    List<CurvePoint> curve = new ArrayList<>();
    for (StrictObject node : nodes) {
      curve.add(
          new CurvePoint(
              node.integer("epoch"),
              node.number("loss"),
              node.number("gradientNorm"),
              node.remaining().contains("score")
                  ? OptionalDouble.of(node.number("score"))
                  : OptionalDouble.empty()));
      node.close();
    }
    return curve;
  }
}
