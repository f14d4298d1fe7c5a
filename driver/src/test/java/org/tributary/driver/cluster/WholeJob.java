package org.tributary.driver.cluster;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tributary.core.data.Block;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.KernelFactory;
import org.tributary.core.kernel.Precision;
import org.tributary.core.model.Columns;
import org.tributary.core.model.Model;
import org.tributary.core.model.Platform;
import org.tributary.core.model.Provenance;
import org.tributary.core.model.TrainingData;
import org.tributary.driver.config.JobReader;
import org.tributary.driver.dataset.DatasetPreparer;
import org.tributary.driver.dataset.LabelledRows;
import org.tributary.driver.dataset.PreparedData;
import org.tributary.driver.dataset.TestData;
import org.tributary.driver.dataset.UnreadableRows;
import org.tributary.driver.evaluation.Evaluator;
import org.tributary.driver.prediction.Predictions;
import org.tributary.driver.source.DataSource;
import org.tributary.driver.source.Sources;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.train.Trainer;
import org.tributary.driver.train.TrainingResult;

/**
 * Everything that a job sends over a cluster: rows, samples, blocks, sums, measurements, models and
 * predictions, in float32.
 */
final class WholeJob {
  private WholeJob() {}

  /** What is learned: one class, several yes-or-no labels, or several numbers. */
  enum Kind {
    CLASSES("label = kind, features = [a, b]", "softmax-cross-entropy"),
    LABELS("label = [p, q], features = [a, b]", "sigmoid-cross-entropy"),
    NUMBERS("label = [a, b], features = [p, q]", "identity-squared-error");

    private final String data;
    private final String output;

    Kind(String data, String output) {
      this.data = data;
      this.output = output;
    }

    private JobSpec job(Path csv) {
      return JobReader.read(
          """
          data { path = "%s", partitions = 6, blockRows = 8, holdout.fraction = 0.25, %s }
          network { hidden = [4], output = %s }
          train { epochs = 2, rounds = cluster }
          output.model = unused
          """
              .formatted(csv, data, output),
          "job.conf",
          List.of());
    }
  }

  /** What a job comes to; equal when every bit is. */
  record Result(
      Map<String, Double> holdout, Map<String, Double> evaluated, Model model, List<Row> rows) {}

  /** Writes rows for every kind of job. */
  static Path data(Path directory) {
    Random random = new Random(8);
    StringBuilder text = new StringBuilder("a,b,kind,p,q\n");
    for (int i = 0; i < 200; i++) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      String kind = a > b ? "over" : "under";
      text.append("%s,%s,%s,%d,%d%n".formatted(a, b, kind, a > 0 ? 1 : 0, a + b > 0 ? 1 : 0));
    }
    return TestData.write(directory.resolve("rows.csv"), text.toString());
  }

  /** Trains, evaluates on every row, and predicts for every row. */
  static Result run(SparkSession spark, Path csv, Kind kind) {
    JobSpec job = kind.job(csv);
    KernelFactory<float[]> kernels = KernelFactory.FLOAT32;
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    long seed = job.train().seed();
    try (PreparedData<float[]> data =
        DatasetPreparer.prepare(
            spark,
            job.data(),
            job.network().output().orElse(OutputLoss.SOFTMAX_CROSS_ENTROPY),
            kernels,
            seed)) {
      TrainingResult trained =
          new Trainer<>(context, data, job.network(), job.train(), List.of()).train();
      Model model = model(csv, data, trained);
      JavaRDD<Block<float[]>> blocks =
          LabelledRows.blocks(
              spark,
              DataSource.of(job.data()),
              job.data().columns(),
              model,
              kernels,
              new LabelledRows.Choice.All(),
              new UnreadableRows(job.data().unreadable()));
      Evaluator<float[]> evaluator =
          new Evaluator<>(
              context,
              blocks,
              kernels,
              LabelledRows.BLOCK_ROWS,
              model.topology(),
              model.columns().outcome());
      return new Result(
          trained.holdout().orElseThrow().metrics(),
          evaluator.at(model.theta()).metrics(),
          model,
          Predictions.of(spark, Sources.open(spark, csv.toString(), job.data().format()), model)
              .collectAsList());
    }
  }

  private static Model model(Path csv, PreparedData<float[]> data, TrainingResult trained) {
    return new Model(
        trained.layout().topology(),
        Precision.FLOAT32,
        trained.theta(),
        data.preparation(),
        new Columns(data.features(), data.outcome(), Optional.empty()),
        new Provenance(
            Instant.EPOCH,
            new TrainingData(csv.toString(), data.training().rows(), 0),
            1,
            trained.history().size(),
            "epochs",
            Map.of(),
            new Platform("tests", "17", "4.1.0", "any"),
            "{}",
            List.of()));
  }
}
