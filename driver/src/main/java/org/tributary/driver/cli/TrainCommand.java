package org.tributary.driver.cli;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.tributary.core.gemm.Blas;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.model.Columns;
import org.tributary.core.model.CurvePoint;
import org.tributary.core.model.Model;
import org.tributary.core.model.Platform;
import org.tributary.core.model.Provenance;
import org.tributary.core.model.TrainingData;
import org.tributary.driver.config.DataSpec;
import org.tributary.driver.config.EffectiveConfiguration;
import org.tributary.driver.config.HoldoutSpec;
import org.tributary.driver.config.JobSpec;
import org.tributary.driver.config.StrategySpec;
import org.tributary.driver.data.Sources;
import org.tributary.driver.redaction.Credentials;
import org.tributary.driver.samples.PreparedData;
import org.tributary.driver.samples.Samples;
import org.tributary.driver.store.Input;
import org.tributary.driver.store.ModelStore;
import org.tributary.driver.train.Divisions;
import org.tributary.driver.train.EpochEnd;
import org.tributary.driver.train.Evaluation;
import org.tributary.driver.train.RoomToTrain;
import org.tributary.driver.train.Trainer;
import org.tributary.driver.train.TrainingResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tributary train}: trains a network and writes its model. */
@Command(
    name = "train",
    description = "Train a network as a configuration says, and write its model.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class TrainCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "CONF", description = "The configuration, a HOCON file.")
  private String file;

  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description =
          "Settings that replace those of the file, such as train.epochs=50; KEY= unsets one.")
  private List<String> overrides = List.of();

  @Option(names = "--json", description = "End with one line of JSON.")
  private boolean json;

  private final Terminal terminal = new Terminal(System.out, System.err);

  @Override
  public Integer call() throws IOException {
    Instant begin = Instant.now();
    JobSpec job = Jobs.read(file, overrides);
    RoomToTrain.requireHiddenLayers(job);
    ExitCode code =
        Sessions.during(
            "tributary train " + file,
            job,
            overrides,
            terminal,
            spark -> {
              Configuration files = spark.sparkContext().hadoopConfiguration();
              ModelStore.requireWritable(
                  job.output().model(), job.output().existing(), inputs(job.data(), files), files);
              train(spark, job, KernelFactory.of(job.train().precision()), begin);
              return ExitCode.OK;
            });
    return code.code();
  }

  private <A> void train(SparkSession spark, JobSpec job, KernelFactory<A> kernels, Instant begin) {
    long seed = job.train().seed();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    try (PreparedData<A> data =
            terminal.during(
                "Reading " + job.data().path() + " ...",
                () ->
                    Samples.prepare(
                        spark,
                        job.data(),
                        job.network().output(),
                        kernels,
                        seed,
                        Divisions.of(job.train().strategy()),
                        RoomToTrain.of(job, context)));
        ProgressLine progress = new ProgressLine(terminal)) {
      introduce(job, data);
      TrainingResult result =
          new Trainer<>(
                  context,
                  data,
                  job.network(),
                  job.train(),
                  List.of(new LearningCurve(terminal), progress))
              .train();
      Model model = model(spark, decided(job, data), data, result);
      ModelStore.saveOrRescue(
          model,
          job.output().model(),
          job.output().existing(),
          spark.sparkContext().hadoopConfiguration(),
          ScratchDirectories.of(spark.sparkContext().conf()));
      report(job, data, result);
      if (json) {
        terminal.print(jsonLine(job, data, result, begin));
      }
    }
  }

  /** Returns what the job reads, which its model must not overwrite. */
  private List<Input> inputs(DataSpec data, Configuration files) {
    List<Input> inputs = new ArrayList<>();
    inputs.add(new Input("data.path", Sources.paths(files, data.path())));
    if (data.holdout() instanceof HoldoutSpec.Path holdout) {
      inputs.add(new Input("data.holdout.path", Sources.paths(files, holdout.path())));
    }
    inputs.add(new Input("the configuration", List.of(new Path(file))));
    return inputs;
  }

  /** Returns the job with what the data decided, so that it can be repeated on other partitions. */
  private static JobSpec decided(JobSpec job, PreparedData<?> data) {
    return job.train().strategy() instanceof StrategySpec.LocalSteps local
        ? job.withTrain(job.train().withStrategy(local.withShards(data.training().range().units())))
        : job;
  }

  private void introduce(JobSpec job, PreparedData<?> data) {
    terminal.print(
        String.format(
            Locale.ROOT,
            "%s: %,d rows to train on, %,d held out, %d partitions, %s, matrix products by %s",
            job.data().path(),
            data.training().rows(),
            heldOutRows(data),
            data.training().rdd().getNumPartitions(),
            job.train().precision().name().toLowerCase(Locale.ROOT),
            Blas.chosen().name().toLowerCase(Locale.ROOT)));
  }

  private static long heldOutRows(PreparedData<?> data) {
    return data.heldOut().map(blocks -> blocks.rows()).orElse(0L);
  }

  private void report(JobSpec job, PreparedData<?> data, TrainingResult result) {
    terminal.print("");
    terminal.print(
        String.format(
            Locale.ROOT,
            "Stopped after epoch %d in %.1f s: %s.",
            epochs(result),
            seconds(result.elapsed()),
            result.stopReason().sentence()));
    if (result.epoch() != epochs(result)) {
      terminal.print("The weights are those of epoch " + result.epoch() + ", which measured best.");
    }
    terminal.print("");
    terminal.print(
        result
            .heldOut()
            .map(measured -> Reports.of(measured, data.outcome()))
            .orElse(
                """
                No rows were held out, so the network was measured on none. To measure it,
                train with data.holdout.fraction=0.2 or with data.holdout.path, or run
                  tributary evaluate %s DATA
                """
                    .formatted(job.output().model())));
    terminal.print("Model: " + job.output().model());
  }

  private static int epochs(TrainingResult result) {
    return result.last().map(EpochEnd::epoch).orElse(0);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static Model model(
      SparkSession spark, JobSpec job, PreparedData<?> data, TrainingResult result) {
    Map<String, Double> measures = new LinkedHashMap<>();
    result.last().ifPresent(last -> measures.put("trainingLoss", last.loss()));
    result.heldOut().ifPresent(measured -> measures.putAll(measured.measures()));
    Provenance provenance =
        new Provenance(
            Instant.now(),
            new TrainingData(
                Credentials.hidden(job.data().path()), data.training().rows(), heldOutRows(data)),
            job.train().seed(),
            epochs(result),
            result.stopReason().name().toLowerCase(Locale.ROOT),
            measures,
            new Platform(
                Main.version(),
                System.getProperty("java.version"),
                spark.version(),
                Blas.description()),
            ConfigFactory.parseString(EffectiveConfiguration.render(job))
                .root()
                .render(ConfigRenderOptions.concise()),
            result.history().stream().map(TrainCommand::curvePoint).toList());
    return new Model(
        result.layout().topology(),
        job.train().precision(),
        result.theta(),
        data.standardization(),
        new Columns(data.features(), data.outcome(), job.data().columns().weight()),
        provenance);
  }

  private static CurvePoint curvePoint(EpochEnd end) {
    Optional<Evaluation> heldOut = end.heldOut();
    OptionalDouble score =
        heldOut.isPresent() ? OptionalDouble.of(heldOut.get().score()) : OptionalDouble.empty();
    return new CurvePoint(end.epoch(), end.loss(), end.gradientNorm(), score);
  }

  private static Map<String, Object> jsonPoint(EpochEnd end) {
    JsonLine point = new JsonLine().with("epoch", end.epoch()).with("loss", end.loss());
    end.heldOut().ifPresent(measured -> point.with("score", measured.score()));
    return point
        .with("samplesPerSecond", end.samplesPerSecond())
        .with("roundSeconds", end.training().toNanos() / 1e9)
        .fields();
  }

  private static String jsonLine(
      JobSpec job, PreparedData<?> data, TrainingResult result, Instant begin) {
    JsonLine line = new JsonLine().with("command", "train");
    result.heldOut().ifPresent(measured -> measured.measures().forEach(line::with));
    return line.with("trainingLoss", result.last().map(EpochEnd::loss).orElse(Double.NaN))
        .with("epochs", epochs(result))
        .with("bestEpoch", result.epoch())
        .with("rounds", result.last().map(EpochEnd::rounds).orElse(0L))
        .with("stopReason", result.stopReason().name().toLowerCase(Locale.ROOT))
        .with("rowsTrained", data.training().rows())
        .with("rowsHeldOut", heldOutRows(data))
        .with("trainSeconds", seconds(result.elapsed()))
        .with("curve", result.history().stream().map(TrainCommand::jsonPoint).toList())
        .with("seconds", seconds(Duration.between(begin, Instant.now())))
        .with("model", job.output().model())
        .render();
  }
}
