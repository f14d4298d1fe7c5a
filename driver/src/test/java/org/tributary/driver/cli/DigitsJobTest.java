package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.driver.LocalSpark;

/** The example job, from training to prediction. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DigitsJobTest {
  private static final String CONF = "../conf/digits.conf";
  private static final String DATA = Path.of("../conf/data/digits.csv").toAbsolutePath().toString();
  private static final int ROWS = 1797;

  private Path directory;
  private String model;
  private CommandResult trained;

  @BeforeAll
  void train(@TempDir Path shared) {
    directory = shared;
    model = directory.resolve("digits").toString();
    trained =
        CommandResult.of("train", CONF, "data.path=" + DATA, "output.model=" + model, "--json")
            .well();
  }

  @Test
  void nearlyEveryDigitHoldoutIsRecognised() {
    // Over the splits of several seeds it is 0.980 on average, with a deviation of 0.009.
    assertThat(trained.json().get("accuracy").asDouble()).isGreaterThanOrEqualTo(0.97);
  }

  @Test
  void trainingPrintsCurveConfusionMeasuresAndModel() {
    assertThat(trained.out())
        .containsPattern("epoch +loss +\\|gradient\\| +accuracy +samples/s +seconds")
        .containsPattern("\n +100 ")
        .containsOnlyOnce("Confusion matrix")
        .containsPattern("class +precision +recall +F1 +support")
        .containsPattern("\n9( +\\d\\.\\d{4}){3} +\\d+\n")
        .containsPattern("accuracy +0\\.9")
        .containsPattern("log loss +0\\.0")
        .contains("the maximum number of epochs was reached")
        .contains("Model: " + model);
  }

  @Test
  void lastLineIsJsonForPrograms() {
    JsonNode line = trained.json();
    assertThat(line.get("command").asText()).isEqualTo("train");
    assertThat(line.get("epochs").asInt()).isEqualTo(100);
    assertThat(line.get("rounds").asInt()).isBetween(100, 200);
    assertThat(line.get("rowsTrained").asInt() + line.get("rowsHeldOut").asInt()).isEqualTo(ROWS);
    assertThat(line.get("accuracy").asDouble() + line.get("errorRate").asDouble())
        .isCloseTo(1, within(1e-12)); // two roundings
    assertThat(line.get("seconds").asDouble())
        .isGreaterThan(line.get("trainSeconds").asDouble())
        .isPositive();
    assertThat(line.get("model").asText()).isEqualTo(model);
    assertThat(line.get("stopReason").asText()).isEqualTo("epochs");
  }

  @Test
  void evaluationOfTheRowsHoldoutRepeatsWhatTrainingSaid() {
    CommandResult evaluated =
        CommandResult.of("evaluate", model, DATA, "--rows", "held-out", "--json").well();
    for (String measure : List.of("accuracy", "errorRate", "macroPrecision", "macroF1")) {
      assertThat(evaluated.json().get(measure)).isEqualTo(trained.json().get(measure));
    }
    // The same float32 losses, summed in the order of the file instead of the canonical one.
    assertThat(evaluated.json().get("loss").asDouble())
        .isCloseTo(trained.json().get("loss").asDouble(), within(1e-6));
    assertThat(evaluated.out()).contains("(held-out rows)");
  }

  @Test
  void rowsTrainedOnAreRecognisedBetterThanAll() {
    double all =
        CommandResult.of("evaluate", model, DATA, "--json")
            .well()
            .json()
            .get("accuracy")
            .asDouble();
    double known =
        CommandResult.of("evaluate", model, DATA, "--rows=TRAINED", "--json")
            .well()
            .json()
            .get("accuracy")
            .asDouble();
    assertThat(known).isGreaterThan(all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "parquet", "json"})
  void predictionKeepsRowsInOrderAndAddsClassAndProbabilities(String format) throws IOException {
    String output = directory.resolve("predicted-" + format).toString();
    CommandResult predicted =
        CommandResult.of("predict", model, DATA, output, "--format", format).well();
    assertThat(predicted.out()).contains("Predictions: " + output);

    DataFrameReader reader = LocalSpark.session().read().option("header", "true");
    Dataset<Row> rows = reader.format(format).load(output);
    assertThat(rows.columns()).contains("p00", "p77", "digit", "prediction");
    List<String> target =
        Files.readAllLines(Path.of(DATA)).stream()
            .skip(1)
            .map(line -> line.substring(line.lastIndexOf(',') + 1))
            .toList();
    List<Row> all = rows.collectAsList();
    // The files are small enough for Spark to read each whole, in the order of their names.
    assertThat(all.stream().map(row -> text(row, "digit"))).containsExactlyElementsOf(target);

    int right = 0;
    for (Row row : all) {
      double sum = 0;
      double largest = 0;
      for (int digit = 0; digit < 10; digit++) {
        double probability = Double.parseDouble(text(row, "probability_" + digit));
        sum += probability;
        largest = Math.max(largest, probability);
      }
      assertThat(sum).isCloseTo(1, within(1e-6)); // float32 outputs
      String prediction = text(row, "prediction");
      assertThat(Double.parseDouble(text(row, "probability_" + prediction))).isEqualTo(largest);
      right += prediction.equals(text(row, "digit")) ? 1 : 0;
    }
    double accuracy =
        CommandResult.of("evaluate", model, DATA, "--json")
            .well()
            .json()
            .get("accuracy")
            .asDouble();
    assertThat((double) right / ROWS).isCloseTo(accuracy, within(1e-12)); // one rounding
  }

  private static String text(Row row, String column) {
    return String.valueOf(row.<Object>getAs(column));
  }

  @Test
  void inspectionTellsTheNetworkAndWhereItComesFrom() {
    CommandResult inspected = CommandResult.of("inspect", model).well();
    assertThat(inspected.out())
        .contains("Model " + model, "64 relu, 32 relu", "softmax-cross-entropy", "digit")
        .contains(DATA + ", 1,414 training rows, 383 hold-out rows")
        .containsPattern("Theta\\^\\(1\\) +64 x 62");
  }

  @Test
  void gradientOfTheJobIsRight() {
    CommandResult checked = CommandResult.of("gradient-check", CONF, "data.path=" + DATA).well();
    assertThat(checked.out()).contains("Passed");
  }

  @Test
  void noGradientIsRightToAnAbsurdTolerance() {
    CommandResult checked =
        CommandResult.of(
            "gradient-check", CONF, "data.path=" + DATA, "--tolerance", "1e-30", "--rows=8");
    assertThat(checked.code()).isEqualTo(6);
    assertThat(checked.out()).contains("Failed");
  }
}
