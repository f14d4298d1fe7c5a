package org.tributary.driver.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tributary.driver.config.Jobs.configured;
import static org.tributary.driver.config.Jobs.kept;
import static org.tributary.driver.config.Jobs.problemsWith;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.summation.Transport;
import org.tributary.driver.spec.AggregationSpec;
import org.tributary.driver.spec.AggregationSpec.Merge;
import org.tributary.driver.spec.AggregationSpec.Mode;

class AggregationReaderTest {

  static Stream<Arguments> modes() {
    return Stream.of(
        Arguments.of("", new Mode.Auto()),
        Arguments.of("mode = auto", new Mode.Auto()),
        Arguments.of("mode = direct", new Mode.Direct()),
        Arguments.of("mode = tree", new Mode.Tree(0)),
        Arguments.of("mode = tree, depth = 3", new Mode.Tree(3)),
        Arguments.of("mode = sharded", new Mode.Sharded(0)),
        Arguments.of("mode = sharded, slices = 16", new Mode.Sharded(16)));
  }

  @ParameterizedTest
  @MethodSource("modes")
  void modeIsReadWithItsDefaultsAndKept(String section, Mode expected) {
    ConfiguredJob job = configured("train.aggregation { " + section + " }");
    assertThat(job.spec().train().aggregation())
        .isEqualTo(new AggregationSpec(expected, Merge.AUTO, Transport.EXACT));
    assertThat(kept(job)).isEqualTo(job.spec());
  }

  @Test
  void mergeAndTransportAreReadAndKept() {
    ConfiguredJob job =
        configured(
            "train.aggregation { merge = executor, transport = bfloat16 }",
            "train.optimizer.name = adam");
    assertThat(job.spec().train().aggregation().merge()).isEqualTo(Merge.EXECUTOR);
    assertThat(job.spec().train().aggregation().transport()).isEqualTo(Transport.BFLOAT16);
    assertThat(kept(job)).isEqualTo(job.spec());
  }

  @ParameterizedTest
  @CsvSource({"auto, depth", "direct, slices", "tree, slices", "sharded, depth"})
  void modeRefusesTheSettingsOfOthers(String mode, String setting) {
    assertThat(problemsWith("train.aggregation { mode = " + mode + ", " + setting + " = 1 }"))
        .singleElement()
        .asString()
        .contains("Cannot use train.aggregation." + setting)
        .contains("has no such setting; remove it or choose another mode");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lbfgs", "owlqn"})
  void roundedSumsAreNothingForALineSearch(String optimizer) {
    assertThat(
            problemsWith(
                "train { aggregation.transport = bfloat16, optimizer.name = " + optimizer + " }"))
        .singleElement()
        .asString()
        .contains("Cannot use train.aggregation.transport")
        .contains("train.optimizer.name is " + optimizer)
        .contains("needs exact gradients of J");
  }

  @Test
  void roundedSumsAreNothingForFloat64() {
    assertThat(
            problemsWith(
                "train.aggregation.transport = bfloat16",
                "train { optimizer.name = adam, precision = float64 }"))
        .singleElement()
        .asString()
        .contains("train.precision is float64")
        .contains("needs a higher precision");
  }
}
