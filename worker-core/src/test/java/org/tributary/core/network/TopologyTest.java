package org.tributary.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.function.Activation;
import org.tributary.core.function.LossParameters;
import org.tributary.core.function.OutputLoss;

class TopologyTest {
  private static final HiddenLayer FIVE = new HiddenLayer(5, Activation.RELU);

  @Test
  void unitsCountFromTheInputsToTheOutputs() {
    Topology topology =
        new Topology(
            4,
            List.of(FIVE, new HiddenLayer(3, Activation.TANH)),
            2,
            OutputLoss.SOFTMAX_CROSS_ENTROPY);
    assertThat(topology.weightLayers()).isEqualTo(3);
    assertThat(IntStream.rangeClosed(0, 3).map(topology::units)).containsExactly(4, 5, 3, 2);
    assertThat(topology).hasToString("4-5-3-2");
  }

  @Test
  void networkWithoutHiddenLayerHasOneLayerOfWeights() {
    Topology topology = new Topology(4, List.of(), 2, OutputLoss.IDENTITY_SQUARED_ERROR);
    assertThat(topology.weightLayers()).isEqualTo(1);
    assertThat(topology.units(0)).isEqualTo(4);
    assertThat(topology.units(1)).isEqualTo(2);
    assertThat(topology).hasToString("4-2");
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "-1, 1", "1, 0", "1, -3"})
  void networkWithoutInputsOrOutputsIsRefused(int inputs, int outputs) {
    assertThatThrownBy(
            () -> new Topology(inputs, List.of(), outputs, OutputLoss.IDENTITY_SQUARED_ERROR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid topology: %d inputs, %d outputs (expected 1 or more)"
                .formatted(inputs, outputs));
  }

  @Test
  void softmaxOverOneOutputIsRefused() {
    assertThatThrownBy(() -> new Topology(3, List.of(), 1, OutputLoss.SOFTMAX_CROSS_ENTROPY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid topology: softmax over 1 output is constant (expected 2 or more outputs)");
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SOFTMAX_CROSS_ENTROPY", "QUANTILES_PINBALL"})
  void otherLossesTakeOneOutput(OutputLoss loss) {
    assertThat(new Topology(3, List.of(), 1, loss).outputs()).isEqualTo(1);
  }

  @Test
  void quantilesTakeWholeGroupsOfOutputs() {
    LossParameters two = new LossParameters.Quantiles(List.of(0.25, 0.75));
    assertThat(new Topology(3, List.of(), 6, OutputLoss.QUANTILES_PINBALL, two).targets())
        .isEqualTo(3);
    assertThatThrownBy(() -> new Topology(3, List.of(), 5, OutputLoss.QUANTILES_PINBALL, two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid topology: 5 outputs for 2 quantiles of each target (expected a multiple)");
  }

  @Test
  void parametersOfAnotherLossAreRefused() {
    LossParameters huber = new LossParameters.Huber(2);
    assertThatThrownBy(
            () -> new Topology(3, List.of(), 1, OutputLoss.IDENTITY_SQUARED_ERROR, huber))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid parameters of IDENTITY_SQUARED_ERROR: delta 2.0 (expected such as none)");
  }

  @Test
  void topologyKeepsItsLayersWhateverBecomesOfTheList() {
    List<HiddenLayer> layers = new ArrayList<>(List.of(FIVE));
    Topology topology = new Topology(4, layers, 2, OutputLoss.SOFTMAX_CROSS_ENTROPY);
    layers.clear();
    assertThat(topology.hidden()).containsExactly(FIVE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -2})
  void hiddenLayerWithoutUnitsIsRefused(int units) {
    assertThatThrownBy(() -> new HiddenLayer(units, Activation.RELU))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid hidden layer: " + units + " units (expected 1 or more)");
  }
}
