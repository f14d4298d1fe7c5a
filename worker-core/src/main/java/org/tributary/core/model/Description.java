package org.tributary.core.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.tributary.core.data.Outcome;
import org.tributary.core.data.TargetScale;
import org.tributary.core.function.LossParameters;
import org.tributary.core.kernel.Precision;
import org.tributary.core.network.Topology;
import org.tributary.core.preparation.Encoding;
import org.tributary.core.preparation.Feature;

/**
 * What {@code model.json} says: all of a model but its numbers, the digest of the file that holds
 * them, and a {@link Fingerprint} of both files.
 *
 * @param preparation the parts of the preparation, without their numbers
 * @param sha256 SHA-256 of the weights' file, in lower-case hexadecimal digits
 */
record Description(
    Topology topology,
    Precision precision,
    Columns columns,
    List<PreparationEntry> preparation,
    Provenance provenance,
    Decision decision,
    String sha256) {

  /** The format that this version writes, and the newest that it reads. */
  static final int FORMAT = 4;

  static Description of(Model model, String sha256) {
    return new Description(
        model.topology(),
        model.precision(),
        model.columns(),
        PreparationEntry.of(model.preparation()),
        model.provenance(),
        model.decision(),
        sha256);
  }

  /**
   * Reads {@code model.json}.
   *
   * @throws IllegalArgumentException with the reason, if it is anything but what {@link #json}
   *     writes
   */
  static Description parse(byte[] json) {
    return DescriptionReader.read(json);
  }

  /** Returns {@code model.json}: the same bytes for the same description. */
  byte[] json() {
    ObjectNode root = Json.object();
    root.put("format", FORMAT);
    root.put("fingerprint", Fingerprint.BLANK);
    root.put("tributary", provenance.platform().tributary());
    ObjectNode weights = root.putObject("weights");
    weights.put("file", ModelFiles.WEIGHTS);
    weights.put("sha256", sha256);
    root.put("precision", Json.name(precision));
    putTopology(root.putObject("topology"));
    putColumns(root);
    putPreparation(root.putArray("preparation"));
    putDecision(root);
    putProvenance(root.putObject("provenance"));
    putCurve(root.putArray("curve"));
    return Fingerprint.sign(Json.pretty(root));
  }

  private void putTopology(ObjectNode node) {
    node.put("inputs", topology.inputs());
    ArrayNode hidden = node.putArray("hidden");
    topology
        .hidden()
        .forEach(
            layer ->
                hidden
                    .addObject()
                    .put("units", layer.units())
                    .put("activation", Json.name(layer.activation())));
    node.put("outputs", topology.outputs());
    node.put("outputLoss", Json.name(topology.outputLoss()));
    if (topology.lossParameters() instanceof LossParameters.Huber huber) {
      node.put("huberDelta", huber.delta());
    } else if (topology.lossParameters() instanceof LossParameters.Quantiles quantiles) {
      quantiles.levels().forEach(node.putArray("quantiles")::add);
    }
  }

  private void putColumns(ObjectNode root) {
    ArrayNode features = root.putArray("features");
    for (Feature feature : columns.features()) {
      ObjectNode column = features.addObject();
      column.put("name", feature.name()).put("width", feature.width());
      column.put("kind", feature.encoding().id());
      if (feature.encoding() instanceof Encoding.Categories categories) {
        ArrayNode names = column.putArray("categories");
        categories.names().forEach(names::add);
      }
      if (!feature.elements().isEmpty()) {
        ArrayNode elements = column.putArray("elements");
        feature.elements().forEach(elements::add);
      }
    }
    ObjectNode outcome = root.putObject("outcome");
    if (columns.outcome() instanceof Outcome.Classes classes) {
      outcome.put("kind", "classes").put("column", classes.column());
      ArrayNode names = outcome.putArray("names");
      classes.names().forEach(names::add);
      outcome.put("outputs", classes.outputs());
    } else {
      outcome.put("kind", "numbers");
      ArrayNode names = outcome.putArray("columns");
      columns.outcome().columns().forEach(names::add);
      ArrayNode scales = outcome.putArray("scales");
      for (int k = 0; k < columns.outcome().outputs(); k++) {
        TargetScale scale = columns.outcome().scale(k);
        ObjectNode node = scales.addObject();
        node.put("mean", scale.mean()).put("deviation", scale.deviation());
        node.put("log", scale.log()).put("lower", scale.lower()).put("upper", scale.upper());
      }
    }
    root.put("weightColumn", columns.weight().orElse(null));
  }

  private void putPreparation(ArrayNode parts) {
    for (PreparationEntry entry : preparation) {
      ObjectNode part = parts.addObject();
      part.put("kind", entry.kind().id());
      ArrayNode names = part.putArray("columns");
      entry.columns().forEach(names::add);
      ObjectNode values = part.putObject("values");
      entry.texts().forEach((name, texts) -> texts.forEach(values.putArray(name)::add));
    }
  }

  private void putDecision(ObjectNode root) {
    if (!decision.equals(Decision.NONE)) {
      ObjectNode node = root.putObject("decision");
      node.put("temperature", decision.temperature());
      decision.threshold().ifPresent(threshold -> node.put("threshold", threshold));
    }
  }

  private void putProvenance(ObjectNode node) {
    node.put("trained", provenance.trained().toString());
    ObjectNode data =
        node.putObject("data")
            .put("path", provenance.data().path())
            .put("rowsTrained", provenance.data().trainingRows())
            .put("rowsHeldOut", provenance.data().holdoutRows());
    provenance.data().digest().ifPresent(digest -> data.put("digest", digest));
    node.put("seed", provenance.seed());
    node.put("epochs", provenance.epochs());
    node.put("stopReason", provenance.stopReason());
    ObjectNode measures = node.putObject("measures");
    for (Map.Entry<String, Double> measure : provenance.measures().entrySet()) {
      measures.put(measure.getKey(), measure.getValue());
    }
    node.putObject("platform")
        .put("java", provenance.platform().java())
        .put("spark", provenance.platform().spark())
        .put("blas", provenance.platform().blas());
    byte[] configuration = provenance.configuration().getBytes(StandardCharsets.UTF_8);
    node.set("configuration", Json.parse(configuration));
    if (!provenance.chain().links().isEmpty()) {
      ArrayNode chain = node.putArray("chain");
      for (ThetaChain.Link link : provenance.chain().links()) {
        chain.addObject().put("epoch", link.epoch()).put("sha256", link.sha256());
      }
    }
  }

  private void putCurve(ArrayNode curve) {
    for (CurvePoint point : provenance.curve()) {
      ObjectNode node = curve.addObject();
      node.put("epoch", point.epoch());
      node.put("loss", point.loss());
      node.put("gradientNorm", point.gradientNorm());
      if (point.score().isPresent()) {
        node.put("score", point.score().getAsDouble());
      }
    }
  }
}
