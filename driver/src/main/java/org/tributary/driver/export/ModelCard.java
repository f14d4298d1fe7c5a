package org.tributary.driver.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tributary.core.data.Outcome;
import org.tributary.core.metrics.Metric;
import org.tributary.core.model.CurvePoint;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelFiles;
import org.tributary.core.model.Provenance;
import org.tributary.core.model.ThetaChain;
import org.tributary.core.network.Topology;
import org.tributary.core.preparation.Encoding;
import org.tributary.core.preparation.Feature;
import org.tributary.core.scoring.PredictionRule;
import org.tributary.driver.evaluation.ColumnImportance;
import org.tributary.driver.evaluation.MetricInterval;
import org.tributary.driver.evaluation.ModelMeasurement;

/**
 * What a model is, for people, as Markdown: what it predicts, from what, how well, and how it came
 * to be. Everything in it is taken from the model, but for what was measured on data that was
 * given. After Mitchell et al., Model Cards for Model Reporting, 2019, whose sections on intended
 * use only the authors of a model can write.
 */
public final class ModelCard {
  private static final int SHOWN = 12;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Model model;
  private final StringBuilder text = new StringBuilder();

  private ModelCard(Model model) {
    this.model = model;
  }

  /**
   * Returns the card of a model.
   *
   * @param name of the model, such as its path
   */
  public static String of(String name, Model model) {
    return of(name, model, Optional.empty());
  }

  /**
   * Returns the card of a model that was measured.
   *
   * @param name of the model, such as its path
   */
  public static String of(String name, Model model, ModelMeasurement measurement) {
    return of(name, model, Optional.of(measurement));
  }

  private static String of(String name, Model model, Optional<ModelMeasurement> measurement) {
    ModelCard card = new ModelCard(model);
    card.line("# Model card: " + name);
    card.summary();
    card.data();
    card.columns();
    card.metrics();
    measurement.ifPresent(card::measured);
    card.training();
    card.chain();
    card.versions();
    card.configuration();
    return card.text.toString();
  }

  private void summary() {
    Topology topology = model.topology();
    Outcome outcome = model.columns().outcome();
    table("", "");
    row("predicts", String.join(", ", outcome.columns()));
    row("task", PredictionRule.taskKind(topology.outputLoss(), outcome).title());
    if (outcome instanceof Outcome.Classes classes) {
      row("classes", classes.names().size() + ": " + some(classes.names()));
    }
    row("network", topology.toString());
    row(
        "hidden layers",
        topology.hidden().stream()
            .map(layer -> layer.units() + " " + name(layer.activation()))
            .collect(Collectors.joining(", ")));
    row("output and loss", name(topology.outputLoss()));
    row("parameters", number(model.layout().size()));
    row("precision", name(model.precision()));
    if (model.decision().temperature() != 1) {
      row("temperature", format(model.decision().temperature()));
    }
    model.decision().threshold().ifPresent(t -> row("threshold", format(t)));
    row("fingerprint (SHA-256)", code(description().path("fingerprint").asText()));
    row("weights (SHA-256)", code(description().path("weights").path("sha256").asText()));
    line("");
  }

  private void data() {
    Provenance provenance = model.provenance();
    line("## Data");
    table("", "");
    row("source", code(provenance.data().path()));
    row("training rows", number(provenance.data().trainingRows()));
    row("hold-out rows", number(provenance.data().holdoutRows()));
    provenance.data().digest().ifPresent(digest -> row("digest of the rows", code(digest)));
    for (String key : List.of("holdout", "validation", "split", "resampling")) {
      JsonNode split = configured().path("data").path(key);
      if (!split.isMissingNode() && !split.isNull()) {
        row("data." + key, code(split.toString()));
      }
    }
    model.columns().weight().ifPresent(weight -> row("sample weights", code(weight)));
    line("");
  }

