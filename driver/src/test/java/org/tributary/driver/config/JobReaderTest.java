package org.tributary.driver.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tributary.driver.config.Jobs.overridden;
import static org.tributary.driver.config.Jobs.problems;
import static org.tributary.driver.config.Jobs.problemsWith;
import static org.tributary.driver.config.Jobs.with;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.function.Activation;
import org.tributary.core.function.LossParameters;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Precision;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.Initialization;
import org.tributary.core.network.Regularization;
import org.tributary.core.objective.Penalty;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.driver.spec.AggregationSpec;
import org.tributary.driver.spec.ClassWeights;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.DataSpec.ColumnsSpec;
import org.tributary.driver.spec.DecisionSpec;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.FormatSpec.Csv.Header;
import org.tributary.driver.spec.HoldoutSpec;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.spec.NetworkSpec;
import org.tributary.driver.spec.OutputSpec;
import org.tributary.driver.spec.PreparationSpec;
import org.tributary.driver.spec.SparkSpec;
import org.tributary.driver.spec.StopSpec;
import org.tributary.driver.spec.StrategySpec;
import org.tributary.driver.spec.TrainSpec;
import org.tributary.driver.spec.WatchSpec;

class JobReaderTest {

  @Test
  void smallestJobTakesEveryDefault() {
    assertThat(with())
        .isEqualTo(
            new JobSpec(
                new DataSpec(
                    "digits.csv",
                    FormatSpec.Csv.DEFAULT,
                    new ColumnsSpec(List.of("digit"), Optional.empty(), List.of(), List.of()),
                    new HoldoutSpec.None(),
                    PreparationSpec.DEFAULT,
                    0,
                    512),
                new NetworkSpec(
                    List.of(
                        new HiddenLayer(64, Activation.RELU), new HiddenLayer(32, Activation.RELU)),
                    Optional.empty(),
                    Initialization.AUTO,
                    LossParameters.none(),
                    Optional.empty()),
                new TrainSpec(
                    1,
                    100,
                    Precision.FLOAT32,
                    new StrategySpec.FullBatch(),
                    new OptimizerSpec.Lbfgs(10),
                    Penalty.NONE,
                    Regularization.NONE,
                    new StopSpec(0, 0, Optional.empty()),
                    1,
                    AggregationSpec.AUTO,
                    TrainSpec.Rounds.AUTO,
                    ClassWeights.none(),
                    DecisionSpec.NONE,
                    0),
                new OutputSpec("models/digits", OutputSpec.Existing.REFUSE),
                new WatchSpec(Optional.of(Duration.ofMinutes(30))),
                new SparkSpec(Map.of("spark.master", "local[*]"))));
  }

  @Test
  void everySectionCanBeSet() {
    JobSpec job =
        with(
            "data { weight = w, features = [a, b], ignore = id, scaling = none }",
            "data { partitions = 8, blockRows = 64, holdout.fraction = 0.25 }",
            "data.csv { header = false, delimiter = \";\" }",
            "network { hidden = [5, 4], activation = [tanh, leaky-relu], initialization = he }",
            "network.output = sigmoid-cross-entropy",
            "train { seed = -9223372036854775808, epochs = 1e3, precision = float64, l2 = 0.5 }",
            "train { evaluateEvery = 5, stop { gradientNorm = 1e-4, improvement = 1e-6 } }",
            "train.stop.timeBudget = 10m",
            "output.existing = replace");
    assertThat(job.data())
        .isEqualTo(
            new DataSpec(
                "digits.csv",
                new FormatSpec.Csv(Header.ABSENT, ';'),
                new ColumnsSpec(
                    List.of("digit"), Optional.of("w"), List.of("a", "b"), List.of("id")),
                new HoldoutSpec.Fraction(0.25),
                PreparationSpec.DEFAULT.withScaling(PreparationSpec.Scaling.NONE),
                8,
                64));
    assertThat(job.network())
        .isEqualTo(
            new NetworkSpec(
                List.of(
                    new HiddenLayer(5, Activation.TANH), new HiddenLayer(4, Activation.LEAKY_RELU)),
                OutputLoss.SIGMOID_CROSS_ENTROPY,
                Initialization.HE));
    assertThat(job.train())
        .isEqualTo(
            TrainSpec.DEFAULT
                .withSeed(Long.MIN_VALUE)
                .withEpochs(1000)
                .withPrecision(Precision.FLOAT64)
                .withPenalty(new Penalty(0, 0.5))
                .withStop(new StopSpec(1e-4, 1e-6, Optional.of(Duration.ofMinutes(10))))
                .withEvaluateEvery(5));
    assertThat(job.output().existing()).isEqualTo(OutputSpec.Existing.REPLACE);
  }

