package org.tributary.driver.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.driver.spec.DataSpec;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.spec.Optimizers;
import org.tributary.driver.spec.OutputSpec;
import org.tributary.driver.spec.StrategySpec;

class DefaultsTest {
  private static final Path DOCUMENT = Path.of("docs", "configuration.md");
  private static final Path EXAMPLES = Path.of("..", "conf");
  private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| ([^|]+) \\|.*");

  @Test
  void fileHasEveryKeyAndNoOther() {
    assertThat(keys().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(Keys.ALL.stream().map(Key::name), Stream.of("spark.master")).toList());
  }

  @Test
  void everyDefaultIsOfItsKeysType() {
    for (Key<?> key : Keys.ALL) {
      assertThatCode(() -> Defaults.of(key)).as(key.name()).doesNotThrowAnyException();
    }
  }

  @Test
  void tablesHaveEveryChoiceAndSettingsThatAreKeys() {
    assertThat(table(Keys.OPTIMIZER).keySet()).isEqualTo(names(OptionNames.OptimizerName.values()));
    assertThat(table(Keys.SCHEDULE).keySet()).isEqualTo(names(OptionNames.ScheduleName.values()));
    assertThat(table(Keys.STRATEGY).keySet()).isEqualTo(names(OptionNames.StrategyName.values()));
    assertThat(table(Keys.AGGREGATION).keySet())
        .isEqualTo(names(OptionNames.AggregationName.values()));
    assertThat(settings(Keys.AGGREGATION)).isEqualTo(leaves(Keys.AGGREGATION_SETTINGS));
    assertThat(settings(Keys.STRATEGY)).isEqualTo(leaves(Keys.STRATEGY_SETTINGS));
    assertThat(settings(Keys.OPTIMIZER)).isEqualTo(leaves(Keys.OPTIMIZER_SETTINGS));
    assertThat(settings(Keys.SCHEDULE)).isEqualTo(leaves(Keys.SCHEDULE_SETTINGS));
  }

  @Test
  void specsHaveTheSameDefaults() {
    DataSpec data =
        new DataSpec("digits.csv", FormatSpec.Csv.DEFAULT, new DataSpec.ColumnsSpec("digit"));
    assertThat(Jobs.with()).isEqualTo(new JobSpec(data, new OutputSpec("models/digits")));
    assertThat(Jobs.with("data.format = libsvm", "data.label = null").data().format())
        .isEqualTo(FormatSpec.Libsvm.DEFAULT);
  }

