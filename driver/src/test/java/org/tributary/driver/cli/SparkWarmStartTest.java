package org.tributary.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.io.FileUtils;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.driver.LocalSpark;

/** Training that begins with a model of Spark's own class. */
class SparkWarmStartTest {
  @TempDir private static Path shared;
  @TempDir private Path directory;

  private static Path csv;
  private static double loss;

  @BeforeAll
  static void trainWithSpark() throws IOException {
    // Numbers far from mean 0 and deviation 1, so that their scaling matters.
    Random random = new Random(3);
    List<Row> rows = new ArrayList<>();
    StringBuilder text = new StringBuilder("a,b,kind\n");
    for (int i = 0; i < 200; i++) {
      double a = 3 + 0.5 * random.nextGaussian();
      double b = -1 + 2 * random.nextGaussian();
      int kind = i % 3 == 0 ? 2 : a - 3 > b + 1 ? 1 : 0;
      rows.add(RowFactory.create(Vectors.dense(a, b), (double) kind));
      text.append("%s,%s,%d%n".formatted(a, b, kind));
    }
    csv = TinyJobs.write(shared.resolve("rows.csv"), text.toString());
    Dataset<Row> data =
        LocalSpark.session()
            .createDataFrame(
                rows,
                new StructType()
                    .add("features", SQLDataTypes.VectorType())
                    .add("label", DataTypes.DoubleType));
    MultilayerPerceptronClassificationModel model = estimator().fit(data);
    model.save(path("new"));
    loss = model.summary().objectiveHistory()[model.summary().objectiveHistory().length - 1];
    saveAsSpark2("old", model.weights());
    saveAsSpark2("vast", Vectors.sparse(Integer.MAX_VALUE, new int[] {0}, new double[] {1}));
    new LogisticRegression().setMaxIter(1).fit(data).save(path("other"));
    new Pipeline().setStages(new PipelineStage[] {estimator()}).fit(data).save(path("pipeline"));
    estimator().save(path("estimator"));
  }

  @AfterAll
  static void forget() {
    csv = null;
  }

  private static MultilayerPerceptronClassifier estimator() {
    return new MultilayerPerceptronClassifier()
        .setLayers(new int[] {2, 4, 3})
        .setMaxIter(15)
        .setSeed(1);
  }

  private static String path(String name) {
    return shared.resolve(name).toString();
  }

  private static void saveAsSpark2(String name, Vector weights) throws IOException {
    StructType schema =
        new StructType()
            .add("layers", DataTypes.createArrayType(DataTypes.IntegerType, false))
            .add("weights", SQLDataTypes.VectorType());
    Row row = RowFactory.create(Arrays.asList(2, 4, 3).toArray(), weights);
    LocalSpark.session()
        .createDataFrame(List.of(row), schema)
        .coalesce(1)
        .write()
        .parquet(path(name + "/data"));
    Files.createDirectories(shared.resolve(name + "/metadata"));
    Files.writeString(
        shared.resolve(name + "/metadata/part-00000"),
        "{\"class\":\"%s\",\"timestamp\":1,\"sparkVersion\":\"2.4.8\",\"uid\":\"old\",\"paramMap\":{}}\n"
            .formatted(MultilayerPerceptronClassificationModel.class.getName()));
  }