  @Test
  void everyProblemIsReportedAtOnceWithItsLine() {
    List<String> problems =
        problemsWith(
            "train.epoch = 5",
            "train.epochs = none",
            "train.optimizer { name = adam, momentum = 0.9 }",
            "train.stop.patience = 2",
            "data.csv.header = perhaps",
            "network.hidden = [64, 0]",
            "spark.executor.cores = [1]");
    assertThat(problems)
        .containsExactlyInAnyOrder(
            "Unknown key train.epoch (job.conf:4): did you mean train.epochs?",
            "Invalid train.epochs (job.conf:5): none (expected an integer from 1 to 1000000)",
            "Cannot use train.optimizer.momentum (job.conf:6): train.optimizer.name is adam"
                + " (job.conf:6), which has no such setting; remove it or choose another optimizer",
            "Cannot use train.stop.patience (job.conf:7): there is no validation or hold-out set; set"
                + " data.validation.fraction, data.holdout.fraction or data.holdout.path",
            "Invalid data.csv.header (job.conf:8): perhaps (expected true or false)",
            "Invalid network.hidden (job.conf:9): [64,0] (expected a list of 1000 widths at most,"
                + " each an integer from 1 to 16777216)",
            "Invalid spark.executor.cores (job.conf:10): [1] (expected text, a number or a"
                + " boolean)");
  }

  @Test
  void messageListsTheProblems() {
    assertThatThrownBy(() -> with("train.seed = x", "train.epochs = 0"))
        .hasMessage(
            """
            Invalid configuration: 2 problems
              Invalid train.seed (job.conf:4): x (expected an integer from -9223372036854775808 to 9223372036854775807)
              Invalid train.epochs (job.conf:5): 0 (expected an integer from 1 to 1000000)\
            """);
  }

