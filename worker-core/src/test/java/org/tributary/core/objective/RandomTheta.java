package org.tributary.core.objective;

import org.tributary.core.network.Initialization;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.random.RandomStream;

/** Parameters for tests, whose biases are not 0, so that a mistake in a bias shows. */
final class RandomTheta {
  private RandomTheta() {}

  /** Returns initial weights with biases uniform in [-0.5, 0.5). */
  static double[] of(ParameterLayout layout, long seed) {
    double[] theta = Initialization.AUTO.parameters(layout, seed);
    RandomStream random = RandomStream.of(seed, "test-biases", 0);
    for (int i = 0; i < theta.length; i++) {
      if (layout.isBias(i)) {
        theta[i] = random.uniform(0.5);
      }
    }
    return theta;
  }
}
