package org.tributary.ml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.connect.proto.Fetch;
import org.apache.spark.connect.proto.MlCommand;
import org.apache.spark.connect.proto.MlCommandResult;
import org.apache.spark.connect.proto.MlOperator;
import org.apache.spark.connect.proto.MlRelation;
import org.apache.spark.connect.proto.ObjectRef;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.core.function.Activation;
import org.tributary.core.model.Model;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.store.ModelStore;

/** A real server of Spark Connect, and a client that sends messages to it. */
@EnabledIf("sparkIsOfTheServersVersion")
class ConnectTest {
  private static final String SPARKS =
      org.apache.spark.ml.classification.MultilayerPerceptronClassifier.class.getName();
  private static final String SPARKS_MODEL =
      org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel.class.getName();

  @TempDir private Path directory;

  private ConnectServer server;
  private Relation rows;

  static boolean sparkIsOfTheServersVersion() {
    return org.apache.spark.package$.MODULE$.SPARK_VERSION().startsWith("4.2.");
  }

  @BeforeEach
  void start() {
    TestRows.threeClasses(60).write().parquet(path("rows"));
    server = new ConnectServer();
    rows = ConnectServer.parquet(path("rows"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private static MlOperator operator(String name, MlOperator.OperatorType type) {
    return MlOperator.newBuilder().setName(name).setUid("of_client").setType(type).build();
  }

  private String fit(String name, Map<String, Object> params) {
    return server
        .run(
            MlCommand.newBuilder()
                .setFit(
                    MlCommand.Fit.newBuilder()
                        .setEstimator(
                            operator(name, MlOperator.OperatorType.OPERATOR_TYPE_ESTIMATOR))
                        .setParams(ConnectServer.params(params))
                        .setDataset(rows))
                .build())
        .getOperatorInfo()
        .getObjRef()
        .getId();
  }

  private MlCommandResult fetch(String model, String... methods) {
    Fetch.Builder fetch = Fetch.newBuilder().setObjRef(ObjectRef.newBuilder().setId(model));
    for (String method : methods) {
      fetch.addMethods(Fetch.Method.newBuilder().setMethod(method));
    }
    return server.run(MlCommand.newBuilder().setFetch(fetch).build());
  }

  private Dataset<Row> transformed(String model) {
    Relation relation =
        Relation.newBuilder()
            .setMlRelation(
                MlRelation.newBuilder()
                    .setTransform(
                        MlRelation.Transform.newBuilder()
                            .setObjRef(ObjectRef.newBuilder().setId(model))
                            .setInput(rows)))
            .build();
    server.write(relation, path("predicted"));
    return LocalSpark.session().read().parquet(path("predicted"));
  }

  private void save(String model, String path) {
    server.run(
        MlCommand.newBuilder()
            .setWrite(
                MlCommand.Write.newBuilder()
                    .setObjRef(ObjectRef.newBuilder().setId(model))
                    .setPath(path))
            .build());
  }

  private String load(String name, String path) {
    return server
        .run(
            MlCommand.newBuilder()
                .setRead(
                    MlCommand.Read.newBuilder()
                        .setOperator(operator(name, MlOperator.OperatorType.OPERATOR_TYPE_MODEL))
                        .setPath(path))
                .build())
        .getOperatorInfo()
        .getObjRef()
        .getId();
  }

  private void assertUsable(String model, String className) {
    assertThat(fetch(model, "numClasses").getParam().getInteger()).isEqualTo(3);
    assertThat(fetch(model, "numFeatures").getParam().getInteger()).isEqualTo(4);
    assertThat(fetch(model, "toString").getParam().getString())
        .startsWith("MultilayerPerceptronClassificationModel");
    assertThat(fetch(model, "weights").getParam().getStruct().getElementsCount()).isEqualTo(4);
    assertThat(fetch(model, "summary", "totalIterations").getParam().getInteger()).isPositive();
    assertThat(fetch(model, "summary", "accuracy").getParam().getDouble()).isGreaterThan(0.5);
    Dataset<Row> predicted = transformed(model);
    assertThat(predicted.columns())
        .containsExactly("features", "label", "rawPrediction", "probability", "prediction");
    double right = predicted.filter("prediction = label").count();
    assertThat(right).isGreaterThan(30);
    save(model, path("saved"));
    Model stored = ModelStore.load(path("saved"), new Configuration());
    assertThat(stored.topology().inputs()).isEqualTo(4);
    String read = load(className, path("saved"));
    assertThat(transformed(read).select("prediction").collectAsList())
        .hasSize(60)
        .containsExactlyInAnyOrderElementsOf(
            MultilayerPerceptronClassificationModel.load(path("saved"))
                .transform(LocalSpark.session().read().parquet(path("rows")))
                .select("prediction")
                .collectAsList());
  }

  @Test
  void clientsUseTheClassifierByItsName() {
    String model =
        fit(
            MultilayerPerceptronClassifier.class.getName(),
            Map.of(
                "layers",
                new int[] {4, 5, 3},
                "hiddenActivation",
                "tanh",
                "solver",
                "adam",
                "stepSize",
                0.05,
                "batchSize",
                16,
                "regParam",
                0.001,
                "standardization",
                true,
                "maxIter",
                20,
                "seed",
                7L));
    assertUsable(model, MultilayerPerceptronClassificationModel.class.getName());
    Model stored = ModelStore.load(path("saved"), new Configuration());
    assertThat(stored.topology().hidden().get(0).activation()).isEqualTo(Activation.TANH);
  }

  @Test
  void unmodifiedClientsTrainWithTributaryWhereTheBackendIsEnabled() {
    server.set("spark.connect.ml.backend.classes", ConnectBackend.class.getName());
    String model =
        fit(SPARKS, Map.of("layers", new int[] {4, 5, 3}, "maxIter", 20, "blockSize", 64));
    assertUsable(model, SPARKS_MODEL);
  }

  @Test
  void unmodifiedClientsTrainWithSparkWhereItIsNot() {
    String model = fit(SPARKS, Map.of("layers", new int[] {4, 5, 3}, "maxIter", 5));
    save(model, path("sparks"));
    assertThat(directory.resolve("sparks/model.json")).doesNotExist();
    server.set("spark.connect.ml.backend.classes", ConnectBackend.class.getName());
    String read = load(SPARKS_MODEL, path("sparks"));
    assertThat(transformed(read).count()).isEqualTo(60);
  }

  @Test
  void regressionsAreFittedByTheirName() {
    String model =
        fit(
            MultilayerPerceptronRegressor.class.getName(),
            Map.of("hiddenLayers", new int[] {4}, "solver", "l-bfgs", "maxIter", 10));
    assertThat(fetch(model, "numFeatures").getParam().getInteger()).isEqualTo(4);
    assertThat(transformed(model).columns()).containsExactly("features", "label", "prediction");
    assertThat(fetch(model, "hasSummary").getParam().getBoolean()).isTrue();
  }

  @Test
  void everyParameterTellsItsTypeToTheServer() {
    var sparks = new org.apache.spark.ml.classification.MultilayerPerceptronClassifier();
    for (Params owner :
        List.<Params>of(
            new MultilayerPerceptronClassifier(), new MultilayerPerceptronRegressor())) {
      for (Param<?> param : owner.params()) {
        boolean named = param.getClass().equals(Param.class) && !sparks.hasParam(param.name());
        assertThat(!named || param.dataClass() != null).as(param.name()).isTrue();
      }
    }
  }
}
