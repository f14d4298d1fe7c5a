package org.tributary.core.network;

import org.apache.spark.ml.linalg.DenseMatrix;
import org.tributary.core.kernel.Kernel;

/**
 * The layout of all Theta^(l) in one flat ("unrolled") parameter vector.
 *
 * <p>Theta^(l) has s_(l+1) rows and s_l + 1 columns, column 0 being the bias; it is stored
 * row-major, and the layers follow one another from the input on.
 *
 * <p>In the layout {@link #byFeature} Theta^(1) is transposed, so that the weights of a feature are
 * s_2 contiguous numbers: first the biases, then a row for each feature. All else is where it was.
 */
public final class ParameterLayout {
  private final Topology topology;
  private final int[] offsets;
  private final boolean byFeature;

  /**
   * Lays out the parameters of a network.
   *
   * @throws IllegalArgumentException if there are more than 2^31 - 1 of them
   */
  public ParameterLayout(Topology topology) {
    this.topology = topology;
    this.byFeature = false;
    this.offsets = new int[topology.weightLayers() + 1];
    for (int l = 0; l < topology.weightLayers(); l++) {
      long end = offsets[l] + topology.units(l + 1) * (topology.units(l) + 1L);
      if (end > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "Invalid topology: " + topology + " has more than 2^31 - 1 parameters");
      }
      offsets[l + 1] = (int) end;
    }
  }

  private ParameterLayout(ParameterLayout plain) {
    this.topology = plain.topology;
    this.offsets = plain.offsets;
    this.byFeature = true;
  }

  /** Returns the layout with Theta^(1) transposed. */
  public ParameterLayout byFeature() {
    return new ParameterLayout(this);
  }

  /** Tells whether Theta^(1) is transposed. */
  public boolean isByFeature() {
    return byFeature;
  }

  /** Returns how many parameters there are without the weights of the features. */
  public int restSize() {
    return size() - offset(1) + rows(0);
  }

  /**
   * Copies parameters into the layout {@link #byFeature}.
   *
   * @param plain in the plain layout
   * @param to overwritten
   */
  public <A> void transposeFirst(Kernel<A> kernel, A plain, A to) {
    kernel.transpose(plain, 0, rows(0), columns(0), to, 0);
    kernel.copy(plain, offset(1), to, offset(1), size() - offset(1));
  }

  /**
   * Copies parameters from the layout {@link #byFeature} into the plain one.
   *
   * @param to overwritten
   */
  public <A> void transposeFirstBack(Kernel<A> kernel, A byFeature, A to) {
    kernel.transpose(byFeature, 0, columns(0), rows(0), to, 0);
    kernel.copy(byFeature, offset(1), to, offset(1), size() - offset(1));
  }

  /** Returns the network laid out. */
  public Topology topology() {
    return topology;
  }

  /** Returns the number of parameters. */
  public int size() {
    return offsets[offsets.length - 1];
  }

  /** Returns the number of layers of weights, L - 1. */
  public int layers() {
    return topology.weightLayers();
  }

  /** Returns where Theta of weight layer {@code l}, counted from 0, begins. */
  public int offset(int l) {
    return offsets[l];
  }

  /** Returns s_(l+1), the number of rows of Theta of weight layer {@code l}. */
  public int rows(int l) {
    return topology.units(l + 1);
  }

  /** Returns s_l + 1, the number of columns of Theta of weight layer {@code l}. */
  public int columns(int l) {
    return topology.units(l) + 1;
  }

  /**
   * Returns where a row of a Theta ends, the weights into one unit behind its bias. The next row's
   * bias stands there, or it is {@link #size}, so that a walk over all units is
   *
   * <pre>
   *   for (int bias = 0; bias &lt; size(); bias = rowEnd(bias))  // weights: bias + 1 .. rowEnd(bias) - 1
   * </pre>
   *
   * <p>Where Theta^(1) is transposed, the weights of all its units follow the last of its biases.
   *
   * @param bias where the row begins
   */
  public int rowEnd(int bias) {
    if (byFeature && bias < rows(0)) {
      return bias + 1 < rows(0) ? bias + 1 : offset(1);
    }
    return bias + columns(layerOf(bias));
  }

  /** Returns whether a parameter is a bias, which is not penalized. */
  public boolean isBias(int parameter) {
    int l = layerOf(parameter);
    if (byFeature && l == 0) {
      return parameter < rows(0);
    }
    return (parameter - offsets[l]) % columns(l) == 0;
  }

  /** Returns the weight layer that a parameter belongs to. */
  public int layerOf(int parameter) {
    int l = 0;
    while (parameter >= offsets[l + 1]) {
      l++;
    }
    return l;
  }

  /**
   * Rolls: returns Theta of weight layer {@code l} as a matrix of Spark ML, with its own values.
   */
  public DenseMatrix theta(double[] unrolled, int l) {
    double[] values = new double[rows(l) * columns(l)];
    System.arraycopy(unrolled, offsets[l], values, 0, values.length);
    // "Transposed" is Spark's word for row-major.
    return new DenseMatrix(rows(l), columns(l), values, true);
  }

  /**
   * Unrolls: returns the flat vector of one matrix a weight layer.
   *
   * @throws IllegalArgumentException if the number or the shape of the matrices does not fit
   */
  public double[] unroll(DenseMatrix... thetas) {
    if (thetas.length != layers()) {
      throw new IllegalArgumentException(
          "Cannot unroll " + thetas.length + " matrices: " + topology + " has " + layers());
    }
    double[] unrolled = new double[size()];
    for (int l = 0; l < layers(); l++) {
      DenseMatrix theta = thetas[l];
      if (theta.numRows() != rows(l) || theta.numCols() != columns(l)) {
        throw new IllegalArgumentException(
            "Cannot unroll Theta^(%d) of %d x %d: expected %d x %d"
                .formatted(l + 1, theta.numRows(), theta.numCols(), rows(l), columns(l)));
      }
      for (int i = 0; i < rows(l); i++) {
        for (int j = 0; j < columns(l); j++) {
          unrolled[offsets[l] + i * columns(l) + j] = theta.apply(i, j);
        }
      }
    }
    return unrolled;
  }
}
