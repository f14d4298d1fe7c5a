package org.tributary.core.network;

import java.util.Optional;
import java.util.function.IntFunction;
import org.tributary.core.data.Block;
import org.tributary.core.data.ClassTargets;
import org.tributary.core.data.ColumnSums;
import org.tributary.core.data.DenseTargets;
import org.tributary.core.data.Inputs;
import org.tributary.core.function.Activation;
import org.tributary.core.function.OutputLoss;
import org.tributary.core.gemm.Layout;
import org.tributary.core.gemm.Matrix;
import org.tributary.core.kernel.Kernel;

/**
 * Forward and backward propagation over blocks, with the buffers that they need.
 *
 * <p>With B rows, s_l units and leading ones in every row of a^(l):
 *
 * <pre>
 *   z^(l+1) = a^(l) Theta^(l)^T              B x s_(l+1)
 *   a^(l+1) = [1, g(z^(l+1))]                B x (s_(l+1) + 1)
 *   delta^(L) = w .* dLoss/dz^(L)            B x K
 *   Delta^(l) = delta^(l+1)^T a^(l)          s_(l+1) x (s_l + 1), bias in column 0
 *   delta^(l) = delta^(l+1) Theta^(l) .* g'  B x s_l
 * </pre>
 *
 * <p>With sparse inputs, z^(2) and Delta^(1) are sums over the non-zeros of a^(1); {@link
 * #gradientByColumn} returns Delta^(1) without its columns of zeros.
 *
 * <p>{@link #gradient} and {@link #loss} are those of training: with dropout, a and g' are
 * multiplied by the layer's mask, and with smoothed labels Loss is that of the smoothed targets.
 * All other methods are of the network as it is.
 *
 * <p>An instance is mutable and serves one thread; its buffers are allocated once and serve every
 * block of up to {@code maxRows} rows. Every derivative is checked against central differences.
 * Source: Rumelhart, Hinton and Williams, Learning representations by back-propagating errors,
 * 1986.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Backpropagation<A> {
  private final Topology topology;
  private final ParameterLayout layout;
  private final Kernel<A> kernel;
  private final int maxRows;

  /** By layer from 1: z, then a, then for the last layer delta; augmented rows. */
  private final Object[] activations;

  /** By layer from 1 to the last hidden one: delta; augmented rows whose first number is unused. */
  private final Object[] deltas;

  /** By layer: g'(z) where it does not follow from the activation kept; empty elsewhere. */
  private final Object[] derivatives;

  // The operands of the product that is next.
  private final Matrix<A> left;
  private final Matrix<A> right;
  private final Matrix<A> product;

  private final double labelSmoothing;
  private final Masks<A> masks;
  private final Masks<A> noMasks;
  private Optional<ColumnDelta<A>> columnDelta = Optional.empty();
  private ColumnSums<A> columnSums = ColumnSums.none();

  /** Allocates the buffers for blocks of at most {@code maxRows} rows, to train on as they are. */
  public Backpropagation(ParameterLayout layout, Kernel<A> kernel, int maxRows) {
    this(layout, kernel, maxRows, Regularization.NONE);
  }

  /**
   * Allocates the buffers for blocks of at most {@code maxRows} rows.
   *
   * @param regularization what training does to samples
   * @throws IllegalArgumentException if the network cannot take the regularization
   */
  public Backpropagation(
      ParameterLayout layout, Kernel<A> kernel, int maxRows, Regularization regularization) {
    this.topology = layout.topology();
    this.layout = layout;
    this.kernel = kernel;
    this.maxRows = maxRows;
    regularization.requireFit(topology);
    this.labelSmoothing = regularization.labelSmoothing();
    this.masks = new Masks<>(regularization.dropout(), topology, kernel, maxRows);
    this.noMasks = new Masks<>(Dropout.NONE, topology, kernel, maxRows);
    A none = kernel.allocate(0);
    this.left = Matrix.of(none, 0, 0);
    this.right = Matrix.of(none, 0, 0);
    this.product = Matrix.of(none, 0, 0);
    int layers = topology.weightLayers();
    activations = new Object[layers + 1];
    deltas = new Object[layers];
    derivatives = new Object[layers];
    for (int l = 1; l <= layers; l++) {
      int length = Math.multiplyExact(maxRows, topology.units(l) + 1);
      activations[l] = kernel.allocate(length);
      if (l < layers) {
        deltas[l] = kernel.allocate(length);
        boolean kept = keepsDerivative(l, masks);
        derivatives[l] = kernel.allocate(kept ? length : 0);
      }
    }
  }

  /**
   * Computes the block's gradient sum and loss sum, without dropout.
   *
   * @param parameters every Theta^(l)
   * @param block samples, at most {@code maxRows} of them
   * @param gradientSum overwritten with every Delta^(l), unrolled
   * @return sum_i w_i Loss_i of the block
   */
  public double gradient(Parameters<A> parameters, Block<A> block, A gradientSum) {
    return gradient(parameters, block, noMasks, 0, gradientSum);
  }

  /**
   * Computes the block's gradient sum and loss sum, with dropout if there is any.
   *
   * @param parameters every Theta^(l)
   * @param block samples, at most {@code maxRows} of them
   * @param draw what the masks follow from, see {@link MaskDraws}
   * @param gradientSum overwritten with every Delta^(l), unrolled
   * @return sum_i w_i Loss_i of the block
   */
  public double gradient(Parameters<A> parameters, Block<A> block, long draw, A gradientSum) {
    return gradient(parameters, block, masks, draw, gradientSum);
  }

  private double gradient(
      Parameters<A> parameters, Block<A> block, Masks<A> masks, long draw, A gradientSum) {
    if (block.rows() == 0) {
      kernel.fill(gradientSum, 0, layout.size(), 0);
      return 0;
    }
    if (block.inputs() instanceof Inputs.Csr) {
      A rest = kernel.allocate(layout.restSize());
      double loss = gradientByColumn(parameters, block, masks, draw, rest, kernel::allocate);
      expand(rest, gradientSum);
      return loss;
    }
    forward(parameters, block, masks, draw);
    double loss = outputDelta(block, labelSmoothing);
    backward(parameters, block, masks, gradientSum);
    return loss;
  }

  /**
   * Computes the gradient sum and loss sum of a block of sparse inputs, with dropout if there is
   * any, with a cost of their non-zeros. {@link #columnSums} returns Delta^(1).
   *
   * @param parameters every Theta^(l)
   * @param block samples with sparse inputs, at most {@code maxRows} of them
   * @param draw what the masks follow from, see {@link MaskDraws}
   * @param rest overwritten with the sums for the biases of the first layer and, after them, every
   *     other Delta^(l), unrolled: {@link ParameterLayout#restSize} numbers
   * @param arrays returns an array of a length or longer for the sums of columns
   * @return sum_i w_i Loss_i of the block
   */
  public double gradientByColumn(
      Parameters<A> parameters, Block<A> block, long draw, A rest, IntFunction<A> arrays) {
    return gradientByColumn(parameters, block, masks, draw, rest, arrays);
  }

  private double gradientByColumn(
      Parameters<A> parameters,
      Block<A> block,
      Masks<A> masks,
      long draw,
      A rest,
      IntFunction<A> arrays) {
    columnSums = ColumnSums.none();
    if (block.rows() == 0) {
      kernel.fill(rest, 0, layout.restSize(), 0);
      return 0;
    }
    forward(parameters, block, masks, draw);
    double loss = outputDelta(block, labelSmoothing);
    int units = layout.rows(0);
    backward(parameters, block, masks, rest, layout.offset(1) - units, 1);
    A delta = deltas(1);
    kernel.fill(rest, 0, units, 0);
    for (int r = 0; r < block.rows(); r++) {
      kernel.addScaledAt(rest, 0, delta, r * (units + 1) + 1, 1, units);
    }
    if (columnDelta.isEmpty()) {
      columnDelta = Optional.of(new ColumnDelta<>(kernel, topology.inputs(), units));
    }
    Inputs.Csr<A> inputs = (Inputs.Csr<A>) masks.inputs(block);
    columnSums = columnDelta.get().of(inputs, block.rows(), delta, arrays);
    return loss;
  }

  /** Returns Delta^(1) of the last {@link #gradientByColumn}, without the bias. */
  public ColumnSums<A> columnSums() {
    return columnSums;
  }

  private void expand(A rest, A gradientSum) {
    int units = layout.rows(0);
    int width = layout.columns(0);
    int behind = layout.offset(1);
    kernel.fill(gradientSum, 0, behind, 0);
    kernel.copy(rest, units, gradientSum, behind, layout.size() - behind);
    for (int i = 0; i < units; i++) {
      kernel.copy(rest, i, gradientSum, i * width, 1);
      for (int k = 0; k < columnSums.count(); k++) {
        int to = i * width + 1 + columnSums.column(k);
        kernel.copy(columnSums.array(k), columnSums.offset(k) + i, gradientSum, to, 1);
      }
    }
  }

  /**
   * Returns sum_i w_i Loss_i of the block, with dropout if there is any.
   *
   * @param draw what the masks follow from, see {@link MaskDraws}
   */
  public double loss(Parameters<A> parameters, Block<A> block, long draw) {
    if (block.rows() == 0) {
      return 0;
    }
    forward(parameters, block, masks, draw);
    return outputDelta(block, labelSmoothing);
  }

  /**
   * Computes the network's outputs h(x).
   *
   * @return augmented rows of outputs, B x (K + 1), valid until the next call
   */
  public A outputs(Parameters<A> parameters, Block<A> block) {
    return outputs(parameters, block, 1);
  }

  /**
   * Computes the network's outputs h(x), of the logits divided by a temperature.
   *
   * @param temperature T; 1 for the network as it is
   * @return augmented rows of outputs, B x (K + 1), valid until the next call
   */
  public A outputs(Parameters<A> parameters, Block<A> block, double temperature) {
    A z = logits(parameters, block);
    divide(z, temperature, block.rows());
    turnIntoOutputs(z, block.rows());
    return z;
  }

  /** Computes the network's outputs h(x) and the loss, by one forward pass. */
  public double outputsAndLoss(Parameters<A> parameters, Block<A> block, A outputs) {
    return outputsAndLoss(parameters, block, 1, outputs);
  }

  /**
   * Computes the network's outputs h(x), of the logits divided by a temperature, and the loss of
   * the network as it is, by one forward pass.
   *
   * @param temperature T; 1 for the outputs of the network as it is
   * @param outputs overwritten with augmented rows of outputs, B x (K + 1)
   * @return sum_i w_i Loss_i of the block
   */
  public double outputsAndLoss(
      Parameters<A> parameters, Block<A> block, double temperature, A outputs) {
    A z = logits(parameters, block);
    kernel.copy(z, 0, outputs, 0, block.rows() * (topology.outputs() + 1));
    divide(outputs, temperature, block.rows());
    turnIntoOutputs(outputs, block.rows());
    return outputDelta(block, 0);
  }

  /**
   * Computes z^(L).
   *
   * @return augmented rows of logits, B x (K + 1), valid until the next call
   */
  public A logits(Parameters<A> parameters, Block<A> block) {
    forward(parameters, block, noMasks, 0);
    return activations(topology.weightLayers());
  }

  private void divide(A z, double temperature, int rows) {
    if (temperature != 1) {
      for (int i = 0; i < rows * (topology.outputs() + 1); i++) {
        kernel.set(z, i, kernel.get(z, i) / temperature);
      }
    }
  }

  private void forward(Parameters<A> parameters, Block<A> block, Masks<A> masks, long draw) {
    int rows = block.rows();
    requireFit(block);
    masks.dropInputs(block, draw);
    int layers = topology.weightLayers();
    for (int l = 0; l < layers; l++) {
      A to = activations(l + 1);
      int in = topology.units(l) + 1;
      int out = topology.units(l + 1);
      if (l == 0 && masks.inputs(block) instanceof Inputs.Csr<A> x) {
        kernel.multiplySparse(
            x.rowPointers(), x.columns(), x.values(), rows, parameters.byFeature(), out, to);
      } else {
        A from = l == 0 ? masks.inputs(block).dense().values() : activations(l);
        // (B x in) (out x in)^T -> B x out, written behind the leading ones
        parameters.forward(
            kernel, l, left.view(from, 0, rows, in, in), product.view(to, 1, rows, out, out + 1));
      }
      if (l + 1 < layers) {
        int length = rows * (out + 1);
        Activation g = activation(l + 1);
        if (!g.derivativeFollowsFromValue()) {
          kernel.derivative(g, to, derivatives(l + 1), length);
        }
        kernel.activate(g, to, length);
        kernel.setLeadingOnes(to, rows, out);
        if (masks.drops(l + 1)) {
          masks.drop(l + 1, to, derivatives(l + 1), rows, draw);
        }
      }
    }
  }

  private void turnIntoOutputs(A z, int rows) {
    kernel.outputs(topology.outputLoss(), topology.lossParameters(), z, rows, topology.outputs());
  }

  /** Turns the logits into delta^(L), in place, and returns the loss sum. */
  private double outputDelta(Block<A> block, double smoothing) {
    A z = activations(topology.weightLayers());
    int rows = block.rows();
    int k = topology.outputs();
    boolean softmax = topology.outputLoss() == OutputLoss.SOFTMAX_CROSS_ENTROPY;
    if (softmax && block.targets() instanceof ClassTargets<A> targets) {
      return kernel.softmaxDelta(z, targets.classes(), smoothing, block.weights(), rows, k);
    }
    if (block.targets() instanceof DenseTargets<A> targets) {
      return kernel.delta(
          topology.outputLoss(),
          topology.lossParameters(),
          z,
          targets.values(),
          smoothing,
          block.weights(),
          rows,
          k);
    }
    throw new IllegalArgumentException(
        "Cannot compute %s of class indices: give one number an output"
            .formatted(topology.outputLoss()));
  }

  private void backward(Parameters<A> parameters, Block<A> block, Masks<A> masks, A gradientSum) {
    backward(parameters, block, masks, gradientSum, 0, 0);
  }

  /**
   * Computes every delta^(l+1) and Delta^(l) from the last layer of weights to layer {@code last}.
   *
   * @param gradientSum overwritten with each Delta^(l), {@code shift} before its place in theta
   */
  private void backward(
      Parameters<A> parameters,
      Block<A> block,
      Masks<A> masks,
      A gradientSum,
      int shift,
      int last) {
    int rows = block.rows();
    for (int l = topology.weightLayers() - 1; l >= last; l--) {
      A delta = deltas(l + 1);
      A from = l == 0 ? masks.inputs(block).dense().values() : activations(l);
      int in = topology.units(l) + 1;
      int out = topology.units(l + 1);
      left.view(delta, 1, rows, out, out + 1);
      // (B x out)^T (B x in) -> out x in
      kernel.multiply(
          Layout.TN,
          left,
          right.view(from, 0, rows, in, in),
          product.view(gradientSum, layout.offset(l) - shift, out, in, in));
      if (l > 0) {
        A to = deltas(l);
        // (B x out) (out x in) -> B x in
        kernel.multiply(Layout.NN, left, parameters.theta(l), product.view(to, 0, rows, in, in));
        if (keepsDerivative(l, masks)) {
          kernel.multiplyElements(to, derivatives(l), rows * in);
        } else {
          kernel.multiplyByDerivative(activation(l), from, to, rows * in);
        }
      }
    }
  }

  private void requireFit(Block<A> block) {
    if (block.features() != topology.inputs() || block.rows() > maxRows) {
      throw new IllegalArgumentException(
          "Cannot propagate a block of %d rows x %d features: the network %s takes %d x %d"
              .formatted(block.rows(), block.features(), topology, maxRows, topology.inputs()));
    }
  }

  /** Tells whether g' no longer follows from the activation when it is asked for. */
  private boolean keepsDerivative(int layer, Masks<A> masks) {
    return masks.drops(layer) || !activation(layer).derivativeFollowsFromValue();
  }

  private Activation activation(int layer) {
    return topology.hidden().get(layer - 1).activation();
  }

  @SuppressWarnings("unchecked")
  private A activations(int layer) {
    return (A) activations[layer];
  }

  @SuppressWarnings("unchecked")
  private A deltas(int layer) {
    return layer == topology.weightLayers() ? activations(layer) : (A) deltas[layer];
  }

  @SuppressWarnings("unchecked")
  private A derivatives(int layer) {
    return (A) derivatives[layer];
  }
}