  static Stream<Arguments> optimizers() {
    return Stream.of(
        Arguments.of("gradient-descent", Optimizers.GRADIENT_DESCENT),
        Arguments.of("momentum", Optimizers.MOMENTUM),
        Arguments.of("nesterov", Optimizers.NESTEROV),
        Arguments.of("adam", Optimizers.ADAM),
        Arguments.of("adamw", Optimizers.ADAMW),
        Arguments.of("rmsprop", Optimizers.RMSPROP),
        Arguments.of("lbfgs", Optimizers.LBFGS),
        Arguments.of("owlqn", Optimizers.OWLQN));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void optimizersHaveTheSameDefaultsInSpecs(String name, OptimizerSpec expected) {
    assertThat(Jobs.with("train.optimizer.name = " + name).train().optimizer()).isEqualTo(expected);
  }

  static Stream<Arguments> strategies() {
    return Stream.of(
        Arguments.of("name = full-batch", new StrategySpec.FullBatch()),
        Arguments.of("name = mini-batch", StrategySpec.MiniBatch.DEFAULT),
        Arguments.of("name = local-steps", StrategySpec.LocalSteps.DEFAULT));
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void strategiesHaveTheSameDefaultsInSpecs(String strategy, StrategySpec expected) {
    assertThat(
            Jobs.with("train { strategy { " + strategy + " }, optimizer.name = adam }")
                .train()
                .strategy())
        .isEqualTo(expected);
  }

  @Test
  void outerOptimizerWithMomentumHasTheSameDefaultsInSpecs() {
    StrategySpec read =
        Jobs.with(
                "train { strategy { name = local-steps, outer = nesterov } }",
                "train.optimizer.name = adam")
            .train()
            .strategy();
    assertThat(((StrategySpec.LocalSteps) read).outer())
        .isEqualTo(StrategySpec.LocalSteps.OUTER_NESTEROV);
  }

  @Test
  void documentHasEveryKeyWithItsDefaultAndNoOther() throws IOException {
    Map<String, String> documented = rows(name -> name.contains("."));
    assertThat(documented.keySet()).containsExactlyInAnyOrderElementsOf(keys().keySet());
    keys()
        .forEach(
            (name, value) -> {
              if (value.valueType() == ConfigValueType.NULL) {
                assertThat(documented.get(name))
                    .as(name)
                    .isIn("required", "optional", byChoice(name));
              } else {
                assertThat(documented.get(name)).as(name).isEqualTo("`" + spell(value) + "`");
              }
            });
  }

  @Test
  void documentHasEveryChoiceWithItsDefaults() throws IOException {
    Map<String, String> expected = new TreeMap<>();
    describe(Keys.STRATEGY, Keys.STRATEGY_SETTINGS, expected);
    describe(Keys.OPTIMIZER, Keys.OPTIMIZER_SETTINGS, expected);
    describe(Keys.AGGREGATION, Keys.AGGREGATION_SETTINGS, expected);
    describe(Keys.SCHEDULE, Keys.SCHEDULE_SETTINGS, expected);
    assertThat(rows(name -> !name.contains("."))).isEqualTo(expected);
  }

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.filter(file -> file.toString().endsWith(".conf")).toList();
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("examples")
  void everyExampleIsAJob(Path example) {
    ConfiguredJob job = JobReader.configured(example, List.of());
    assertThat(Jobs.kept(job)).isEqualTo(job.spec());
  }

  @Test
  void exampleInTheDocumentIsAJob() throws IOException {
    Matcher block =
        Pattern.compile("```hocon\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCUMENT));
    assertThat(block.find()).isTrue();
    JobSpec job = JobReader.read(block.group(1), "configuration.md", List.of());
    assertThat(job.data().path()).isEqualTo("conf/data/digits.csv");
  }

  private static String byChoice(String name) {
    String section = name.substring(0, name.lastIndexOf('.'));
    return "by " + section.replace("train.", "");
  }

  private static void describe(
      Key<? extends Enum<?>> choice, List<Key<?>> keys, Map<String, String> cells) {
    table(choice)
        .forEach(
            (name, section) -> {
              ConfigObject settings = (ConfigObject) section;
              String cell =
                  keys.stream()
                      .filter(key -> settings.containsKey(key.leaf()))
                      .map(key -> describe(key.leaf(), settings.get(key.leaf())))
                      .collect(Collectors.joining(", "));
              cells.put(name, cell.isEmpty() ? "none" : cell);
            });
  }

  private static String describe(String leaf, ConfigValue value) {
    return value.valueType() == ConfigValueType.NULL
        ? "`" + leaf + "` required"
        : "`" + leaf + " = " + spell(value) + "`";
  }

  private static String spell(ConfigValue value) {
    return ValueTypes.scalar(value).orElseGet(() -> value.render(ConfigRenderOptions.concise()));
  }

  private static Map<String, ConfigValue> keys() {
    Map<String, ConfigValue> keys = new LinkedHashMap<>();
    Config config =
        Defaults.config()
            .withoutPath(Defaults.table(Keys.STRATEGY))
            .withoutPath(Defaults.table(Keys.AGGREGATION))
            .withoutPath(Defaults.table(Keys.OPTIMIZER))
            .withoutPath(Defaults.table(Keys.SCHEDULE));
    collect("", config.root(), keys);
    return keys;
  }

  private static void collect(String prefix, ConfigObject section, Map<String, ConfigValue> keys) {
    section.forEach(
        (name, value) -> {
          if (value instanceof ConfigObject inner) {
            collect(prefix + name + ".", inner, keys);
          } else {
            keys.put(prefix + name, value);
          }
        });
  }

  private static ConfigObject table(Key<? extends Enum<?>> choice) {
    return Defaults.config().getObject(Defaults.table(choice));
  }

  private static Set<String> settings(Key<? extends Enum<?>> choice) {
    Set<String> settings = new TreeSet<>();
    table(choice).values().forEach(section -> settings.addAll(((ConfigObject) section).keySet()));
    return settings;
  }

  private static Set<String> leaves(List<Key<?>> keys) {
    return keys.stream().map(Key::leaf).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> names(Enum<?>[] constants) {
    return Stream.of(constants)
        .map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<String, String> rows(Predicate<String> names) throws IOException {
    Map<String, String> rows = new TreeMap<>();
    for (String line : Files.readAllLines(DOCUMENT)) {
      Matcher row = ROW.matcher(line);
      if (row.matches() && names.test(row.group(1))) {
        assertThat(rows.put(row.group(1), row.group(2).strip())).as(line).isNull();
      }
    }
    return rows;
  }
}
