package org.tributary.core.objective;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.tributary.core.data.Block;
import org.tributary.core.data.DenseTargets;
import org.tributary.core.data.Inputs;
import org.tributary.core.function.Activation;
import org.tributary.core.kernel.Kernel;
import org.tributary.core.network.Dropout;
import org.tributary.core.network.HiddenLayer;
import org.tributary.core.network.MaskDraws;
import org.tributary.core.network.Masks;
import org.tributary.core.network.ParameterLayout;
import org.tributary.core.network.Topology;

/**
 * The side of its kink on which each hidden unit is, for every sample that does not drop it, and
 * the piece of the loss on which each output is, see {@link
 * org.tributary.core.function.OutputLoss#pieces}.
 *
 * <p>Two parameter vectors with the same pattern are in the same smooth region of J. The forward
 * pass is a simple loop over single samples.
 */
final class ActivationPattern {
  private final ParameterLayout layout;
  private final List<Block<double[]>> blocks;

  /** Of each block, r of each layer from the inputs on; nothing for a layer that drops no unit. */
  private final List<double[][]> masks;

  /**
   * Draws the masks, those of step 0.
   *
   * @param seed seed of the masks
   */
  ActivationPattern(
      ParameterLayout layout, List<Block<double[]>> blocks, Dropout dropout, long seed) {
    this.layout = layout;
    this.blocks = blocks;
    this.masks = masks(layout, blocks, dropout, seed);
  }

  private static List<double[][]> masks(
      ParameterLayout layout, List<Block<double[]>> blocks, Dropout dropout, long seed) {
    int maxRows = blocks.stream().mapToInt(Block::rows).max().orElse(0);
    Masks<double[]> drawn = new Masks<>(dropout, layout.topology(), Kernel.float64(), maxRows);
    MaskDraws draws = new MaskDraws(seed, 0);
    List<double[][]> masks = new ArrayList<>();
    for (Block<double[]> block : blocks) {
      long draw = draws.next(block);
      double[][] ofBlock = new double[layout.layers()][0];
      for (int l = 0; l < ofBlock.length; l++) {
        if (drawn.drops(l)) {
          int length = block.rows() * layout.columns(l);
          ofBlock[l] = Arrays.copyOf(drawn.mask(l, block.rows(), draw), length);
        }
      }
      masks.add(ofBlock);
    }
    return masks;
  }

  /** Tells whether the loss or any unit of the network has a kink. */
  static boolean matters(Topology topology) {
    return !topology.outputLoss().isSmooth()
        || topology.hidden().stream().map(HiddenLayer::activation).anyMatch(g -> kinked(g));
  }

  /** Tells whether g' or g'' jumps at z = 0; the differences need both to be continuous. */
  private static boolean kinked(Activation g) {
    return switch (g) {
      case RELU, LEAKY_RELU, ELU, SELU -> true;
      case SIGMOID, TANH, GELU, MISH, SOFTPLUS, IDENTITY -> false;
    };
  }

  /**
   * Returns one bit a sample and kinked unit, set where z &gt; 0, and two bits an output of a loss
   * with pieces.
   */
  BitSet at(double[] theta) {
    BitSet positive = new BitSet();
    int bit = 0;
    for (int b = 0; b < blocks.size(); b++) {
      Block<double[]> block = blocks.get(b);
      double[][] r = masks.get(b);
      int width = block.features() + 1;
      double[] inputs = dense(block).values();
      for (int row = 0; row < block.rows(); row++) {
        double[] a = new double[width];
        for (int j = 0; j < width; j++) {
          a[j] = factor(r[0], row, width, j) * inputs[row * width + j];
        }
        for (int l = 0; l < layout.layers() - 1; l++) {
          double[] z = multiply(theta, l, a);
          Activation g = layout.topology().hidden().get(l).activation();
          for (int i = 1; i < z.length; i++) {
            double factor = factor(r[l + 1], row, z.length, i);
            if (kinked(g)) {
              positive.set(bit++, factor > 0 && z[i] > 0);
            }
            z[i] = factor * g.value(z[i]);
          }
          a = z;
        }
        for (int piece : pieces(block, row, multiply(theta, layout.layers() - 1, a))) {
          positive.set(bit++, piece > 0);
          positive.set(bit++, piece < 0);
        }
      }
    }
    return positive;
  }

  private static Inputs.Dense<double[]> dense(Block<double[]> block) {
    return block.inputs() instanceof Inputs.Csr<double[]> sparse
        ? sparse.toDense(block.rows(), Kernel.float64())
        : block.inputs().dense();
  }

  /** Returns the piece of the loss that each output of a sample is on, if it has any. */
  private int[] pieces(Block<double[]> block, int row, double[] augmented) {
    Topology topology = layout.topology();
    if (topology.outputLoss().isSmooth()) {
      return new int[0];
    }
    double[] targets = ((DenseTargets<double[]>) block.targets()).values();
    int k = topology.targets();
    return topology
        .outputLoss()
        .pieces(
            Arrays.copyOfRange(augmented, 1, augmented.length),
            Arrays.copyOfRange(targets, row * k, (row + 1) * k),
            topology.lossParameters());
  }

  private static double factor(double[] mask, int row, int width, int unit) {
    return mask.length == 0 ? 1 : mask[row * width + unit];
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