  private void columns() {
    line("## Columns");
    table("column", "kind", "categories or width", "may be missing");
    boolean[] takesMissing = model.preparation().takesMissing();
    boolean[] reads = model.preparation().reads();
    int cell = 0;
    for (Feature feature : model.columns().features()) {
      String size =
          feature.encoding() instanceof Encoding.Categories categories
              ? number(categories.names().size())
              : feature.width() == 1 ? "" : number(feature.width());
      row(
          code(feature.name()),
          feature.width() > 1 ? "vector" : feature.encoding().id(),
          size,
          reads[cell] ? takesMissing[cell] ? "yes" : "no" : "not used");
      cell += feature.width();
    }
    line("");
  }

  private void metrics() {
    line("## Metrics on the hold-out set");
    if (model.provenance().measures().isEmpty()) {
      line("There was no hold-out set.");
      line("");
      return;
    }
    table("metric", "value");
    model
        .provenance()
        .measures()
        .forEach(
            (name, value) -> row(Metric.of(name).map(Metric::title).orElse(name), format(value)));
    line("");
  }

  private void measured(ModelMeasurement measurement) {
    line("## Metrics on " + code(measurement.data()));
    line("");
    line(
        "%s rows. Intervals of %.0f %% by the bootstrap of groups of rows."
            .formatted(number(measurement.rows()), 100 * measurement.confidence()));
    table("metric", "value", "from", "to");
    for (MetricInterval interval : measurement.intervals()) {
      row(
          interval.metric().title(),
          format(interval.value()),
          format(interval.lower()),
          format(interval.upper()));
    }
    line("");
    line("## Importance of columns");
    line("");
    line(
        "The increase of the mean loss when a column's cells are exchanged between rows, on %s rows."
            .formatted(number(measurement.importanceRows())));
    table("column", "increase of the loss");
    measurement.importance().stream()
        .sorted(Comparator.comparingDouble(ColumnImportance::increase).reversed())
        .forEach(column -> row(code(column.name()), format(column.increase())));
    line("");
  }

  private void chain() {
    List<ThetaChain.Link> links = model.provenance().chain().links();
    if (links.isEmpty()) {
      return;
    }
    ThetaChain.Link last = links.get(links.size() - 1);
    line("## Hash chain");
    table("", "");
    row("hashes of the weights", number(links.size()));
    row("initial weights", code(links.get(0).sha256()));
    row("after epoch " + last.epoch(), code(last.sha256()));
    line("");
  }

  private void training() {
    Provenance provenance = model.provenance();
    line("## Training");
    table("", "");
    row("ended", provenance.trained().toString());
    row("epochs", number(provenance.epochs()));
    row("stop reason", provenance.stopReason());
    row("seed", Long.toString(provenance.seed()));
    List<CurvePoint> curve = provenance.curve();
    if (!curve.isEmpty()) {
      row(
          "loss at the first and last epoch",
          format(curve.get(0).loss()) + ", " + format(curve.get(curve.size() - 1).loss()));
    }
    line("");
  }

  private void versions() {
    line("## Versions");
    table("", "");
    row("Tributary", model.provenance().platform().tributary());
    row("Spark", model.provenance().platform().spark());
    row("Java", model.provenance().platform().java());
    row("matrix products", model.provenance().platform().blas());
    line("");
  }

  private void configuration() {
    line("## Configuration");
    line("");
    line("```json");
    line(configured().toPrettyString());
    line("```");
  }

  private JsonNode configured() {
    return parsed(model.provenance().configuration());
  }

  private JsonNode description() {
    return parsed(ModelFiles.of(model).description());
  }

  private static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot read the JSON of a model", e);
    }
  }

  private void table(String... heads) {
    line("");
    row(heads);
    line("|" + "---|".repeat(heads.length));
  }

  private void row(String... cells) {
    List<String> escaped = new ArrayList<>();
    for (String cell : cells) {
      escaped.add(cell.replace("\\", "\\\\").replace("|", "\\|").replace('\n', ' '));
    }
    line("| " + String.join(" | ", escaped) + " |");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private static String code(String value) {
    return "`" + value.replace('`', '\'') + "`";
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String format(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }

  private static String some(List<String> names) {
    String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    return names.size() > SHOWN ? shown + ", ..." : shown;
  }
}
