package org.tributary.driver.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.driver.spec.InvalidConfiguration;
import org.tributary.driver.spec.Limits;

/** Every key that takes a number or a duration has a range, and says so. */
class NumericKeysTest {
  private static final Pattern RANGE = Pattern.compile("from (\\S+) to (less than )?([^\\s;]+)");

  private static final String RETRAINING = "retrain.registry=r data.holdout.fraction=0.5";

  /** What a key needs beside it to have a meaning. */
  private static final Map<String, String> COMPANIONS =
      Map.ofEntries(
          Map.entry("data.libsvm.features", "data.format=libsvm data.label=label"),
          Map.entry("data.unreadable.share", "data.unreadable.path=u"),
          Map.entry("network.huber.delta", "network.output=identity-huber"),
          Map.entry("network.quantiles", "network.output=quantiles-pinball"),
          Map.entry("train.l1", "train.optimizer.name=owlqn"),
          Map.entry("train.clipNorm", "train.optimizer.name=adam"),
          Map.entry("train.maxNorm", "train.optimizer.name=adam"),
          Map.entry("train.dropout", "train.optimizer.name=adam"),
          Map.entry("train.inputDropout", "train.optimizer.name=adam"),
          Map.entry("train.strategy.batch", local("")),
          Map.entry("train.strategy.shards", local("")),
          Map.entry("train.strategy.steps", local("")),
          Map.entry("train.strategy.growth", local("")),
          Map.entry("train.strategy.outerLearningRate", local("train.strategy.outer=nesterov")),
          Map.entry("train.strategy.outerMomentum", local("train.strategy.outer=nesterov")),
          Map.entry("train.optimizer.learningRate", "train.optimizer.name=adam"),
          Map.entry("train.optimizer.momentum", "train.optimizer.name=nesterov"),
          Map.entry("train.optimizer.beta1", "train.optimizer.name=adam"),
          Map.entry("train.optimizer.beta2", "train.optimizer.name=adam"),
          Map.entry("train.optimizer.epsilon", "train.optimizer.name=adam"),
          Map.entry("train.optimizer.decay", "train.optimizer.name=rmsprop"),
          Map.entry("train.optimizer.weightDecay", "train.optimizer.name=adamw"),
          Map.entry("train.schedule.warmUp", "train.optimizer.name=adam"),
          Map.entry("train.schedule.factor", schedule("step train.schedule.every=1")),
          Map.entry("train.schedule.every", schedule("step")),
          Map.entry("train.schedule.decay", schedule("inverse-time")),
          Map.entry(
              "train.schedule.floor",
              schedule("cosine train.schedule.steps=1 train.optimizer.learningRate=1e30")),
          Map.entry("train.schedule.steps", schedule("cosine")),
          Map.entry("train.stop.patience", "data.holdout.fraction=0.5"),
          Map.entry("train.stop.refit", "train.stop.patience=3 data.validation.fraction=0.5"),
          Map.entry("train.aggregation.depth", "train.aggregation.mode=tree"),
          Map.entry("train.aggregation.slices", "train.aggregation.mode=sharded"),
          Map.entry("checkpoint.every", "checkpoint.path=c"),
          Map.entry("checkpoint.keep", "checkpoint.path=c"),
          Map.entry("retrain.margin", RETRAINING),
          Map.entry("retrain.confidence", RETRAINING),
          Map.entry("retrain.resamples", RETRAINING),
          Map.entry("retrain.check.rows", RETRAINING),
          Map.entry("retrain.check.labelShare", RETRAINING),
          Map.entry("retrain.check.labelChange", RETRAINING),
          Map.entry("retrain.check.missing", RETRAINING),
          Map.entry("retrain.check.missingChange", RETRAINING),
          Map.entry("retrain.check.psi", RETRAINING),
          Map.entry("retrain.check.significance", RETRAINING),
          Map.entry("retrain.check.drifted", RETRAINING));

  private static String local(String more) {
    return ("train.strategy.name=local-steps train.optimizer.name=adam " + more).strip();
  }

  private static String schedule(String name) {
    return "train.optimizer.name=adam train.schedule.name=" + name;
  }

