package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.driver.LocalSpark;

/** Every kind of output, of file, of optimizer and of stop, through the command line. */
class JobsOfEveryKindTest {
  @TempDir private Path directory;

  private Path file(String name) {
    return directory.resolve(name);
  }

  private static CommandResult train(Path job, String... overrides) {
    String[] args = new String[overrides.length + 3];
    args[0] = "train";
    args[1] = job.toString();
    args[2] = "--json";
    System.arraycopy(overrides, 0, args, 3, overrides.length);
    return CommandResult.of(args).well();
  }

  /** Predicts, and returns the files of the output as one. */
  private String predictions(Path data) throws IOException {
    String output = file("predictions").toString();
    CommandResult.of("predict", file("model").toString(), data.toString(), output).well();
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(Path.of(output))) {
      for (Path part : files.filter(file -> file.toString().endsWith(".csv")).sorted().toList()) {
        String lines = Files.readString(part);
        text.append(text.isEmpty() ? lines : lines.substring(lines.indexOf('\n') + 1));
      }
    }
    return text.toString();
  }

  @Test
  void regressionLearnsAPlane() throws IOException {
    Path data = TinyJobs.csv(file("plane.csv"), "a,b,y", 200, x -> "" + (3 * x[0] - x[1] + 5));
    Path job =
        TinyJobs.job(
            data,
            "data.label = y",
            "data.holdout.fraction = 0.25",
            "network.activation = identity",
            "network.output = identity-squared-error");
    CommandResult ran = train(job);
    // A network of identities can represent the plane, up to float32 rounding.
    assertThat(ran.json().get("r2").asDouble()).isGreaterThan(0.9999);
    assertThat(ran.out()).containsPattern("output +RMSE +MAE +R2 +rows");
    assertThat(predictions(data)).startsWith("a,b,y,prediction\n").hasLineCount(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "output = identity-absolute-error",
        "output = identity-huber",
        "output = identity-huber, huber.delta = 0.1",
        "output = quantiles-pinball, quantiles = 0.5"
      })
  void robustLossesLearnAPlaneInSpiteOfOutliers(String network) throws IOException {
    Path data =
        TinyJobs.csv(
            file("plane.csv"), "a,b,y", 200, x -> "" + (x[0] > 1.5 ? 500 : 3 * x[0] - x[1] + 5));
    Path job =
        TinyJobs.job(
            data,
            "data.label = y",
            "network { " + network + ", hidden = [], activation = null }",
            "train { epochs = 200, strategy { name = mini-batch, batch = 20 } }",
            "train { optimizer { name = adam, learningRate = 0.1 }, schedule.name = cosine }");
    train(job);
    // 3 a - b + 5 for the first rows, which are no outliers; the mean of all is near 40.
    List<double[]> rows = numbers(predictions(data));
    for (double[] row : rows.subList(0, 10)) {
      if (row[2] != 500) {
        // A third of the deviation of 3 a - b.
        assertThat(row[3]).isCloseTo(row[2], within(1.0));
      }
    }
    CommandResult.of("gradient-check", job.toString()).well();
  }

  /** Returns the rows of a CSV file of numbers, without its header. */
  private static List<double[]> numbers(String csv) {
    return csv.lines()
        .skip(1)
        .map(
            line ->
                Pattern.compile(",").splitAsStream(line).mapToDouble(Double::parseDouble).toArray())
        .toList();
  }

  @Test
  void poissonLearnsTheMeansOfCounts() throws IOException {
    // e^(1 + a/2), rounded: no noise, but integers.
    Path data =
        TinyJobs.csv(
            file("counts.csv"), "a,b,n", 200, x -> "" + Math.round(Math.exp(1 + x[0] / 2)));
    Path job =
        TinyJobs.job(
            data,
            "data { label = n, holdout.fraction = 0.25 }",
            "network { hidden = [], activation = null, output = exponential-poisson }");
    // Of squares of 2 to 100, those of roundings to 1/2 leave little.
    assertThat(train(job).json().get("r2").asDouble()).isGreaterThan(0.9);
    assertThat(numbers(predictions(data))).allSatisfy(row -> assertThat(row[3]).isPositive());
    CommandResult.of("gradient-check", job.toString()).well();
  }

  @Test
  void negativeCountsAreRefusedWithTheirRow() {
    Path data = TinyJobs.write(file("counts.csv"), "a,n\n1,2\n2,-1\n3,0\n");
    Path job = TinyJobs.job(data, "data.label = n", "network.output = exponential-poisson");
    CommandResult refused = CommandResult.of("train", job.toString());
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err())
        .contains(
            "counts.csv:3: the label column n is -1 (expected 0 or more for counts, with"
                + " network.output exponential-poisson)");
  }

  @Test
  void quantilesHaveAColumnEachAndNeverCross() throws IOException {
    Path data =
        TinyJobs.csv(file("noise.csv"), "a,b,y,z", 400, x -> x[0] + "," + (x[1] + 0.5 * x[0]));
    Path job =
        TinyJobs.job(
            data,
            "data { label = [y, z], features = [b], holdout.fraction = 0.25 }",
            "network { output = quantiles-pinball, quantiles = [0.1, 0.5, 0.9] }",
            "train.optimizer { name = adam, learningRate = 0.02 }",
            "train.strategy { name = mini-batch, batch = 32 }");
    CommandResult ran = train(job);
    assertThat(ran.out()).contains("y_q0.1", "y_q0.9", "z_q0.5");
    String predictions = predictions(data);
    assertThat(predictions)
        .startsWith(
            "a,b,y,z,prediction_y_q0.1,prediction_y_q0.5,prediction_y_q0.9,"
                + "prediction_z_q0.1,prediction_z_q0.5,prediction_z_q0.9\n");
    int below = 0;
    for (double[] cells : numbers(predictions)) {
      assertThat(Arrays.copyOfRange(cells, 4, 7)).isSorted();
      assertThat(Arrays.copyOfRange(cells, 7, 10)).isSorted();
      below += cells[2] <= cells[6] ? 1 : 0;
    }
    // y does not depend on b: nine tenths of 400 rows are below, with a deviation of 6 rows.
    assertThat(below).isBetween(330, 390);
    assertThat(CommandResult.of("inspect", file("model").toString()).well().out())
        .contains("quantiles-pinball, levels [0.1, 0.5, 0.9]");
    assertThat(CommandResult.of("evaluate", file("model").toString(), data.toString()).well().out())
        .contains("z_q0.9");
    CommandResult.of("gradient-check", job.toString()).well();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sigmoid-cross-entropy", "sigmoid-squared-error"})
  void oneSigmoidTellsTwoClasses(String output) throws IOException {
    Path data = TinyJobs.halves(file("halves.csv"));
    Path job =
        TinyJobs.job(
            data,
            "data.label = kind",
            "data.holdout.fraction = 0.25",
            "network.output = " + output);
    CommandResult ran = train(job);
    // The classes are linearly separable; of about 50 hold-out rows, 2 may be misclassified.
    assertThat(ran.json().get("accuracy").asDouble()).isGreaterThanOrEqualTo(0.95);
    assertThat(predictions(data))
        .startsWith("a,b,kind,prediction,probability_no,probability_yes\n")
        .hasLineCount(201);
    CommandResult.of("gradient-check", job.toString()).well();
  }

  @Test
  void balancedClassesFindMoreOfTheRareOne() throws IOException {
    // About one row in twelve is yes, and its neighbours are not.
    Random noise = new Random(3);
    Path data =
        TinyJobs.csv(
            file("rare.csv"), "a,b,kind", 400, x -> x[0] + noise.nextGaussian() > 2 ? "yes" : "no");
    Path job =
        TinyJobs.job(
            data,
            "data { label = kind, holdout.fraction = 0.25 }",
            "network { hidden = [], activation = null }",
            "output.existing = replace");
    double plain = train(job).json().get("macroRecall").asDouble();
    double balanced =
        train(job, "train.classWeights=balanced").json().get("macroRecall").asDouble();
    // One half is what saying no to all rows has.
    assertThat(plain).isLessThan(0.75);
    assertThat(balanced).isGreaterThan(plain + 0.1);
    CommandResult.of("gradient-check", job.toString(), "train.classWeights=balanced").well();
    CommandResult unknown = CommandResult.of("train", job.toString(), "train.classWeights.Yes=5");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err())
        .contains("has no class Yes (expected no, yes); correct the name or remove it");
  }

  @ParameterizedTest
  @CsvSource({
    "train.l1=300, l1 300.0",
    "train.l2=300, l2 300.0",
    "train.dropout=0.5, dropout 0.5",
    "train.inputDropout=0.25, inputDropout 0.25",
    "train.labelSmoothing=0.1, labelSmoothing 0.1"
  })
  void gradientCheckIsOfWhatIsTrained(String override, String told) {
    Path job =
        TinyJobs.job(
            TinyJobs.halves(file("halves.csv")),
            "data.label = kind",
            "network.output = softmax-cross-entropy",
            "train.optimizer.name = adam");
    CommandResult plain = CommandResult.of("gradient-check", job.toString()).well();
    CommandResult regularized = CommandResult.of("gradient-check", job.toString(), override).well();
    List<String> lines = regularized.out().lines().toList();
    assertThat(lines.get(0)).endsWith("halves.csv; with " + told);
    assertThat(lines.get(2)).startsWith("Passed");
    // J differs by more than rounding, so the largest difference is a different one.
    assertThat(plain.out().lines().toList().get(0)).endsWith("halves.csv");
    assertThat(plain.out().lines().toList().get(1)).isNotEqualTo(lines.get(1));
  }

  @Test
  void severalSigmoidsTellSeveralLabels() throws IOException {
    Path data =
        TinyJobs.csv(
            file("labels.csv"),
            "a,b,right,above",
            200,
            x -> (x[0] > 0 ? 1 : 0) + "," + (x[1] > 0 ? 1 : 0));
    Path job =
        TinyJobs.job(
            data,
            "data.label = [right, above]",
            "data.holdout.fraction = 0.25",
            "network.output = sigmoid-cross-entropy");
    CommandResult ran = train(job);
    // As for one sigmoid, but twice.
    assertThat(ran.json().get("microF1").asDouble()).isGreaterThanOrEqualTo(0.95);
    assertThat(ran.out()).containsPattern("right +").contains("hamming loss");
    assertThat(predictions(data)).startsWith("a,b,right,above,prediction_right,prediction_above\n");
  }

  @Test
  void rowOfWeightTwoCountsAsTwoRows() {
    Path weighted =
        TinyJobs.csv(
            file("weighted.csv"),
            "a,b,w,kind",
            60,
            x -> (x[0] > 0 ? "2," : "1,") + (x[0] + x[1] > 0 ? "yes" : "no"));
    Path repeated =
        TinyJobs.csv(
            file("repeated.csv"),
            "a,b,w,kind",
            60,
            x -> {
              String kind = x[0] + x[1] > 0 ? "yes" : "no";
              String row = "1," + kind;
              return x[0] > 0 ? row + "%n%.6f,%.6f,%s".formatted(x[0], x[1], row) : row;
            });
    Path job =
        TinyJobs.job(
            weighted,
            "data.label = kind",
            "data.weight = w",
            "data.scaling = none",
            "train.precision = float64",
            "train.optimizer.name = gradient-descent",
            "output.existing = replace");
    double once = train(job).json().get("trainingLoss").asDouble();
    double twice = train(job, "data.path=" + repeated).json().get("trainingLoss").asDouble();
    // The same sums in another order, 30 steps of float64.
    assertThat(once).isCloseTo(twice, within(1e-12));
  }

  @Test
  void libsvmIsTrainedOnAndEvaluated() {
    Random random = new Random(3);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 120; i++) {
      int kind = random.nextInt(2);
      text.append(kind == 1 ? "+1 2:" : "-1 5:").append(1 + random.nextInt(9)).append(" 7:1\n");
    }
    Path data = TinyJobs.write(file("tiny.libsvm"), text.toString());
    CommandResult ran = train(TinyJobs.job(data, "data.holdout.fraction = 0.25"));
    assertThat(ran.json().get("accuracy").asDouble()).isEqualTo(1);
    CommandResult all =
        CommandResult.of("evaluate", file("model").toString(), data.toString(), "--json").well();
    assertThat(all.json().get("accuracy").asDouble()).isEqualTo(1);
  }

  @Test
  void parquetIsTrainedOnAndEvaluated() {
    SparkSession spark = LocalSpark.session();
    Path csv = TinyJobs.halves(file("halves.csv"));
    Path data = file("halves.parquet");
    spark
        .read()
        .option("header", "true")
        .option("inferSchema", "true")
        .csv(csv.toString())
        .write()
        .parquet(data.toString());
    String[] lines = {"data.label = kind", "data.holdout.fraction = 0.25"};
    JsonNode fromParquet = train(TinyJobs.job(data, lines)).json();
    assertThat(fromParquet.get("accuracy").asDouble()).isGreaterThanOrEqualTo(0.95);
    CommandResult.of("evaluate", file("model").toString(), data.toString(), "--rows", "held-out")
        .well();
    JsonNode fromCsv = train(TinyJobs.job(csv, lines), "output.existing=replace").json();
    // The same rows: the order and the hold-out set depend on the values only.
    assertThat(fromParquet.get("loss")).isEqualTo(fromCsv.get("loss"));
  }

  @Test
  void idxIsTrainedOnAndEvaluated() throws IOException {
    int rows = 100;
    Random random = new Random(5);
    byte[] imageBytes = new byte[16 + rows * 4];
    byte[] labelBytes = new byte[8 + rows];
    ByteBuffer images = ByteBuffer.wrap(imageBytes);
    ByteBuffer labels = ByteBuffer.wrap(labelBytes);
    images.putInt(0x803).putInt(rows).putInt(2).putInt(2);
    labels.putInt(0x801).putInt(rows);
    for (int i = 0; i < rows; i++) {
      int kind = random.nextInt(4);
      for (int pixel = 0; pixel < 4; pixel++) {
        images.put((byte) (random.nextInt(50) + (pixel == kind ? 200 : 0)));
      }
      labels.put((byte) kind);
    }
    Path data = gzip(file("tiny-idx3-ubyte.gz"), imageBytes);
    Path target = gzip(file("tiny-idx1-ubyte.gz"), labelBytes);
    Path job =
        TinyJobs.job(
            data,
            "data.format = idx",
            "data.idx.labels = \"" + target + "\"",
            "data.holdout.fraction = 0.25");
    assertThat(train(job).json().get("accuracy").asDouble()).isEqualTo(1);
    CommandResult.of(
            "evaluate", file("model").toString(), data.toString(), "data.idx.labels=" + target)
        .well();
  }

  private static Path gzip(Path path, byte[] bytes) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write(bytes);
    }
    return path;
  }

  @ParameterizedTest
  @CsvSource({
    "gradient-descent, 0.5",
    "momentum, 0.1",
    "nesterov, 0.1",
    "adam, 0.05",
    "adamw, 0.05",
    "rmsprop, 0.05",
    "lbfgs,",
    "owlqn,"
  })
  void everyOptimizerLowersTheLoss(String name, String rate) {
    Path job =
        TinyJobs.job(
            TinyJobs.halves(file("halves.csv")),
            "data.label = kind",
            "train.optimizer.name = " + name,
            rate == null ? "" : "train.optimizer.learningRate = " + rate,
            name.equals("owlqn") ? "train.l1 = 0.1" : "");
    // The initial loss is log 2 = 0.69, that of random guessing, or more.
    assertThat(train(job).json().get("trainingLoss").asDouble()).isLessThan(0.4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ name = constant, warmUp = 3 }",
        "{ name = step, every = 5 }",
        "{ name = exponential, decay = 0.99 }",
        "{ name = cosine, steps = 30 }",
        "{ name = cosine, warmUp = 3 }",
        "{ name = flat-cosine }",
        "{ name = coslog4 }",
        "{ name = inverse-time, decay = 0.01 }"
      })
  void everyScheduleTrains(String schedule) {
    Path job =
        TinyJobs.job(
            TinyJobs.halves(file("halves.csv")),
            "data.label = kind",
            "train.optimizer { name = adam, learningRate = 0.1 }",
            "train.schedule = " + schedule);
    // As for the optimizers.
    assertThat(train(job).json().get("trainingLoss").asDouble()).isLessThan(0.4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train.epochs=2                 | epochs        | the maximum number of epochs was reached",
        "train.stop.gradientNorm=0.2    | gradient_norm | train.stop.gradientNorm",
        "train.stop.improvement=0.9     | improvement   | train.stop.improvement",
        "train.stop.timeBudget=1ms      | time_budget   | train.stop.timeBudget"
      })
  void everyStopRuleSaysWhy(String override, String reason, String sentence) {
    Path job =
        TinyJobs.job(TinyJobs.halves(file("halves.csv")), "data.label = kind", "train.l2 = 1");
    CommandResult ran = train(job, override);
    assertThat(ran.json().get("stopReason").asText()).isEqualTo(reason);
    assertThat(ran.json().get("epochs").asInt()).isLessThan(30);
    assertThat(ran.out()).contains(sentence);
  }

  @Test
  void trainingWithNothingHoldoutSaysHowToMeasure() {
    Path job = TinyJobs.job(TinyJobs.halves(file("halves.csv")), "data.label = kind");
    assertThat(train(job, "train.epochs=1").out())
        .contains("data.holdout.fraction=0.2")
        .contains("tributary evaluate " + file("model") + " DATA");
  }
}
