package org.tributary.driver.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.LossParameters;
import org.tributary.core.metrics.Metric;
import org.tributary.core.metrics.TaskKind;
import org.tributary.core.model.Model;
import org.tributary.core.model.Provenance;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;
import org.tributary.core.preparation.Feature;
import org.tributary.core.scoring.PredictionRule;
import org.tributary.driver.store.ModelStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tributary inspect}: describes a model without starting Spark. */
@Command(
    name = "inspect",
    description = "Describe a model: network, columns, weights and provenance.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class InspectCommand implements Callable<Integer> {
  private static final int SHOWN = 12;

  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's directory.")
  private String path;

  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description = "Settings of spark.hadoop.* for the file system of the model.")
  private List<String> settings = List.of();

  private final Terminal terminal = new Terminal(System.out, System.err);

  @Override
  public Integer call() {
    Model model = ModelStore.load(path, FileSystemSettings.only(settings));
    terminal.print("Model " + path);
    network(model);
    columns(model);
    weights(model);
    provenance(model);
    return ExitCode.OK.code();
  }

  private void network(Model model) {
    Topology topology = model.topology();
    line("network", topology.toString());
    String hidden =
        topology.hidden().stream()
            .map(layer -> layer.units() + " " + name(layer.activation()))
            .collect(Collectors.joining(", "));
    line("hidden layers", hidden.isEmpty() ? "none" : hidden);
    LossParameters parameters = topology.lossParameters();
    boolean plain = parameters.equals(LossParameters.none());
    line("output", name(topology.outputLoss()) + (plain ? "" : ", " + parameters));
    line("parameters", String.format(Locale.ROOT, "%,d", model.layout().size()));
    line("precision", name(model.precision()));
  }

  private void columns(Model model) {
    List<Feature> features = model.columns().features();
    line("features", features.size() + ": " + ColumnLines.kinds(features));
    Outcome outcome = model.columns().outcome();
    line("predicts", String.join(", ", outcome.columns()));
    if (outcome instanceof Outcome.Classes classes) {
      line("classes", classes.names().size() + ": " + some(classes.names()));
    }
    if (model.decision().temperature() != 1) {
      line("temperature", String.format(Locale.ROOT, "%.6g", model.decision().temperature()));
    }
    model
        .decision()
        .threshold()
        .ifPresent(
            threshold ->
                line(
                    "threshold",
                    String.format(Locale.ROOT, "%.6g for the second class", threshold)));
    model.columns().weight().ifPresent(weight -> line("sample weights", weight));
  }

  private void weights(Model model) {
    ParameterLayout layout = model.layout();
    double[] theta = model.theta();
    terminal.print(
        String.format(
            Locale.ROOT, "%n%10s %12s %12s %12s %12s", "", "shape", "root mean sq", "min", "max"));
    for (int l = 0; l < layout.layers(); l++) {
      double squares = 0;
      double min = Double.POSITIVE_INFINITY;
      double max = Double.NEGATIVE_INFINITY;
      int size = layout.rows(l) * layout.columns(l);
      for (int i = layout.offset(l); i < layout.offset(l) + size; i++) {
        squares += theta[i] * theta[i];
        min = Math.min(min, theta[i]);
        max = Math.max(max, theta[i]);
      }
      terminal.print(
          String.format(
              Locale.ROOT,
              "%10s %12s %12.4g %12.4g %12.4g",
              "Theta^(" + (l + 1) + ")",
              layout.rows(l) + " x " + layout.columns(l),
              Math.sqrt(squares / size),
              min,
              max));
    }
    terminal.print("");
  }

  private void provenance(Model model) {
    Provenance provenance = model.provenance();
    TaskKind kind =
        PredictionRule.taskKind(model.topology().outputLoss(), model.columns().outcome());
    line("trained", provenance.trained().toString());
    line(
        "training data",
        String.format(
            Locale.ROOT,
            "%s, %,d training rows, %,d hold-out rows",
            provenance.data().path(),
            provenance.data().trainingRows(),
            provenance.data().holdoutRows()));
    line("epochs", provenance.epochs() + ", stop reason: " + provenance.stopReason());
    line("seed", Long.toString(provenance.seed()));
    provenance
        .measures()
        .forEach(
            (name, value) -> {
              if (Metric.of(name).map(metric -> metric.isHeadline(kind)).orElse(true)) {
                line(name, String.format(Locale.ROOT, "%.6g", value));
              }
            });
    line(
        "trained with",
        "Tributary %s, Spark %s, Java %s"
            .formatted(
                provenance.platform().tributary(),
                provenance.platform().spark(),
                provenance.platform().java()));
    line("BLAS", provenance.platform().blas());
  }

  private void line(String what, String value) {
    terminal.print(String.format(Locale.ROOT, "  %-15s %s", what, value));
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String some(List<String> names) {
    String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    return names.size() > SHOWN ? shown + ", ..." : shown;
  }
}
