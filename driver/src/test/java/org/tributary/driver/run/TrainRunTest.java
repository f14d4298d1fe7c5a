package org.tributary.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.core.function.Activation;
import org.tributary.core.model.Model;
import org.tributary.core.network.HiddenLayer;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.dataset.TestData;
import org.tributary.driver.evaluation.Evaluation;
import org.tributary.driver.source.DataException;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.DataSpec.ColumnsSpec;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.spec.NetworkSpec;
import org.tributary.driver.spec.Optimizers;
import org.tributary.driver.spec.OutputSpec;
import org.tributary.driver.spec.StrategySpec;
import org.tributary.driver.spec.TrainSpec;
import org.tributary.driver.store.ModelStore;
import org.tributary.driver.train.EpochEnd;
import org.tributary.driver.train.TrainingState;

class TrainRunTest {
  private static final ColumnsSpec COLUMNS = new ColumnsSpec("kind").withWeight("w");

  @TempDir private Path directory;

  private final SparkSession spark = LocalSpark.session();

  private JobSpec job(DataSpec data, String model) {
    return new JobSpec(
            data.withHoldout(new HoldoutSpec.Fraction(0.25)).withPartitions(3).withBlockRows(16),
            new OutputSpec(directory.resolve(model).toString()))
        .withNetwork(NetworkSpec.DEFAULT.withHidden(List.of(new HiddenLayer(5, Activation.TANH))))
        .withTrain(
            TrainSpec.DEFAULT
                .withEpochs(3)
                .withOptimizer(Optimizers.ADAM)
                .withStrategy(StrategySpec.LocalSteps.DEFAULT));
  }

  private static DataSpec files(Path csv) {
    return new DataSpec(csv.toString(), FormatSpec.Csv.DEFAULT, COLUMNS);
  }

  private Dataset<Row> frame(Path csv) {
    return spark
        .read()
        .option("header", true)
        .schema("a double, b double, c double, kind string, w int")
        .csv(csv.toString())
        .repartition(5);
  }

  private static TrainRun run(JobSpec job) {
    return new TrainRun(job, decided -> "{\"shards\":" + shards(decided) + "}", List.of(), "test");
  }

  private static int shards(JobSpec job) {
    return ((StrategySpec.LocalSteps) job.train().strategy()).shards();
  }

  @Test
  void dataFrameGivesTheSameBitsAsTheSameRowsInAFile() {
    Path csv = TestData.weightedClasses(directory, 300);
    DataSpec named = DataSpec.ofFrame("the frame", COLUMNS);
    TrainRun.Result ofFile = run(job(files(csv), "of-file")).on(spark, List.of());
    TrainRun.Result ofFrame = run(job(named, "of-frame")).on(spark, frame(csv), List.of());
    assertThat(ofFrame.training().theta()).containsExactly(ofFile.training().theta());
    assertThat(ofFrame.data()).isEqualTo(ofFile.data());
    assertThat(ofFrame.model().columns()).isEqualTo(ofFile.model().columns());
    assertThat(ofFrame.model().provenance().data().path()).isEqualTo("the frame");

    Model model = ofFrame.model();
    Evaluation onFile = evaluation(files(csv), model).on(spark);
    Evaluation onFrame = evaluation(named, model).on(spark, frame(csv).coalesce(1));
    assertThat(onFrame.metrics().keySet()).isEqualTo(onFile.metrics().keySet());
    assertThat(onFrame.score()).isEqualTo(onFile.score());

    List<Row> ofRows =
        new PredictRun(named, model)
            .on(spark, frame(csv))
            .select("prediction", "probability_red")
            .collectAsList();
    List<Row> ofLines =
        new PredictRun(files(csv), model)
            .on(spark)
            .select("prediction", "probability_red")
            .collectAsList();
    assertThat(ofRows).containsExactlyInAnyOrderElementsOf(ofLines);
  }

  private static EvaluateRun evaluation(DataSpec data, Model model) {
    return new EvaluateRun(
        data.withHoldout(new HoldoutSpec.Fraction(0.25)),
        model,
        "the model",
        EvaluateRun.Rows.HELD_OUT);
  }

  @Test
  void modelIsWrittenWithWhatTheDataDecided() {
    Path csv = TestData.weightedClasses(directory, 100);
    JobSpec job = job(files(csv), "model");
    TrainRun.Result result = run(job).on(spark, List.of());
    assertThat(result.epochs()).isEqualTo(3);
    assertThat(result.model().provenance().configuration()).isEqualTo("{\"shards\":3}");
    Model stored = ModelStore.load(job.output().model(), new Configuration());
    assertThat(stored.columns()).isEqualTo(result.model().columns());
    assertThat(stored.provenance()).isEqualTo(result.model().provenance());
  }

  @Test
  void listenersAreToldOfEverythingInOrder() {
    Path csv = TestData.weightedClasses(directory, 100);
    List<String> told = new ArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void reading(String data) {
            told.add("reading " + data);
          }

          @Override
          public void prepared(DataSummary data) {
            told.add("prepared " + data.trainingRows() + " + " + data.holdoutRows());
          }

          @Override
          public void epochEnded(EpochEnd end, Supplier<TrainingState> state) {
            told.add("epoch " + end.epoch());
          }
        };
    TrainRun.Result result = run(job(files(csv), "model")).on(spark, List.of(listener));
    DataSummary data = result.data();
    assertThat(data.trainingRows() + data.holdoutRows()).isEqualTo(100);
    assertThat(told)
        .containsExactly(
            "reading " + csv,
            "prepared " + data.trainingRows() + " + " + data.holdoutRows(),
            "epoch 1",
            "epoch 2",
            "epoch 3");
  }

  @Test
  void wrongRowOfADataFrameIsNamedByItsPartition() {
    Dataset<Row> rows =
        spark
            .sql("select 1d as a, 'x' as kind, 1 as w union all select double('Infinity'), 'y', 1")
            .coalesce(1);
    TrainRun run = run(job(DataSpec.ofFrame("people", COLUMNS), "model"));
    assertThatThrownBy(() -> run.on(spark, rows, List.of()))
        .isInstanceOf(DataException.class)
        .hasMessage("Cannot read people partition 0 row 2: column a is not finite: Infinity");
  }

  @Test
  void dataFrameThatIsNotHandedOverIsMissed() {
    TrainRun run = run(job(DataSpec.ofFrame("people", COLUMNS), "model"));
    assertThatThrownBy(() -> run.on(spark, List.of()))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Cannot read people: it is a DataFrame");
  }
}
