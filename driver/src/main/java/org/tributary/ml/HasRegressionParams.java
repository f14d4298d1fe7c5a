package org.tributary.ml;

import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;

/**
 * The parameters of the regressor and its model. A getter of a parameter that is neither set nor
 * has a default throws a {@code NoSuchElementException}.
 */
public interface HasRegressionParams extends HasTrainingParams {

  /** Returns the parameters; for implementations of this interface. */
  RegressionParams regressionParams();

  /** Returns the parameter of the sizes of the layers. */
  default IntArrayParam layers() {
    return regressionParams().layers;
  }

  /** Returns the sizes of the layers. */
  default int[] getLayers() {
    return $(layers());
  }

  /** Returns the parameter of the maximum number of iterations. */
  default IntParam maxIter() {
    return regressionParams().maxIter;
  }

  /** Returns the maximum number of iterations. */
  default int getMaxIter() {
    return (Integer) $(maxIter());
  }

  /**
   * Returns the parameter of the share of the objective that ends training if it improves no more.
   */
  default DoubleParam tol() {
    return regressionParams().tol;
  }

  /** Returns the share of the objective that ends training if it improves no more. */
  default double getTol() {
    return (Double) $(tol());
  }

  /** Returns the parameter of the rows that are computed together. */
  default IntParam blockSize() {
    return regressionParams().blockSize;
  }

  /** Returns the rows that are computed together. */
  default int getBlockSize() {
    return (Integer) $(blockSize());
  }

  /** Returns the parameter of the learning rate. */
  default DoubleParam stepSize() {
    return regressionParams().stepSize;
  }

  /** Returns the learning rate. */
  default double getStepSize() {
    return (Double) $(stepSize());
  }

  /** Returns the parameter of the seed of all random numbers. */
  default LongParam seed() {
    return regressionParams().seed;
  }

  /** Returns the seed of all random numbers. */
  default long getSeed() {
    return (Long) $(seed());
  }

  /** Returns the parameter of the weights that training begins with. */
  default Param<Vector> initialWeights() {
    return regressionParams().initialWeights;
  }

  /** Returns the weights that training begins with. */
  default Vector getInitialWeights() {
    return $(initialWeights());
  }

  /** Returns the parameter of the loss to minimize. */
  default Param<String> loss() {
    return regressionParams().loss;
  }

  /** Returns the loss to minimize. */
  default String getLoss() {
    return $(loss());
  }

  /** Returns the parameter of the solver. */
  default Param<String> solver() {
    return trainingParams().solver;
  }

  /** Returns the solver. */
  default String getSolver() {
    return $(solver());
  }
}
