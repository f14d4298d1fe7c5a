package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of output, through the command line. */
class JobsOfEveryKindTest {
  @TempDir private Path directory;

  private Path file(String name) {
    return directory.resolve(name);
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
    CommandResult ran = TinyJobs.train(job);
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
    TinyJobs.train(job);
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
    assertThat(TinyJobs.train(job).json().get("r2").asDouble()).isGreaterThan(0.9);
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
    CommandResult ran = TinyJobs.train(job);
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
    CommandResult ran = TinyJobs.train(job);
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
    double plain = TinyJobs.train(job).json().get("macroRecall").asDouble();
    double balanced =
        TinyJobs.train(job, "train.classWeights=balanced").json().get("macroRecall").asDouble();
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
    CommandResult ran = TinyJobs.train(job);
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
    double once = TinyJobs.train(job).json().get("trainingLoss").asDouble();
    double twice =
        TinyJobs.train(job, "data.path=" + repeated).json().get("trainingLoss").asDouble();
    // The same sums in another order, 30 steps of float64.
    assertThat(once).isCloseTo(twice, within(1e-12));
  }
}
