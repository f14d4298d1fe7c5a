package org.tributary.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;

class PenaltyTest {
  private static final ParameterLayout LAYOUT =
      new ParameterLayout(new Topology(3, List.of(), 1, OutputLoss.IDENTITY_SQUARED_ERROR));

  private static final double[] THETA = {9, 2, 0, -4};

  @Test
  void valueIsThatOfBothPartsWithoutTheBias() {
    // m = 2: l1/m (2 + 4) + l2/(2m) (4 + 16)
    assertThat(new Penalty(0.5, 3).value(LAYOUT, THETA, 2)).isEqualTo(0.25 * 6 + 0.75 * 20);
    assertThat(Penalty.NONE.value(LAYOUT, THETA, 2)).isZero();
  }

  @Test
  void shortestSubgradientTakesWhatIsNearestAtZero() {
    // l1/m = 1, which takes 0.75 at the weight of 0 away, and is added with its sign elsewhere.
    double[] gradient = {2, -3, 0.75, 3};
    assertThat(new Penalty(2, 0).subgradientNorm(LAYOUT, THETA, gradient, 2))
        .isCloseTo(Math.sqrt(4 + 4 + 0 + 4), within(1e-15));
    double[] steep = {2, -3, -1.5, 3};
    assertThat(new Penalty(2, 0).subgradientNorm(LAYOUT, THETA, steep, 2))
        .isCloseTo(Math.sqrt(4 + 4 + 0.25 + 4), within(1e-15));
  }

  @Test
  void withoutL1ItIsTheGradientsOwnLength() {
    double[] gradient = {2, -3, 0.75, 3};
    double length = new Objective(0, gradient, 2).gradientNorm();
    // Two sums of four squares in different orders.
    assertThat(new Penalty(0, 5).subgradientNorm(LAYOUT, THETA, gradient, 2))
        .isCloseTo(length, within(1e-15));
  }
}