  @Test
  void missingKeysAreAllNamed() {
    assertThat(problems(() -> JobReader.read("", "job.conf", List.of())))
        .anySatisfy(problem -> assertThat(problem).startsWith("Missing data.path: set it to"))
        .anySatisfy(problem -> assertThat(problem).startsWith("Missing data.label: set it to"))
        .anySatisfy(problem -> assertThat(problem).startsWith("Missing output.model: set it to"))
        .hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "train.epoch, train.epochs",
    "epochs, train.epochs",
    "train.learningRate, train.optimizer.learningRate",
    "train.optimiser.name, train.optimizer.name",
    "data.partition, data.partitions",
    "Data.Path, data.path",
    "trian.seed, train.seed",
    "network.layers.hidden, network.hidden",
    "data.holdOut, data.holdout.fraction",
    "train.optimiser, train.optimizer.name",
  })
  void unknownKeyIsAnsweredWithTheNearest(String unknown, String nearest) {
    assertThat(problemsWith(unknown + " = 1"))
        .contains("Unknown key " + unknown + " (job.conf:4): did you mean " + nearest + "?");
  }

  @Test
  void unknownKeyFarFromEveryOtherIsAnsweredWithoutAGuess() {
    assertThat(problemsWith("zzzzzzzz = 1"))
        .containsExactly("Unknown key zzzzzzzz (job.conf:4): see configuration.md for all keys");
  }

  @Test
  void defaultsOfOptimizersAreNoKeysOfAJob() {
    assertThat(problemsWith("train.optimizer.defaults.adam.learningRate = 1"))
        .singleElement()
        .asString()
        .startsWith("Unknown key train.optimizer.defaults.adam.learningRate (job.conf:4)");
  }

  @Test
  void valueInPlaceOfASectionIsRefused() {
    assertThat(problemsWith("train.stop = 5"))
        .containsExactly(
            "Invalid train.stop (job.conf:4): 5 (expected a section, with keys such as"
                + " train.stop.gradientNorm)");
    assertThat(problems(() -> JobReader.read(Jobs.SMALLEST, "job.conf", List.of("spark=5"))))
        .containsExactly(
            "Invalid spark (command line): a string that is not shown (expected a section,"
                + " with keys such as"
                + " spark.master)");
  }

  @Test
  void keySetUnderTwoSpellingsIsRefused() {
    assertThat(problemsWith("train.seed = 1", "\"train.seed\" = 2"))
        .singleElement()
        .asString()
        .startsWith("Cannot set train.seed twice: at job.conf:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train.epochs = 1.5",
        "train.epochs = 0",
        "train.epochs = 2147483648",
        "train.epochs = true",
        "train.epochs { many = 1 }",
        "train.seed = 9223372036854775808",
        "train.seed = 1e400",
        "train.l2 = -1e-9",
        "train.l2 = NaN",
        "train.l2 = 1e400",
        "train.precision = float16",
        "train.precision = FLOAT32",
        "train.stop.timeBudget = 10",
        "train.stop.timeBudget = 0s",
        "train.stop.timeBudget = 10 fortnights",
        "data.holdout.fraction = 1",
        "data.blockRows = 0",
        "data.csv.delimiter = \"\"",
        "data.csv.delimiter = \",,\"",
        "data.csv.delimiter = \"\\n\"",
        "data.csv.delimiter = \"\\\"\"",
        "data.features = [a, a]",
        "data.weight = [w]",
        "data.scaling = 1",
        "network.hidden = \"64,32\"",
        "network.activation = swish",
        "output.existing = overwrite",
        "output.model = \"\"",
      })
  void valueOfTheWrongTypeOrRangeIsRefused(String line) {
    String key = line.substring(0, line.indexOf(' '));
    assertThat(problemsWith(line))
        .singleElement()
        .asString()
        .startsWith("Invalid " + key + " (job.conf:4): ")
        .contains(" (expected ");
  }

  @Test
  void nullUnsetsAKeySoThatItsDefaultIsBack() {
    assertThat(with("train.epochs = 7", "train.epochs = null").train().epochs()).isEqualTo(100);
    assertThat(problems(() -> overridden("data.label=null"))).hasSize(1);
  }

  @Test
  void syntaxErrorIsOneProblemWithItsLine() {
    assertThat(problemsWith("train {", "  epochs = = 5", "}"))
        .singleElement()
        .asString()
        .startsWith("Invalid HOCON (job.conf:5): ");
  }

  @Test
  void substitutionsSeeOverridesTheFileDefaultsAndTheEnvironment() {
    String text =
        """
        data.path = ${data.label}".csv"
        output.model = models/${train.seed}/${train.epochs}/${PATH}
        data.label = digit
        train.epochs = 3
        """;
    JobSpec job = JobReader.read(text, "job.conf", List.of("data.label=letter"));
    assertThat(job.data().path()).isEqualTo("letter.csv");
    assertThat(job.output().model()).isEqualTo("models/1/3/" + System.getenv("PATH"));
  }

  @Test
  void unresolvedSubstitutionIsOneProblemWithItsLine() {
    assertThat(problemsWith("data.weight = ${nowhere}"))
        .singleElement()
        .asString()
        .startsWith("Invalid HOCON (job.conf:4): ")
        .contains("${nowhere}");
  }

  @Test
  void fileIsReadWithItsNameAndItsIncludes(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("odd name, 100% \u00e4.conf");
    Files.writeString(directory.resolve("base.conf"), Jobs.SMALLEST + "train.epochs = many\n");
    Files.writeString(file, "include \"base.conf\"\ntrain.seed = 1.5\n");
    assertThat(problems(() -> JobReader.read(file, List.of())))
        .containsExactly(
            "Invalid train.seed ("
                + file
                + ":2): 1.5 (expected an integer from -9223372036854775808 to 9223372036854775807)",
            "Invalid train.epochs ("
                + directory.resolve("base.conf")
                + ":4): many (expected an integer from 1 to 1000000)");
    assertThat(JobReader.read(file, List.of("train.seed=2", "train.epochs=3")).train().seed())
        .isEqualTo(2);
  }

  @Test
  void includeThatIsNotThereIsRefused(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("job.conf");
    Files.writeString(file, "include \"nowhere.conf\"\n" + Jobs.SMALLEST);
    assertThat(problems(() -> JobReader.read(file, List.of())))
        .singleElement()
        .asString()
        .contains("nowhere.conf");
  }

  @Test
  void fileThatIsNotThereIsRefused(@TempDir Path directory) {
    Path file = directory.resolve("nowhere.conf");
    assertThat(problems(() -> JobReader.read(file, List.of())))
        .singleElement()
        .asString()
        .startsWith("Cannot read " + file + ": ");
  }
}