  private CommandResult train(String initial, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                TinyJobs.job(
                        csv,
                        "data.label = kind",
                        "network.hidden = [4]",
                        "network.activation = sigmoid",
                        "train.precision = float64",
                        "train.optimizer.name = lbfgs",
                        "train.epochs = 1")
                    .toString(),
                "--json",
                "network.initialWeights=" + initial,
                "output.existing=replace",
                "output.model=" + directory.resolve("model")));
    arguments.addAll(List.of(more));
    return CommandResult.of(arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({"new, standard", "new, none", "old, standard", "old, none"})
  void trainingBeginsWithTheFunctionOfTheModel(String name, String scaling) {
    double first =
        train(path(name), "data.scaling=" + scaling)
            .well()
            .json()
            .get("curve")
            .get(0)
            .get("loss")
            .asDouble();
    // One step of L-BFGS; a training that begins at random is far above.
    assertThat(first).isLessThanOrEqualTo(loss * (1 + 1e-6)).isGreaterThan(0.8 * loss);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "network.hidden=[5]; its layers are [2, 4, 3] (expected [2, 5, 3]",
        "network.hidden=[4,4]; its layers are [2, 4, 3] (expected [2, 4, 4, 3]",
        "network.activation=tanh; its hidden layers are sigmoid (expected tanh",
        "data.scaling=robust; is prepared as robust_scaling",
        "data.features=[a]; its layers are [2, 4, 3] (expected [1, 4, 3]",
      })
  void anotherNetworkIsRefused(String setting, String reason) {
    CommandResult result = train(path("new"), setting);
    assertThat(result.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.err())
        .contains("Cannot begin with network.initialWeights = " + path("new"))
        .contains(reason);
    assertThat(result.err().lines()).hasSize(1);
    assertThat(directory.resolve("model")).doesNotExist();
  }

  @Test
  void otherClassesAreRefused() throws IOException {
    Path words = directory.resolve("words.csv");
    Files.writeString(
        words,
        Files.readString(csv)
            .replace(",0\n", ",x\n")
            .replace(",1\n", ",y\n")
            .replace(",2\n", ",z\n"));
    CommandResult result = train(path("new"), "data.path=" + words);
    assertThat(result.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.err()).contains("it predicts [0, 1, 2] (expected [x, y, z]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"other", "pipeline", "estimator"})
  void whatSparkSavedOfAnotherKindIsRefusedByItsClass(String name) {
    CommandResult result = train(path(name));
    assertThat(result.code()).isEqualTo(ExitCode.MODEL.code());
    assertThat(result.err())
        .contains("Cannot read model " + path(name) + ": it is a org.apache.spark.ml.")
        .contains("expected a org.apache.spark.ml.classification.Multilayer");
    assertThat(result.err().lines()).hasSize(1);
  }

  /** Ways to damage a copy of a model. */
  enum Damage {
    NO_DATA,
    EMPTY_METADATA,
    TEXT_AS_METADATA,
    FEWER_WEIGHTS,
    NO_LAYERS,
    CUT_PARQUET,
    CHANGED_PARQUET,
    NO_PARQUET,
    MORE_ROWS
  }

  @ParameterizedTest
  @CsvSource({
    "NO_DATA, PATH_NOT_FOUND",
    "EMPTY_METADATA, has no file part-00000 with a line of JSON",
    "TEXT_AS_METADATA, is not JSON (is the file damaged?)",
    "FEWER_WEIGHTS, 'it has 27 weights (expected 19 for its layers [2, 2, 3, 1])'",
    "NO_LAYERS, its layers are []",
    "CUT_PARQUET, its Parquet files cannot be read: ",
    "CHANGED_PARQUET, its Parquet files cannot be read: ",
    "NO_PARQUET, 'holds no row (expected one, with weights)'",
    "MORE_ROWS, 'holds more than one row (expected one, with weights)'"
  })
  void damagedModelIsRefusedWithTheReason(Damage damage, String reason) throws IOException {
    Path copy = directory.resolve("copy");
    FileUtils.copyDirectory(shared.resolve("new").toFile(), copy.toFile());
    damage(copy, damage);
    CommandResult result = train(copy.toString());
    assertThat(result.err()).contains("Cannot read model " + copy).contains(reason);
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.code()).isEqualTo(ExitCode.MODEL.code());
  }

  @Test
  void sparseWeightsOfAnotherSizeAreRefusedBeforeTheyAreMade() {
    CommandResult result = train(path("vast"));

    assertThat(result.err())
        .contains("it has 2147483647 weights (expected 27 for its layers [2, 4, 3])");
    assertThat(result.code()).isEqualTo(ExitCode.MODEL.code());
  }

  private static void damage(Path model, Damage damage) throws IOException {
    Path metadata = only(model.resolve("metadata"), "part-");
    Path parquet = only(model.resolve("data"), "part-");
    // Checksums that Hadoop keeps beside its files would refuse a changed one first.
    FileUtils.listFiles(model.toFile(), new String[] {"crc"}, true)
        .forEach(FileUtils::deleteQuietly);
    switch (damage) {
      case NO_DATA -> FileUtils.deleteDirectory(model.resolve("data").toFile());
      case EMPTY_METADATA -> Files.writeString(metadata, "");
      case TEXT_AS_METADATA -> Files.writeString(metadata, "not JSON\n");
      case FEWER_WEIGHTS -> replace(metadata, "[2,4,3]", "[2,2,3,1]");
      case NO_LAYERS -> replace(metadata, "\"layers\"", "\"other\"");
      case CUT_PARQUET -> {
        byte[] bytes = Files.readAllBytes(parquet);
        Files.write(parquet, Arrays.copyOf(bytes, bytes.length / 2));
      }
      case CHANGED_PARQUET -> {
        byte[] bytes = Files.readAllBytes(parquet);
        bytes[60] ^= 1;
        Files.write(parquet, bytes);
      }
      case NO_PARQUET -> Files.delete(parquet);
      case MORE_ROWS -> {
        for (int copy = 0; copy < 3; copy++) {
          Files.copy(parquet, parquet.resolveSibling("part-copy-" + copy + ".parquet"));
        }
      }
    }
  }

  private static void replace(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  private static Path only(Path directory, String prefix) throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .findFirst()
          .orElseThrow();
    }
  }
}
