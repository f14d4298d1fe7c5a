package org.tributary.driver.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tributary.driver.config.Jobs.configured;
import static org.tributary.driver.config.Jobs.kept;
import static org.tributary.driver.config.Jobs.problems;
import static org.tributary.driver.config.Jobs.with;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.FormatSpec.Csv.Header;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.spec.StrategySpec;
import org.tributary.driver.spec.TrainSpec;

class EffectiveConfigurationTest {

  static Stream<String> variants() {
    Stream<String> own =
        Stream.of(
            "",
            "data { weight = w, features = [a, \"b c\"], ignore = [d], scaling = none }",
            "data { path = \"hdfs://h/\\\"x\\\" y\\\\z=#.csv\", label = \"caf\u00e9\" }",
            "data { path = x.tsv, csv.header = false }",
            "data { format = parquet, holdout.fraction = 0.1 }",
            "data { format = parquet, holdout.path = test.parquet }",
            "data { format = libsvm, label = null, libsvm.features = 9 }",
            "data { format = idx, label = null, idx.labels = y, holdout { path = t, labels = u } }",
            "network { hidden = [], output = identity-squared-error, initialization = lecun }",
            "network { output = identity-huber, huber.delta = 2.5 }",
            "network { output = quantiles-pinball, quantiles = [0.05, 0.95] }",
            "network { output = exponential-poisson }, data.label = [a, b]",
            "network { hidden = [3, 2], activation = [gelu, leaky-relu] }",
            "train { seed = -1, l2 = 0.1, stop { timeBudget = 1500ms, gradientNorm = 1e-300 } }",
            "train.stop.timeBudget = 3d",
            "train.stop.timeBudget = 7us",
            "train { l1 = 0.3, optimizer { name = owlqn, memory = 3 } }",
            "train { l1 = 0.3, clipNorm = 2, optimizer.name = nesterov }",
            "train { maxNorm = 3.5, optimizer.name = rmsprop }",
            "train { dropout = 0.5, labelSmoothing = 0.1, optimizer.name = adam }",
            "train { dropout = [0, 0.25], inputDropout = 0.1, optimizer.name = adam }",
            "train { inputDropout = 0.1, optimizer.name = adam }, network.hidden = []",
            "train.classWeights = balanced",
            "train.classWeights { yes = 5, \"1.5\" = 2, \"caf\u00e9 \\\"au lait\\\"\" = 0.5 }",
            "output { existing = replace, model = \"s3a://b/m\" }");
    return Stream.of(
            own,
            TrainReaderTest.optimizers().map(each -> "train.optimizer { " + text(each) + " }"),
            TrainReaderTest.schedules()
                .map(
                    each ->
                        "train { optimizer { name = adam, learningRate = 0.1 }, schedule { "
                            + text(each)
                            + " } }"))
        .flatMap(each -> each);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void textReadsBackAsAnEqualJob(String section) {
    ConfiguredJob job = configured(section);
    String text = EffectiveConfiguration.render(job);
    assertThat(EffectiveConfiguration.read(text)).isEqualTo(job);
    assertThat(JobReader.configured(text, "a job of its own", List.of())).isEqualTo(job);
    assertThat(EffectiveConfiguration.render(EffectiveConfiguration.read(text))).isEqualTo(text);
  }

  @Test
  void textHasEveryKeyOfTheJob() {
    assertThat(EffectiveConfiguration.render(configured()))
        .isEqualTo(
            """
            data.path = "digits.csv"
            data.format = "csv"
            data.label = ["digit"]
            data.features = []
            data.ignore = []
            data.csv.header = true
            data.csv.delimiter = "auto"
            data.csv.escape = "quote"
            data.csv.decimal = "."
            data.csv.encoding = "UTF-8"
            data.csv.multiline = "auto"
            data.columns = []
            data.scaling = "standard"
            data.bins = 0
            data.missing.numbers = "mean"
            data.missing.indicator = true
            data.missing.categories = "category"
            data.categories.rare = 5
            data.categories.limit = 100000
            data.target.scaling = "standard"
            data.target.limit = false
            data.holdout.fraction = 0.0
            data.validation.fraction = 0.0
            data.partitions = 0
            data.blockRows = 512
            network.hidden = [64,32]
            network.activation = ["relu","relu"]
            network.output = "auto"
            network.initialization = "auto"
            train.preset = "plain"
            train.seed = 1
            train.epochs = 100
            train.samples = 0
            train.precision = "float32"
            train.l1 = 0.0
            train.l2 = 0.0
            train.labelSmoothing = 0.0
            train.classWeights = "none"
            train.evaluateEvery = 1
            train.rounds = "auto"
            train.threshold = "none"
            train.temperature = false
            train.strategy.name = "full-batch"
            train.optimizer.name = "lbfgs"
            train.optimizer.memory = 10
            train.stop.gradientNorm = 0.0
            train.stop.improvement = 0.0
            train.stop.timeBudget = "none"
            train.stop.patience = 0
            train.stop.monitor = "score"
            train.stop.epoch = 0
            train.stop.refit = 0
            train.aggregation.mode = "auto"
            train.aggregation.merge = "auto"
            train.aggregation.transport = "exact"
            output.model = "models/digits"
            output.existing = "refuse"
            job.deadline = "1800s"
            spark.master = "local[*]"
            """);
  }

  @Test
  void whatTheDataDecidedIsWritten() {
    ConfiguredJob job = configured("train { strategy.name = local-steps, optimizer.name = adam }");
    TrainSpec train = job.spec().train();
    StrategySpec decided = ((StrategySpec.LocalSteps) train.strategy()).decided(7, 1000);
    ConfiguredJob trained = job.decided(job.spec().withTrain(train.withStrategy(decided)));
    assertThat(EffectiveConfiguration.render(job))
        .contains("train.strategy.shards = 0\n", "train.strategy.batch = 0\n");
    // 128 / 7^1.5
    assertThat(EffectiveConfiguration.render(trained))
        .contains("train.strategy.shards = 7\n", "train.strategy.batch = 7\n");
    assertThat(kept(trained)).isEqualTo(trained.spec());
    assertThat(EffectiveConfiguration.read(EffectiveConfiguration.json(trained)))
        .isEqualTo(EffectiveConfiguration.read(EffectiveConfiguration.render(trained)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hadoop.fs.s3a { secret.key = xyzzy, access.key = xyzzy, endpoint = xyzzy }",
        "executorEnv.PATH = xyzzy",
        "executor.extraJavaOptions = \"-Dx=xyzzy\"",
        "a.setting.of.tomorrow = xyzzy",
        "executor.memory = xyzzy",
        "master = \"k8s://https://user:xyzzy@host\""
      })
  void ofSparkOnlySettingsThatHoldNoSecretAreWritten(String settings) {
    assertThat(EffectiveConfiguration.render(configured("spark { " + settings + " }")))
        .doesNotContain("xyzzy");
    assertThat(EffectiveConfiguration.render(configured("spark { executor.memory = 2g }")))
        .contains("spark.\"executor.memory\" = \"2g\"");
  }

  @Test
  void addressesLoseTheirCredentials() {
    ConfiguredJob job =
        configured(
            "data.path = \"s3a://me:xyzzy@b/x.csv\"", "output.model = \"s3a://me:xyzzy@b/m\"");
    assertThat(EffectiveConfiguration.render(job))
        .contains("data.path = \"s3a://***@b/x.csv\"", "output.model = \"s3a://***@b/m\"");
  }

  @Test
  void nothingThatIsKeptBecomesASettingOfARun() {
    ConfiguredJob job =
        configured("spark { executor.memory = 2g, cores.max = 3 }", "job.deadline = 1s");
    JobSpec read = kept(job);
    assertThat(read.spark()).isEqualTo(with().spark());
    assertThat(read.watch()).isEqualTo(with().watch());
    assertThat(override(job).spark()).isEqualTo(with().spark());
    String foreign =
        EffectiveConfiguration.render(configured())
            + "spark.\"driver.resource.gpu.discoveryScript\" = \"/tmp/run-me\"\n"
            + "spark.\"master\" = \"spark://elsewhere:7077\"\n";
    assertThat(EffectiveConfiguration.read(foreign).spec()).isEqualTo(with());
  }

  @Test
  void textOfAnotherVersionIsRefused() {
    assertThat(problems(() -> EffectiveConfiguration.read("train.headwatersOfTributaries = 2\n")))
        .contains(
            "Unknown key train.headwatersOfTributaries (saved configuration:1): see configuration.md for"
                + " all keys");
  }

  @Test
  void otherDataIsReadAsTheOldWas() {
    ConfiguredJob kept =
        configured("data { csv { header = false, delimiter = \";\" }, ignore = id }");
    DataSpec data = override(kept, "data.path=s3a://b/test.csv", "spark.master=local[2]").data();
    assertThat(data.path()).isEqualTo("s3a://b/test.csv");
    assertThat(data.format()).isEqualTo(new FormatSpec.Csv(Header.ABSENT, ';'));
    assertThat(data.columns()).isEqualTo(kept.spec().data().columns());
    assertThat(override(kept, "data.path=nameless").data().format())
        .isEqualTo(new FormatSpec.Csv(Header.ABSENT, ';'));
  }

  @Test
  void deadlineIsThatOfTheRunAndNotOfTheTraining() {
    ConfiguredJob kept = configured("job.deadline = 2h");
    assertThat(override(kept).watch()).isEqualTo(with().watch());
    assertThat(override(kept, "job.deadline=3h").watch().deadline()).contains(Duration.ofHours(3));
    assertThat(override(kept, "job.deadline=none").watch().deadline()).isEmpty();
  }

  @Test
  void formatFollowsTheNameOfOtherData() {
    assertThat(override(configured(), "data.path=t.tsv").data().format())
        .isEqualTo(new FormatSpec.Csv(Header.PRESENT, '\t'));
    assertThat(override(configured(), "data.path=t.parquet").data().format())
        .isEqualTo(new FormatSpec.Parquet());
    ConfiguredJob semicolons =
        configured("data { path = nameless, format = csv, csv.delimiter = \";\" }");
    assertThat(override(semicolons, "data.path=t.csv").data().format())
        .isEqualTo(new FormatSpec.Csv(Header.PRESENT, ';'));
  }

  @Test
  void labelsOfIdxBelongToTheirPath() {
    ConfiguredJob kept = configured("data { format = idx, label = null, idx.labels = y }");
    assertThat(override(kept).data().format()).isEqualTo(new FormatSpec.Idx(Optional.of("y")));
    assertThat(override(kept, "data.path=t").data().format())
        .isEqualTo(new FormatSpec.Idx(Optional.empty()));
    assertThat(override(kept, "data.path=t", "data.idx.labels=u").data().format())
        .isEqualTo(new FormatSpec.Idx(Optional.of("u")));
  }

  @Test
  void holdoutOfAnotherKindReplacesTheOld() {
    ConfiguredJob byPath = configured("data.holdout.path = test.csv");
    assertThat(override(byPath, "data.holdout.fraction=0.5").data().holdout())
        .isEqualTo(new HoldoutSpec.Fraction(0.5));
    assertThat(override(byPath, "data.holdout.path=null").data().holdout())
        .isEqualTo(new HoldoutSpec.None());
    ConfiguredJob byFraction = configured("data.holdout.fraction = 0.5");
    assertThat(override(byFraction, "data.holdout.path=t.csv").data().holdout())
        .isEqualTo(new HoldoutSpec.Path("t.csv", Optional.empty()));
  }

  @Test
  void whatWasKeptCanBeUnsetAndNothingElse() {
    ConfiguredJob kept = configured("data.weight = w");
    JobSpec job = override(kept, "data.weight=");
    assertThat(job).isEqualTo(with());
    assertThat(problems(() -> override(configured(), "data.weight=", "spark.executor.memory=")))
        .containsExactly(
            "Cannot unset data.weight (command line): it is not set; leave it out",
            "Cannot unset spark.executor.memory (command line): it is not set; leave it out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"train.epochs=2", "network.hidden=[2]", "output.model=m"})
  void whatAModelWasTrainedWithStays(String override) {
    String key = override.substring(0, override.indexOf('='));
    assertThat(problems(() -> override(configured(), override)))
        .singleElement()
        .asString()
        .startsWith("Cannot use " + key + " (command line): ");
  }

  @Test
  void settingWithoutMeaningIsRefusedWithKeptDataToo() {
    assertThat(
            problems(() -> override(configured(), "data.path=t.parquet", "data.csv.header=true")))
        .singleElement()
        .asString()
        .startsWith("Cannot use data.csv.header (command line): the data is read as parquet");
  }

  private static JobSpec override(ConfiguredJob kept, String... overrides) {
    return EffectiveConfiguration.override(kept, List.of(overrides));
  }

  private static String text(Arguments arguments) {
    return (String) arguments.get()[0];
  }

  @Test
  void aSourceOfSparkIsNotTakenFromWhatWasKept() {
    ConfiguredJob kept =
        configured(
            "data.format = spark",
            "data.spark { source = jdbc, options { url = \"jdbc:h2:mem:a\" } }");
    assertThat(problems(() -> EffectiveConfiguration.override(kept, List.of("data.path=other"))))
        .singleElement()
        .asString()
        .startsWith("Missing data.spark.source: set it to the name of a Spark data source");
  }
}
