package org.tributary.core.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tributary.core.data.Block;
import org.tributary.core.data.DenseTargets;
import org.tributary.core.data.Inputs;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.Initialization;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;
import org.tributary.core.objective.BlockObjective;
import org.tributary.core.objective.Penalty;
import org.tributary.core.random.RandomStream;

/**
 * Networks for regression begin where J curves downwards: the weights of two layers grow together,
 * so along the gradient J falls ever faster until the outputs have the size of the targets.
 */
class RegressionDescentTest {
  private static final int ROWS = 403;
  private static final int FEATURES = 4;
  private static final int ITERATIONS = 100;

  private static Stream<Arguments> problems() {
    List<Arguments> problems = new ArrayList<>();
    for (Kernel<?> kernel : List.of(Kernel.float32(), Kernel.float64())) {
      for (Penalty penalty :
          List.of(new Penalty(0, 0), new Penalty(0, 1e-2), new Penalty(1e-2, 0))) {
        problems.add(Arguments.of(kernel, Activation.RELU, 1, penalty));
        problems.add(Arguments.of(kernel, Activation.RELU, 1e4, penalty));
        // Outputs of 4e6 would need weights at which tanh is flat to the last bit of J.
        problems.add(Arguments.of(kernel, Activation.TANH, 1, penalty));
      }
    }
    return problems.stream();
  }

  @ParameterizedTest
  @MethodSource("problems")
  <A> void explainsTargetsFarFromZero(
      Kernel<A> kernel, Activation activation, double scale, Penalty penalty) {
    Topology topology =
        new Topology(
            FEATURES,
            List.of(new HiddenLayer(32, activation)),
            1,
            OutputLoss.IDENTITY_SQUARED_ERROR);
    ParameterLayout layout = new ParameterLayout(topology);
    OptimizerSpec.QuasiNewton spec =
        penalty.l1() > 0 ? new OptimizerSpec.Owlqn(10) : new OptimizerSpec.Lbfgs(10);
    double[] targets = new double[ROWS];
    BlockObjective<A> objective =
        new BlockObjective<>(layout, kernel, List.of(block(kernel, scale, targets)), penalty);
    QuasiNewtonDescent descent =
        QuasiNewtonDescent.begin(
            spec, penalty, layout, Initialization.AUTO.parameters(layout, 1), objective::at);

    Iterate iterate = descent.next();
    while (iterate.iteration() < ITERATIONS && descent.hasNext()) {
      double before = iterate.objective().value();
      iterate = descent.next();
      assertThat(iterate.objective().value()).isLessThan(before);
    }

    double mean = Arrays.stream(targets).average().orElseThrow();
    double variance = Arrays.stream(targets).map(y -> (y - mean) * (y - mean)).sum() / ROWS;
    // J, 1/2 the mean squared error, is at most a tenth of what the mean leaves: R2 is 0.9.
    assertThat(iterate.objective().value()).isLessThan(0.1 * variance / 2);
    // Most iterations take their first step; OWL-QN, whose directions are bent, halves more often.
    assertThat(descent.evaluations()).isLessThan((penalty.l1() > 0 ? 3 : 2) * ITERATIONS);
  }

  /**
   * Standard normal features, and targets of 400 +- 100, times the scale, with products in them.
   */
  private static <A> Block<A> block(Kernel<A> kernel, double scale, double[] targets) {
    RandomStream random = RandomStream.of(11, "regression", 0);
    double[] inputs = new double[ROWS * (FEATURES + 1)];
    for (int r = 0; r < ROWS; r++) {
      int row = r * (FEATURES + 1);
      inputs[row] = 1;
      for (int j = 1; j <= FEATURES; j++) {
        inputs[row + j] = random.normal();
      }
      double signal = 80 * inputs[row + 1] - 50 * inputs[row + 2] + 30 * inputs[row + 3];
      double product = 20 * inputs[row + 3] * inputs[row + 4];
      targets[r] = scale * (400 + signal + product + 5 * random.normal());
    }
    double[] weights = new double[ROWS];
    Arrays.fill(weights, 1);
    return new Block<>(
        0,
        ROWS,
        new Inputs.Dense<>(FEATURES, kernel.fromDoubles(inputs)),
        new DenseTargets<>(kernel.fromDoubles(targets)),
        kernel.fromDoubles(weights));
  }
}
