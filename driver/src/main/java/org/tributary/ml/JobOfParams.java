package org.tributary.ml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tributary.driver.config.ConfiguredJob;
import org.tributary.driver.config.EffectiveConfiguration;
import org.tributary.driver.config.JobReader;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.JobSpec;

/**
 * The job that parameters describe: the settings of a configuration, read by the same reader.
 *
 * <p>Parameters that are not set follow {@code preset}: with {@code spark} they have the defaults
 * of Spark's class, else those of a job with that {@code train.preset}.
 */
final class JobOfParams {
  /** What messages and models call the rows. */
  static final String DATA = "DataFrame";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ModelParams params;
  private final Map<String, Object> settings = new LinkedHashMap<>();

  /** The keys that parameters set, with the names of these, for messages. */
  private final Map<String, String> names = new LinkedHashMap<>();

  private JobOfParams(ModelParams params) {
    this.params = params;
  }

  /**
   * Reads the parameters of an estimator.
   *
   * @param uid names the model
   * @param output the value of {@code network.output}
   * @param hidden the sizes of the hidden layers, if they are set
   * @throws IllegalArgumentException naming the parameters that do not go together
   */
  static ConfiguredJob of(ModelParams params, String uid, String output, Optional<int[]> hidden) {
    JobOfParams job = new JobOfParams(params);
    job.data(uid);
    job.network(output, hidden);
    job.training();
    job.solver();
    return job.read();
  }

  /** Reads a job of few settings, which loads the classes that the first reading of any takes. */
  static void load() {
    JobReader.configured(
        """
        data.path = data, data.format = parquet, data.label = [label], data.features = [features]
        network.hidden = [1], network.output = softmax-cross-entropy, output.model = model
        """,
        "parameters",
        List.of());
  }

  private void data(String uid) {
    settings.put("data.path", DATA);
    settings.put("data.format", "parquet");
    settings.put("data.label", List.of(params.labelCol()));
    settings.put("data.features", params.features());
    params.text("weightCol").ifPresent(name -> settings.put("data.weight", name));
    set("blockSize", "data.blockRows");
    params
        .value("standardization")
        .ifPresent(standard -> put("standardization", "data.scaling", name((Boolean) standard)));
    if (params.hasSparksDefaults() && !params.isByColumns()) {
      settings.put("data.missing.numbers", "refuse");
      settings.put("data.missing.indicator", false);
    }
    if (params.text("validationIndicatorCol").isPresent()) {
      settings.put("data.holdout.path", DATA + " (validation)");
      settings.put("data.validation.fraction", 0);
    }
    settings.put("output.model", uid);
  }

  private static String name(boolean standard) {
    return standard ? "standard" : "none";
  }

  private void network(String output, Optional<int[]> hidden) {
    settings.put("network.output", output);
    hidden.ifPresent(
        sizes ->
            put(
                params.isSet("layers") ? "layers" : "hiddenLayers",
                "network.hidden",
                Arrays.stream(sizes).boxed().toList()));
    if (hidden.isEmpty() || hidden.get().length > 0) {
      value("hiddenActivation", "network.activation");
    }
  }

  private void training() {
    settings.put("train.preset", params.hasSparksDefaults() ? "plain" : params.preset());
    value("seed", "train.seed");
    value("maxIter", "train.epochs");
    params
        .value("tol")
        .ifPresent(tol -> put("tol", "train.stop.improvement", Math.min(1, (Double) tol)));
    value("precision", "train.precision");
    set("dropout", "train.dropout");
    if (params.owner().hasParam("labelSmoothing")) {
      set("labelSmoothing", "train.labelSmoothing");
    }
    if (params.isSet("patience") && params.owner().getPatience() > 0) {
      if (params.text("validationIndicatorCol").isEmpty() && !params.preset().equals("table")) {
        throw new IllegalArgumentException(
            "Invalid patience: %d (expected 0 without validation rows; set validationIndicatorCol)"
                .formatted(params.owner().getPatience()));
      }
      set("patience", "train.stop.patience");
      settings.put("train.stop.monitor", "loss");
    }
    params
        .set("aggregationDepth")
        .ifPresent(
            depth -> {
              settings.put("train.aggregation.mode", "tree");
              put("aggregationDepth", "train.aggregation.depth", depth);
            });
    double strength = (Double) params.set("regParam").orElse(0.0);
    if (strength > 0) {
      double l1 = (Double) params.set("elasticNetParam").orElse(0.0);
      put("regParam", "train.l2", strength * (1 - l1));
      put("elasticNetParam", "train.l1", strength * l1);
    }
  }

