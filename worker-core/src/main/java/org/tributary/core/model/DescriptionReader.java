package org.tributary.core.model;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Precision;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.Topology;

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
    Description description =
        new Description(
            topology(root.object("topology")),
            root.constant("precision", Precision.class),
            columns(root),
            provenance(root, tributary),
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
    Topology topology =
        new Topology(
            inputs, hidden, node.integer("outputs"), node.constant("outputLoss", OutputLoss.class));
    node.close();
    return topology;
  }

  private static Columns columns(StrictObject root) {
    List<Feature> features = new ArrayList<>();
    for (StrictObject feature : root.objects("features")) {
      features.add(new Feature(feature.text("name"), feature.integer("width")));
      feature.close();
    }
    return new Columns(
        features, outcome(root.object("outcome")), root.optionalText("weightColumn"));
  }

  private static Outcome outcome(StrictObject node) {
    String kind = node.text("kind");
    Outcome outcome =
        switch (kind) {
          case "classes" ->
              new Outcome.Classes(
                  node.text("column"), node.texts("names"), node.integer("outputs"));
          case "numbers" -> new Outcome.Numbers(node.texts("columns"));
          default ->
              throw new IllegalArgumentException(
                  "outcome.kind is " + kind + " (expected classes or numbers)");
        };
    node.close();
    return outcome;
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
            curve(root.objects("curve")));
    node.close();
    return provenance;
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
            node.text("path"), node.longInteger("rowsTrained"), node.longInteger("rowsHeldOut"));
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