  /** Returns the keys that take a number or a duration, but not every text. */
  static Stream<Key<?>> keys() {
    return Keys.ALL.stream()
        .filter(
            key ->
                !key.equals(Keys.CSV_DELIMITER)
                    && !key.equals(Keys.CSV_ESCAPE)
                    && !key.equals(Keys.MISSING_NUMBERS))
        .filter(key -> Stream.of("0", "0.5", "1", "1s").anyMatch(text -> takes(key, text)))
        .filter(key -> !takes(key, "zzz"));
  }

  private static boolean takes(Key<?> key, String text) {
    return key.type().read(ConfigValueFactory.fromAnyRef(text)).isPresent();
  }

  @Test
  void keysOfEveryNumericKindAreFound() {
    assertThat(keys().map(Key::name))
        .contains("data.blockRows", "train.seed", "train.l2", "train.dropout", "network.hidden")
        .contains("job.deadline", "train.stop.timeBudget")
        .doesNotContain("data.path", "train.precision", "data.csv.header", "data.csv.delimiter");
  }

  @ParameterizedTest
  @MethodSource("keys")
  void boundsPassAndWhatIsBeyondIsRefusedWithTheRange(Key<?> key) {
    Matcher range = range(key);
    String least = range.group(1);
    String most = range.group(3);
    boolean open = range.group(2) != null;
    assertThat(problems(key, least)).as("%s=%s", key.name(), least).isEmpty();
    String last = open ? String.valueOf(Math.nextDown(Double.parseDouble(most))) : most;
    assertThat(problems(key, last)).as("%s=%s", key.name(), last).isEmpty();

    for (String beyond : List.of(open ? most : moved(key, most, 1), moved(key, least, -1))) {
      assertThat(problems(key, beyond))
          .as("%s=%s", key.name(), beyond)
          .anySatisfy(
              problem ->
                  assertThat(problem)
                      .startsWith("Invalid " + key.name() + " (command line): " + beyond)
                      .endsWith("(expected " + key.type().expected() + ")")
                      .hasLineCount(1));
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void documentNamesTheRange(Key<?> key) throws IOException {
    Matcher range = range(key);
    String open = range.group(2) == null ? "" : range.group(2);
    assertThat(Files.readString(Path.of("docs", "configuration.md")))
        .containsPattern(
            "(?m)^\\| %s to %s%s \\| [^|]*`%s`[^|]* \\| [^|]+ \\|$"
                .formatted(
                    Pattern.quote(range.group(1)),
                    open,
                    Pattern.quote(range.group(3)),
                    Pattern.quote(key.name())));
  }

  @Test
  void moreLayersThanTheBoundAreRefused() {
    String layers = "1,".repeat(Limits.LAYERS);
    assertThat(Jobs.overridden("network.hidden=[" + layers + "]").network().hidden())
        .hasSize(Limits.LAYERS);
    assertThat(Jobs.problems(() -> Jobs.overridden("network.hidden=[" + layers + "1]")))
        .singleElement()
        .asString()
        .contains("1000 widths at most");
  }

  private static Matcher range(Key<?> key) {
    Matcher range = RANGE.matcher(key.type().expected());
    assertThat(range.find()).as(key.name() + ": " + key.type().expected()).isTrue();
    return range;
  }

  /** Returns the next number beyond, or a duration that is one more. */
  private static String moved(Key<?> key, String bound, int by) {
    Matcher duration = Pattern.compile("(\\d+)([a-z]+)").matcher(bound);
    if (duration.matches()) {
      return Long.parseLong(duration.group(1)) + by + duration.group(2);
    }
    BigDecimal number = new BigDecimal(bound);
    if (key.type().expected().contains("integer")) {
      return number.add(BigDecimal.valueOf(by)).toPlainString();
    }
    double x = number.doubleValue();
    return String.valueOf(by > 0 ? Math.nextUp(x) : Math.nextDown(x));
  }

  private static List<String> problems(Key<?> key, String value) {
    List<String> overrides =
        Stream.concat(
                Stream.of(COMPANIONS.getOrDefault(key.name(), "").split(" "))
                    .filter(companion -> !companion.isEmpty()),
                Stream.of(key.name() + "=" + value))
            .toList();
    try {
      Jobs.overridden(overrides.toArray(String[]::new));
      return List.of();
    } catch (InvalidConfiguration e) {
      return e.problems();
    }
  }
}
