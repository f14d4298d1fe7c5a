package org.tributary.driver.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.tributary.core.data.Block;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.model.Model;
import org.tributary.driver.samples.LabelledRows;
import org.tributary.driver.samples.LabelledRows.Choice;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.store.ModelStore;
import org.tributary.driver.train.Evaluation;
import org.tributary.driver.train.Evaluator;
import org.tributary.driver.watch.JobName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tributary evaluate}: measures a model on data. */
@Command(
    name = "evaluate",
    description = "Measure a model on data whose truth is known.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class EvaluateCommand implements Callable<Integer> {
  /** Which rows to measure on. */
  enum Rows {
    /** Every row. */
    ALL("all"),
    /** The rows that training held out, of the data that it was given. */
    HELD_OUT("held-out"),
    /** The rows that it trained on, of the data that it was given. */
    TRAINED("trained");

    private final String word;

    Rows(String word) {
      this.word = word;
    }

    /** Returns the word for it on the command line. */
    @Override
    public String toString() {
      return word;
    }
  }

  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's directory.")
  private String path;

  @Parameters(index = "1", paramLabel = "DATA", description = "File or directory of the data.")
  private String data;

  @Parameters(
      index = "2..*",
      paramLabel = "KEY=VALUE",
      description =
          "Settings of data.*, job.* and spark.* that replace those of the training; KEY= unsets"
              + " one.")
  private List<String> settings = List.of();

  @Option(
      names = "--rows",
      defaultValue = "all",
      description = {
        "Which rows: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
        "held-out and trained choose as data.holdout.fraction did when the model was trained."
      })
  private Rows rows;

  @Option(names = "--json", description = "End with one line of JSON.")
  private boolean json;

  private final Terminal terminal = new Terminal(System.out, System.err);

  @Override
  public Integer call() throws IOException {
    Instant begin = Instant.now();
    Model model = ModelStore.load(path, Sessions.fileSystems(settings));
    JobSpec job = Jobs.ofModel(model, data, settings);
    Choice choice = choice(job);
    KernelFactory<?> kernels = KernelFactory.of(model.precision());
    Evaluation evaluation =
        Sessions.during(
            "tributary evaluate " + path,
            job,
            settings,
            terminal,
            spark -> evaluate(spark, job.data(), model, kernels, choice));
    terminal.print(String.format(Locale.ROOT, "%s on %s (%s rows)%n", path, data, rows));
    terminal.print(Reports.of(evaluation, model.columns().outcome()));
    if (json) {
      JsonLine line = new JsonLine().with("command", "evaluate");
      evaluation.measures().forEach(line::with);
      Duration elapsed = Duration.between(begin, Instant.now());
      terminal.print(
          line.with("seconds", elapsed.toNanos() / 1e9)
              .with("model", path)
              .with("data", data)
              .render());
    }
    return ExitCode.OK.code();
  }

  private Choice choice(JobSpec job) {
    if (rows == Rows.ALL) {
      return new Choice.All();
    }
    if (job.data().holdout() instanceof HoldoutSpec.Fraction share) {
      Choice.Part part = rows == Rows.TRAINED ? Choice.Part.TRAINED : Choice.Part.HELD_OUT;
      return new Choice.OfHoldout(job.train().seed(), share.fraction(), part);
    }
    throw new InvalidConfiguration(
        List.of(
            "Cannot choose the rows %s: the model %s was trained without data.holdout.fraction"
                .formatted(rows, path)));
  }

  private static <A> Evaluation evaluate(
      SparkSession spark, DataSpec data, Model model, KernelFactory<A> kernels, Choice choice) {
    JavaRDD<Block<A>> blocks =
        LabelledRows.blocks(
            spark, data.path(), data.format(), data.columns(), model, kernels, choice);
    Evaluator<A> evaluator =
        new Evaluator<>(
            JavaSparkContext.fromSparkContext(spark.sparkContext()),
            blocks,
            kernels,
            LabelledRows.blockRows(model.topology()),
            model.topology(),
            model.columns().outcome());
    return JobName.during(
        spark.sparkContext(),
        "the measurement on " + data.path(),
        () -> evaluator.at(model.theta()));
  }
}