  private void solver() {
    Optional<String> solver = params.value("solver").map(Object::toString);
    boolean shards = params.isSet("numShards");
    boolean batch = params.isSet("batchSize");
    if (solver.isPresent()) {
      String name = solver.get();
      boolean quasiNewton = name.equals(TrainingParams.LBFGS);
      refuse(quasiNewton && batch, "batchSize", name, "adam, adamw, local-sgd or gd");
      refuse(quasiNewton && shards, "numShards", name, "adam, adamw or local-sgd");
      boolean l1 = settings.get("train.l1") instanceof Double strength && strength > 0;
      put("solver", "train.optimizer.name", optimizer(name, l1));
      boolean local = shards || name.equals(TrainingParams.LOCAL_SGD);
      boolean full = quasiNewton || (name.equals(TrainingParams.GD) && !batch);
      settings.put(
          "train.strategy.name", local ? "local-steps" : full ? "full-batch" : "mini-batch");
      boolean plainSteps = name.equals(TrainingParams.GD) || name.equals(TrainingParams.LOCAL_SGD);
      Optional<Object> rate = plainSteps ? params.value("stepSize") : params.set("stepSize");
      if (!quasiNewton) {
        rate.ifPresent(step -> put("stepSize", "train.optimizer.learningRate", step));
      }
    } else {
      set("stepSize", "train.optimizer.learningRate");
      if (shards) {
        settings.put("train.strategy.name", "local-steps");
      }
    }
    set("batchSize", "train.strategy.batch");
    set("numShards", "train.strategy.shards");
  }

  private static String optimizer(String solver, boolean l1) {
    return switch (solver) {
      case TrainingParams.LBFGS -> l1 ? "owlqn" : "lbfgs";
      case TrainingParams.GD, TrainingParams.LOCAL_SGD -> "gradient-descent";
      default -> solver;
    };
  }

  private void refuse(boolean refused, String param, String solver, String others) {
    if (refused) {
      throw new IllegalArgumentException(
          "Invalid %s: %s (expected none with solver %s, which takes all rows; set solver to %s)"
              .formatted(param, params.set(param).orElseThrow(), solver, others));
    }
  }

  private void value(String param, String key) {
    params.value(param).ifPresent(value -> put(param, key, value));
  }

  private void set(String param, String key) {
    params.set(param).ifPresent(value -> put(param, key, value));
  }

  private void put(String param, String key, Object value) {
    settings.put(key, value);
    names.put(key, param);
  }

  private ConfiguredJob read() {
    StringBuilder text = new StringBuilder();
    settings.forEach(
        (key, value) -> text.append(key).append(" = ").append(json(value)).append('\n'));
    try {
      return JobReader.configured(text.toString(), "parameters", List.of());
    } catch (InvalidConfiguration e) {
      throw new IllegalArgumentException(inParameters(String.join("; ", e.problems())), e);
    }
  }

  /** Returns a message about settings in the names of the parameters. */
  private String inParameters(String message) {
    String[] text = {message.replaceAll(" \\(parameters:\\d+\\)", "")};
    names.forEach((key, param) -> text[0] = text[0].replace(key, param));
    return text[0];
  }

  private static String json(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new AssertionError("Text, numbers and lists can always be written", e);
    }
  }

  /** Returns the configuration that a model keeps, with what the data decided. */
  static String kept(ConfiguredJob job, JobSpec decided) {
    ConfiguredJob with = job.decided(decided);
    Map<String, Object> settings = new HashMap<>(with.settings());
    settings.put("train.l1", decided.train().penalty().l1());
    settings.put("train.l2", decided.train().penalty().l2());
    return EffectiveConfiguration.json(new ConfiguredJob(decided, settings));
  }
}
