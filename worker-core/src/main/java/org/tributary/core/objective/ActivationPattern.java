package org.tributary.core.objective;

import java.util.BitSet;
import java.util.List;
import org.tributary.core.data.Block;
import org.tributary.core.function.Activation;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;

/**
 * On which side of its kink every hidden unit stands, for every sample.
 *
 * <p>Two parameter vectors with the same pattern lie in one smooth piece of J. The forward pass
 * here is a plain loop over single samples, written for its plainness.
 */
final class ActivationPattern {
  private final ParameterLayout layout;
  private final List<Block<double[]>> blocks;

  ActivationPattern(ParameterLayout layout, List<Block<double[]>> blocks) {
    this.layout = layout;
    this.blocks = blocks;
  }

  /** Tells whether any unit of the network has a kink. */
  static boolean matters(Topology topology) {
    return topology.hidden().stream().map(HiddenLayer::activation).anyMatch(g -> kinked(g));
  }

  /** Tells whether g' or g'' jumps at z = 0; the differences need both to be continuous. */
  private static boolean kinked(Activation g) {
    return switch (g) {
      case RELU, LEAKY_RELU, ELU -> true;
      case SIGMOID, TANH, GELU, SOFTPLUS, IDENTITY -> false;
    };
  }

  /** Returns one bit a sample and kinked unit, set where z &gt; 0. */
  BitSet at(double[] theta) {
    BitSet positive = new BitSet();
    int bit = 0;
    for (Block<double[]> block : blocks) {
      int width = block.features() + 1;
      for (int r = 0; r < block.rows(); r++) {
        double[] a = new double[width];
        System.arraycopy(block.inputs(), r * width, a, 0, width);
        for (int l = 0; l < layout.layers() - 1; l++) {
          double[] z = multiply(theta, l, a);
          Activation g = layout.topology().hidden().get(l).activation();
          if (kinked(g)) {
            for (int i = 1; i < z.length; i++) {
              positive.set(bit++, z[i] > 0);
            }
          }
          for (int i = 1; i < z.length; i++) {
            z[i] = g.value(z[i]);
          }
          a = z;
        }
      }
    }
    return positive;
  }

  /** Returns Theta^(l) a, led by 1. */
  private double[] multiply(double[] theta, int l, double[] a) {
    double[] z = new double[layout.rows(l) + 1];
    z[0] = 1;
    for (int i = 0; i < layout.rows(l); i++) {
      int row = layout.offset(l) + i * a.length;
      for (int j = 0; j < a.length; j++) {
        z[i + 1] += theta[row + j] * a[j];
      }
    }
    return z;
  }
}
