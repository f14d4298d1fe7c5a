package org.tributary.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Precision;
import org.tributary.core.network.Topology;
import org.tributary.core.preparation.Encoding;
import org.tributary.core.preparation.Feature;
import org.tributary.core.preparation.Preparation;
import org.tributary.core.preparation.RowLayout;

class ModelTest {
  private static final Topology LINE =
      new Topology(Models.INPUTS, List.of(), 1, OutputLoss.IDENTITY_SQUARED_ERROR);

  private static Model line(double[] theta) {
    return line(theta, Models.preparation(), Models.columns(Models.numbers(1)));
  }

  private static Model line(double[] theta, Preparation preparation, Columns columns) {
    return new Model(LINE, Precision.FLOAT32, theta, preparation, columns, Models.provenance());
  }

  @Test
  void float32WeightsAreRoundedOnce() {
    Model model = line(new double[] {0.1, 1, 2, 3, 4, 5});
    assertThat(model.theta()[0]).isEqualTo((double) 0.1f);
  }

  @Test
  void writingToTheArraysChangesNothing() {
    double[] theta = {1, 2, 3, 4, 5, 6};
    Model model = line(theta);
    theta[0] = 99;
    model.theta()[1] = 99;
    assertThat(model.theta()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void refusesWeightsOfAnotherNetwork() {
    assertThatThrownBy(() -> line(new double[5]))
        .hasMessage("Invalid model: 5 parameters (expected 6 for the network 5-1)");
  }

  @Test
  void refusesAWeightThatFloat32CannotHold() {
    assertThatThrownBy(() -> line(new double[] {0, 0, 1e39, 0, 0, 0}))
        .hasMessage("Invalid model: theta.1[0, 2] is Infinity (expected a finite float32)");
  }

  @Test
  void refusesAPreparationOfOtherFeatures() {
    Columns columns =
        new Columns(List.of(new Feature("x", 5)), Models.numbers(1), Optional.empty());
    assertThatThrownBy(() -> line(new double[6], Models.preparation(), columns))
        .hasMessageStartingWith(
            "Invalid model: the preparation reads [Feature[name=größe, width=1, encoding=NUMBER]");
  }

  @Test
  void refusesAPreparationOfOtherInputs() {
    Columns columns =
        new Columns(List.of(new Feature("x", 6)), Models.numbers(1), Optional.empty());
    Preparation six = Preparation.identity(new RowLayout(columns.features()));
    assertThatThrownBy(() -> line(new double[6], six, columns))
        .hasMessageContaining("6 inputs from the preparation (expected 5");
  }

  @Test
  void refusesAnOutcomeOfOtherOutputs() {
    Columns columns = Models.columns(Models.numbers(2));
    assertThatThrownBy(() -> line(new double[6], Models.preparation(), columns))
        .hasMessageContaining("2 outputs of the outcome (expected 1");
  }

  @Test
  void refusesSoftmaxOverNumbers() {
    assertThatThrownBy(
            () ->
                Models.model(
                    OutputLoss.SOFTMAX_CROSS_ENTROPY,
                    List.of(),
                    Precision.FLOAT64,
                    Models.numbers(2)))
        .hasMessage("Invalid model: softmax over columns of numbers");
  }

  @Test
  void refusesAColumnOfTwoParts() {
    assertThatThrownBy(
            () -> new Columns(List.of(new Feature("y0", 1)), Models.numbers(1), Optional.empty()))
        .hasMessage("Invalid columns: y0 is named twice (expected one part a column)");
  }

  @Test
  void refusesAConfigurationThatIsNotJson() {
    Provenance p = Models.provenance();
    assertThatThrownBy(
            () ->
                new Provenance(
                    p.trained(),
                    p.data(),
                    p.seed(),
                    p.epochs(),
                    p.stopReason(),
                    p.measures(),
                    p.platform(),
                    "train.epochs = 3",
                    p.curve()))
        .hasMessageStartingWith("Invalid configuration: not JSON at line 1");
  }

  @Test
  void namesOfElementsAreStored() {
    Columns columns =
        new Columns(
            List.of(
                new Feature("v", 5, Encoding.Plain.NUMBER, List.of("a", "b", "c", "d", "größe"))),
            Models.numbers(1),
            Optional.empty());
    Model model =
        line(new double[6], Preparation.identity(new RowLayout(columns.features())), columns);
    assertThat(ModelFiles.of(model).model()).isEqualTo(model);
    assertThat(ModelFiles.of(model).model().columns()).isEqualTo(columns);
  }
}
