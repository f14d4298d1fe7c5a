package org.tributary.driver.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.core.data.Outcome;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Precision;
import org.tributary.core.model.Decision;
import org.tributary.core.model.Model;
import org.tributary.core.model.ModelFiles;
import org.tributary.core.scoring.Prediction;
import org.tributary.core.scoring.Scorer;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.TableModels;

class PredictFunctionTest {
  private static final String ROW =
      "33 AS age, 28500.5D AS income, 'red' AS color, 'M' AS size, true AS member,"
          + " DATE'2022-05-17' AS since, array(0.5D, 1D, -2D) AS pixels, 0.25D AS ratio";
  private static final List<String> NAMES =
      List.of("age", "income", "color", "size", "member", "since", "pixels", "ratio");

  private static final String COLUMNS = String.join(", ", NAMES);

  private static final String EXTENSIONS = "spark.sql.extensions";

  private static SparkSession spark;

  @TempDir private Path directory;
  private Path model;

  @BeforeAll
  static void start() {
    // A session takes the extensions that the configuration of its context names.
    SparkConf configuration = LocalSpark.session().sparkContext().conf();
    configuration.set(EXTENSIONS, TributaryExtensions.class.getName());
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
    spark = SparkSession.builder().getOrCreate();
    configuration.remove(EXTENSIONS);
  }

  @AfterAll
  static void reset() {
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
  }

  @BeforeEach
  void write() throws IOException {
    model = write("model", TableModels.classifier());
    spark.sql("CREATE OR REPLACE TEMP VIEW people AS SELECT 7 AS id, " + ROW);
  }

  private Path write(String name, Model of) throws IOException {
    Path written = Files.createDirectories(directory.resolve(name));
    ModelFiles.of(of).write(file -> Files.newOutputStream(written.resolve(file)));
    return written;
  }

  private Row predicted(String arguments) {
    String query =
        "SELECT tributary_predict('%s', %s) AS p FROM people".formatted(model, arguments);
    return spark.sql(query).collectAsList().get(0).getStruct(0);
  }

  @Test
  void aQueryPredictsTheClassAndTheProbabilitiesOfTheScorer() {
    Prediction expected = Scorer.of(TableModels.classifier()).predict(TableModels.row());
    for (String arguments : List.of(COLUMNS, "struct(*)")) {
      Row row = predicted(arguments);
      assertThat(row.schema().fieldNames()).containsExactly("prediction", "probabilities");
      assertThat(row.getString(0)).isEqualTo(expected.className());
      Map<String, Double> probabilities = row.getJavaMap(1);
      assertThat(probabilities)
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "no", expected.probability("no"),
                  "yes", expected.probability("yes"),
                  "maybe, so", expected.probability("maybe, so")));
    }
  }

  @Test
  void eachOfManyRowsHasTheBitsOfTheScorer() {
    Scorer scorer = Scorer.of(TableModels.classifier());
    String query =
        "SELECT 18 + id AS age, 1000D * id AS income, element_at(array('red', 'blue', '3', NULL),"
            + " CAST(1 + id % 4 AS INT)) AS color, 'L' AS size, id % 2 = 0 AS member,"
            + " DATE'2020-01-31' + CAST(id AS INT) AS since, array(id / 7D, 1D, -2D) AS pixels,"
            + " id / 3D AS ratio FROM range(1, 500, 1, 3)";
    spark.sql("CREATE OR REPLACE TEMP VIEW many AS " + query);
    List<Row> rows =
        spark
            .sql("SELECT *, tributary_predict('%s', struct(*)) AS p FROM many".formatted(model))
            .collectAsList();
    assertThat(rows).hasSize(499);
    for (Row row : rows) {
      Map<String, Object> cells = new HashMap<>();
      for (String name : NAMES) {
        Object cell = row.getAs(name);
        cells.put(name, name.equals("pixels") ? row.getList(row.fieldIndex(name)) : cell);
      }
      Prediction expected = scorer.predict(cells);
      Map<String, Double> probabilities = row.getStruct(row.fieldIndex("p")).getJavaMap(1);
      for (String name : List.of("no", "yes", "maybe, so")) {
        assertThat(probabilities.get(name)).isEqualTo(expected.probability(name));
      }
    }
  }

  @Test
  void expressionsArePassedByPosition() {
    Map<String, Object> row = TableModels.row();
    row.put("age", 34);
    assertThat(predicted(COLUMNS.replace("age", "age + 1")).getString(0))
        .isEqualTo(Scorer.of(TableModels.classifier()).predict(row).className());
  }

  @Test
  void numbersHaveTheirNames() throws IOException {
    Model numbers =
        TableModels.of(
            OutputLoss.IDENTITY_SQUARED_ERROR,
            List.of(Activation.TANH),
            Precision.FLOAT64,
            new Outcome.Numbers(List.of("a", "b")),
            Decision.NONE);
    model = write("numbers", numbers);
    Row row = predicted(COLUMNS);
    assertThat(row.schema().fieldNames()).containsExactly("prediction_a", "prediction_b");
    assertThat(row.getDouble(1))
        .isEqualTo(Scorer.of(numbers).predict(TableModels.row()).numbers()[1]);
  }

  @Test
  void aModelThatWasReplacedIsReadAgain() throws IOException {
    String before = predicted(COLUMNS).schema().fieldNames()[1];
    Model numbers =
        TableModels.of(
            OutputLoss.IDENTITY_SQUARED_ERROR,
            List.of(),
            Precision.FLOAT64,
            new Outcome.Numbers(List.of("a")),
            Decision.NONE);
    write("model", numbers);
    assertThat(before).isEqualTo("probabilities");
    assertThat(predicted(COLUMNS).schema().fieldNames()).containsExactly("prediction");
  }

  @Test
  void aJvmHasOneScorerOfAModel() {
    LoadedModel first = LoadedModel.of(model.toString());
    assertThat(LoadedModel.of(model.toString())).isSameAs(first);
    assertThat(first.scorer()).isSameAs(first.scorer());
  }

  @Test
  void argumentsThatDoNotFitTheModelAreRefused() {
    assertThatThrownBy(() -> predicted("age, income"))
        .hasMessageContaining(
            "Cannot call tributary_predict: it has 2 columns (expected 8, in this order: age,"
                + " income, color");
    assertThatThrownBy(() -> predicted(COLUMNS.replace("age, income", "income, age")))
        .hasMessageContaining("column 1 is income (expected age, in this order");
    assertThatThrownBy(() -> predicted("struct(age)"))
        .hasMessageContaining("the struct has no field income");
    assertThatThrownBy(
            () -> spark.sql("SELECT tributary_predict(color, age) FROM people").collectAsList())
        .hasMessageContaining("expected the path of a model as a constant");
    assertThatThrownBy(
            () -> spark.sql("SELECT tributary_predict('/none', age) FROM people").collectAsList())
        .hasMessageContaining("Cannot read model /none");
  }

  @Test
  void aRowThatCannotBePredictedEndsTheQueryWithTheColumn() {
    assertThatThrownBy(() -> predicted(COLUMNS.replace("income", "CAST(NULL AS DOUBLE)")))
        .hasStackTraceContaining("column income is missing");
  }
}
