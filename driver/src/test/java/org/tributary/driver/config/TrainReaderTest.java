package org.tributary.driver.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tributary.driver.config.Jobs.configured;
import static org.tributary.driver.config.Jobs.kept;
import static org.tributary.driver.config.Jobs.problemsWith;
import static org.tributary.driver.config.Jobs.with;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.metrics.Metric;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.core.optim.Schedule;
import org.tributary.driver.config.OptionNames.OptimizerName;
import org.tributary.driver.config.OptionNames.ScheduleName;
import org.tributary.driver.spec.ClassWeights;
import org.tributary.driver.spec.Monitor;
import org.tributary.driver.spec.StopSpec;
import org.tributary.driver.spec.StrategySpec;
import org.tributary.driver.spec.TrainSpec;

class TrainReaderTest {

  static Stream<Arguments> optimizers() {
    return Stream.of(
        Arguments.of("name = gradient-descent", new OptimizerSpec.GradientDescent(rate(0.1))),
        Arguments.of("name = momentum", new OptimizerSpec.Momentum(rate(0.01), 0.9)),
        Arguments.of(
            "name = nesterov, learningRate = 2, momentum = 0.5",
            new OptimizerSpec.Nesterov(rate(2), 0.5)),
        Arguments.of("name = adam", new OptimizerSpec.Adam(rate(0.001), 0.9, 0.999, 1e-8)),
        Arguments.of(
            "name = adam, learningRate = 0.5, beta1 = 0.1, beta2 = 0.2, epsilon = 1e-3",
            new OptimizerSpec.Adam(rate(0.5), 0.1, 0.2, 1e-3)),
        Arguments.of("name = adamw", new OptimizerSpec.AdamW(rate(0.001), 0.9, 0.999, 1e-8, 0.01)),
        Arguments.of(
            "name = adamw, weightDecay = 0",
            new OptimizerSpec.AdamW(rate(0.001), 0.9, 0.999, 1e-8, 0)),
        Arguments.of(
            "name = adamw, weightDecaySchedule = flat-cosine",
            new OptimizerSpec.AdamW(
                rate(0.001), 0.9, 0.999, 1e-8, 0.01, new Schedule.FlatCosine(1, 0, 0))),
        Arguments.of(
            "name = adamw, weightDecaySchedule = cosine",
            new OptimizerSpec.AdamW(
                rate(0.001), 0.9, 0.999, 1e-8, 0.01, new Schedule.Cosine(1, 0, 0))),
        Arguments.of(
            "name = rmsprop, decay = 0.8", new OptimizerSpec.RmsProp(rate(0.001), 0.8, 1e-8)),
        Arguments.of("name = lbfgs", new OptimizerSpec.Lbfgs(10)),
        Arguments.of("name = owlqn, memory = 5", new OptimizerSpec.Owlqn(5)));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void optimizerIsReadWithItsDefaults(String section, OptimizerSpec expected) {
    assertThat(with("train.optimizer { " + section + " }").train().optimizer()).isEqualTo(expected);
  }

  static Stream<Arguments> schedules() {
    return Stream.of(
        Arguments.of("name = constant", rate(0.1)),
        Arguments.of("name = step, every = 10", new Schedule.Step(0.1, 0.5, 10)),
        Arguments.of("name = step, every = 3, factor = 1", new Schedule.Step(0.1, 1, 3)),
        Arguments.of("name = exponential, decay = 0.99", new Schedule.Exponential(0.1, 0.99)),
        Arguments.of("name = cosine, steps = 100", new Schedule.Cosine(0.1, 0, 100)),
        Arguments.of("name = cosine, steps = 100, floor = 0.1", new Schedule.Cosine(0.1, 0.1, 100)),
        Arguments.of("name = cosine", new Schedule.Cosine(0.1, 0, 0)),
        Arguments.of(
            "name = flat-cosine, steps = 8, floor = 0.01", new Schedule.FlatCosine(0.1, 0.01, 8)),
        Arguments.of("name = flat-cosine", new Schedule.FlatCosine(0.1, 0, 0)),
        Arguments.of("name = coslog4", new Schedule.CosLog4(0.1, 0)),
        Arguments.of("name = coslog4, steps = 30", new Schedule.CosLog4(0.1, 30)),
        Arguments.of("name = inverse-time, decay = 2", new Schedule.InverseTime(0.1, 2)),
        Arguments.of("warmUp = 5", new Schedule.WarmUp(5, rate(0.1))),
        Arguments.of(
            "name = cosine, steps = 9, warmUp = 3",
            new Schedule.WarmUp(3, new Schedule.Cosine(0.1, 0, 9))));
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void scheduleIsReadWithItsDefaults(String section, Schedule expected) {
    TrainSpec train =
        with(
                "train.optimizer { name = gradient-descent, learningRate = 0.1 }",
                "train.schedule { " + section + " }")
            .train();
    assertThat(train.optimizer()).isEqualTo(new OptimizerSpec.GradientDescent(expected));
  }

  static Stream<Arguments> classWeights() {
    return Stream.of(
        Arguments.of("train.classWeights = none", ClassWeights.none()),
        Arguments.of("train.classWeights = balanced", new ClassWeights.Balanced()),
        Arguments.of(
            "train.classWeights { yes = 5, \"1.5\" = 2, 0 = 0.5 }",
            new ClassWeights.Given(Map.of("yes", 5.0, "1.5", 2.0, "0", 0.5))));
  }

  @ParameterizedTest
  @MethodSource("classWeights")
  void classWeightsAreReadByName(String line, ClassWeights expected) {
    assertThat(with(line).train().classWeights()).isEqualTo(expected);
  }

  @Test
  void classWeightsCanBeGivenOnTheCommandLine() {
    assertThat(
            Jobs.overridden("train.classWeights.yes=5", "train.classWeights.no=2")
                .train()
                .classWeights())
        .isEqualTo(new ClassWeights.Given(Map.of("yes", 5.0, "no", 2.0)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "even",
        "{}",
        "{ a = 0 }",
        "{ a = -1 }",
        "{ a = many }",
        "{ a = 1e7 }",
        "{ 1.5 = 2 }",
        "[1, 2]"
      })
  void classWeightsOfNoKindAreRefused(String value) {
    assertThat(problemsWith("train.classWeights = " + value))
        .singleElement()
        .asString()
        .startsWith("Invalid train.classWeights (job.conf:4): ")
        .endsWith(
            "(expected none, balanced, or { class = weight } with a number from 1e-6 to 1e6 for each"
                + " class, and quotes around names with dots)");
  }

  @Test
  void classWeightsAreRefusedWithoutOneClassARow() {
    assertThat(
            problemsWith(
                "network.output = identity-squared-error", "train.classWeights = balanced"))
        .containsExactly(
            "Cannot use train.classWeights (job.conf:5): the task is regression, where a row has not"
                + " one class; remove it, or weigh rows with data.weight");
    assertThat(
            problemsWith(
                "data.label = [a, b], network.output = sigmoid-cross-entropy",
                "train.classWeights { a = 2 }"))
        .singleElement()
        .asString()
        .contains("the task is multi-label classification");
  }

  @ParameterizedTest
  @EnumSource
  void optimizerRefusesEverySettingOfTheOthers(OptimizerName name) {
    List<Key<?>> others =
        Keys.OPTIMIZER_SETTINGS.stream()
            .filter(key -> !Defaults.has(key, Keys.OPTIMIZER, name))
            .toList();
    assertThat(others).isNotEmpty();
    for (Key<?> other : others) {
      assertThat(
              problemsWith(
                  "train.optimizer.name = " + ValueTypes.name(name), other.name() + " = 0.5"))
          .isNotEmpty()
          .first()
          .asString()
          .startsWith("Cannot use " + other.name() + " (job.conf:5): ")
          .contains(ValueTypes.name(name));
    }
  }

  @ParameterizedTest
  @EnumSource
  void scheduleRefusesEverySettingOfTheOthers(ScheduleName name) {
    for (Key<?> key : Keys.SCHEDULE_SETTINGS) {
      List<String> problems =
          problemsWith(
              "train.optimizer { name = adam, learningRate = 0 }",
              "train.schedule.name = " + ValueTypes.name(name),
              key.name() + " = 1");
      boolean refused =
          problems.stream().anyMatch(problem -> problem.startsWith("Cannot use " + key.name()));
      assertThat(refused)
          .as("%s with %s", key.name(), name)
          .isNotEqualTo(Defaults.has(key, Keys.SCHEDULE, name));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"name = constant", "warmUp = 3", "every = 2", "decay = 0.5"})
  void quasiNewtonMethodsRefuseASchedule(String setting) {
    assertThat(problemsWith("train.schedule { " + setting + " }"))
        .singleElement()
        .asString()
        .startsWith("Cannot use train.schedule.")
        .contains("train.optimizer.name is lbfgs (by default), which uses a line search");
  }

  @ParameterizedTest
  @ValueSource(strings = {"step", "exponential", "inverse-time"})
  void scheduleNamesWhatItNeeds(String schedule) {
    assertThat(problemsWith("train.optimizer.name = adam", "train.schedule.name = " + schedule))
        .singleElement()
        .asString()
        .startsWith("Missing train.schedule.")
        .contains("train.schedule.name is " + schedule + " (job.conf:5), which needs it");
  }

  @Test
  void warmUpIsRefusedWithAScheduleThatRisesItself() {
    assertThat(
            problemsWith(
                "train.optimizer.name = adam", "train.schedule { name = coslog4, warmUp = 5 }"))
        .containsExactly(
            "Cannot use train.schedule.warmUp (job.conf:5): train.schedule.name is coslog4"
                + " (job.conf:5), which rises from 0 itself; remove it or set it to 0");
  }

  @Test
  void rangesThatDependOnOtherKeysAreChecked() {
    assertThat(
            problemsWith(
                "train.optimizer.name = adam",
                "train.schedule { name = exponential, decay = 1.5 }"))
        .containsExactly(
            "Invalid train.schedule.decay (job.conf:5): 1.5 (expected more than 0 and at most 1"
                + " with exponential)");
    assertThat(
            problemsWith(
                "train.optimizer.name = adam",
                "train.schedule { name = cosine, steps = 5, floor = 0.002 }"))
        .containsExactly(
            "Invalid train.schedule.floor (job.conf:5): 0.002 (expected at most the learning rate,"
                + " 0.001)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "adam { learningRate = 0 }",
        "adam { learningRate = -1 }",
        "adam { beta1 = 1 }",
        "adam { beta2 = -0.1 }",
        "adam { epsilon = 0 }",
        "adamw { weightDecay = -1 }",
        "rmsprop { decay = 1 }",
        "momentum { momentum = 1 }",
        "lbfgs { memory = 0 }",
      })
  void settingOutOfRangeIsRefused(String optimizerAndSetting) {
    int space = optimizerAndSetting.indexOf(' ');
    String name = optimizerAndSetting.substring(0, space);
    assertThat(
            problemsWith(
                "train.optimizer.name = " + name,
                "train.optimizer " + optimizerAndSetting.substring(space)))
        .singleElement()
        .asString()
        .startsWith("Invalid train.optimizer.");
  }

  @Test
  void activationsAreOneOrOneForEachHiddenLayer() {
    assertThat(problemsWith("network { hidden = [3, 2], activation = [relu, tanh, elu] }"))
        .containsExactly(
            "Invalid network.activation (job.conf:4): [\"relu\",\"tanh\",\"elu\"] (expected one"
                + " name, or one for each of the 2 hidden layers)");
    assertThat(problemsWith("network { hidden = [], activation = relu }"))
        .containsExactly(
            "Cannot use network.activation (job.conf:4): network.hidden is empty, so no layer has"
                + " an activation; remove it, or unset it with network.activation=");
    assertThat(with("network.hidden = []").network().hidden()).isEmpty();
  }

  private static Schedule rate(double rate) {
    return new Schedule.Constant(rate);
  }

  @Test
  void strategyIsReadWithItsDefaults() {
    assertThat(with().train().strategy()).isEqualTo(new StrategySpec.FullBatch());
    assertThat(strategy("name = mini-batch")).isEqualTo(new StrategySpec.MiniBatch(1024));
    assertThat(strategy("name = local-steps"))
        .isEqualTo(
            new StrategySpec.LocalSteps(
                0,
                0,
                64,
                1,
                new OptimizerSpec.GradientDescent(new Schedule.Constant(1)),
                StrategySpec.InnerState.AVERAGE));
    assertThat(
            strategy(
                "name = local-steps, shards = 4, batch = 32, steps = 10, growth = 1.5,"
                    + " inner = reset, outer = nesterov, outerMomentum = 0.8"))
        .isEqualTo(
            new StrategySpec.LocalSteps(
                4,
                32,
                10,
                1.5,
                new OptimizerSpec.Nesterov(new Schedule.Constant(0.7), 0.8),
                StrategySpec.InnerState.RESET));
  }

  @Test
  void batchOfZeroIsOnlyForLocalSteps() {
    assertThat(strategy("name = local-steps, batch = 0"))
        .isEqualTo(StrategySpec.LocalSteps.DEFAULT);
    assertThat(
            problemsWith(
                "train.optimizer.name = adam", "train.strategy { name = mini-batch, batch = 0 }"))
        .singleElement()
        .asString()
        .startsWith("Invalid train.strategy.batch (")
        .endsWith(
            ": 0 (expected an integer from 1 to 16777216 with mini-batch; 0 is for local-steps,"
                + " which derives it)");
  }

  private static StrategySpec strategy(String section) {
    return with("train.optimizer.name = adam", "train.strategy { " + section + " }")
        .train()
        .strategy();
  }

  @Test
  void strategyRefusesWhatItDoesNotHave() {
    assertThat(problemsWith("train.optimizer.name = adam", "train.strategy.batch = 7"))
        .singleElement()
        .asString()
        .startsWith("Cannot use train.strategy.batch (job.conf:5): ")
        .contains("full-batch");
    assertThat(
            problemsWith(
                "train.optimizer.name = adam",
                "train.strategy { name = local-steps, outerMomentum = 0.5 }"))
        .singleElement()
        .asString()
        .startsWith("Cannot use train.strategy.outerMomentum (job.conf:5): ")
        .contains("average");
  }

  @Test
  void quasiNewtonMethodsNeedTheFullBatch() {
    assertThat(problemsWith("train.strategy.name = mini-batch"))
        .singleElement()
        .asString()
        .startsWith("Cannot use train.strategy.name (job.conf:4): ")
        .contains("lbfgs", "set train.optimizer.name to adam");
  }

  @Test
  void strategyStaysTheSameThroughItsText() {
    for (String section :
        List.of(
            "name = mini-batch, batch = 100",
            "name = local-steps, shards = 3, outer = nesterov, growth = 2",
            "name = local-steps, inner = reset")) {
      ConfiguredJob job =
          configured("train.optimizer.name = adam", "train.strategy { " + section + " }");
      assertThat(kept(job)).isEqualTo(job.spec());
    }
  }

  @Test
  void patienceNeedsRowsHoldout() {
    assertThat(problemsWith("train.stop.patience = 3"))
        .singleElement()
        .asString()
        .startsWith(
            "Cannot use train.stop.patience (job.conf:4): there is no validation or hold-out set");
    StopSpec stop =
        with("data.holdout.fraction = 0.1", "train.stop { patience = 3, monitor = loss }")
            .train()
            .stop();
    assertThat(stop.patience()).isEqualTo(3);
    assertThat(stop.monitor()).isEqualTo(Monitor.of(Metric.LOSS));
  }
}
