package org.tributary.driver.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tributary.driver.config.Jobs.problemsWith;
import static org.tributary.driver.config.Jobs.with;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.function.LossParameters;
import org.tributary.core.function.LossParameters.Huber;
import org.tributary.core.function.LossParameters.Quantiles;

class NetworkReaderTest {

  static Stream<Arguments> parameters() {
    return Stream.of(
        Arguments.of("output = identity-absolute-error", LossParameters.none()),
        Arguments.of("output = exponential-poisson", LossParameters.none()),
        Arguments.of("output = identity-huber", Huber.DEFAULT),
        Arguments.of("output = identity-huber, huber.delta = 0.5", new Huber(0.5)),
        Arguments.of("output = quantiles-pinball", Quantiles.DEFAULT),
        Arguments.of("output = quantiles-pinball, quantiles = 0.5", new Quantiles(List.of(0.5))),
        Arguments.of(
            "output = quantiles-pinball, quantiles = [0.05, 0.95]",
            new Quantiles(List.of(0.05, 0.95))));
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void lossIsReadWithItsParameters(String section, LossParameters expected) {
    assertThat(with("network { " + section + " }").network().lossParameters()).isEqualTo(expected);
  }

  @Test
  void parametersOfAnotherLossAreRefused() {
    assertThat(problemsWith("network { output = identity-huber, quantiles = [0.5] }"))
        .containsExactly(
            "Cannot use network.quantiles (job.conf:4): it applies only to network.output"
                + " quantiles-pinball; remove it or set network.output=quantiles-pinball");
    assertThat(problemsWith("network.huber.delta = 2"))
        .containsExactly(
            "Cannot use network.huber.delta (job.conf:4): it applies only to network.output"
                + " identity-huber; remove it or set network.output=identity-huber");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[0.5, 0.5]", "[0.9, 0.1]"})
  void levelsOutOfOrderAreRefused(String levels) {
    assertThat(problemsWith("network { output = quantiles-pinball, quantiles = " + levels + " }"))
        .containsExactly(
            "Invalid network.quantiles (job.conf:4): "
                + levels.replace(" ", "")
                + " (expected one or several levels in increasing order)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity-absolute-error", "identity-huber", "exponential-poisson"})
  void lossesOfNumbersTakeNoLabelSmoothingAndNoMetricOfClasses(String output) {
    assertThat(
            problemsWith(
                "network.output = " + output,
                "train { labelSmoothing = 0.1, stop.monitor = accuracy }"))
        .hasSize(2)
        .anySatisfy(problem -> assertThat(problem).contains("train.labelSmoothing"))
        .anySatisfy(problem -> assertThat(problem).contains("train.stop.monitor"));
  }
}
