package org.tributary.ml;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;

/** The parameters of the regressor that the classifier has from Spark's class, and the loss. */
public final class RegressionParams implements Serializable {
  private static final long serialVersionUID = 1;

  /** The names of losses, with those in configurations. */
  static final Map<String, String> LOSSES = losses();

  final IntArrayParam layers;
  final IntParam maxIter;
  final DoubleParam tol;
  final IntParam blockSize;
  final DoubleParam stepSize;
  final LongParam seed;
  final Param<Vector> initialWeights;
  final Param<String> loss;

  /** Creates the parameters of an owner, all of them unset. */
  RegressionParams(Params owner) {
    layers =
        new IntArrayParam(
            owner,
            "layers",
            "Sizes of layers from input layer to output layer, which is 1",
            ParamChecks.layers());
    maxIter =
        new IntParam(
            owner, "maxIter", "maximum number of iterations (>= 0)", ParamValidators.gtEq(0));
    tol =
        new DoubleParam(
            owner,
            "tol",
            "the convergence tolerance for iterative algorithms (>= 0)",
            ParamValidators.gtEq(0));
    blockSize =
        new IntParam(owner, "blockSize", "rows that are computed together", ParamValidators.gt(0));
    stepSize =
        new DoubleParam(
            owner,
            "stepSize",
            "Step size to be used for each iteration of optimization (> 0)",
            ParamValidators.gt(0));
    seed = new LongParam(owner, "seed", "random seed");
    initialWeights =
        new Param<>(
            owner.uid(), "initialWeights", "The initial weights of the model", Vector.class);
    loss =
        new Param<>(
            owner.uid(),
            "loss",
            "The loss to minimize. Supported options: " + String.join(", ", LOSSES.keySet()),
            ParamValidators.inArray(List.copyOf(LOSSES.keySet())),
            String.class);
  }

  private static Map<String, String> losses() {
    Map<String, String> losses = new LinkedHashMap<>();
    losses.put("squaredError", "identity-squared-error");
    losses.put("absoluteError", "identity-absolute-error");
    losses.put("huber", "identity-huber");
    losses.put("poisson", "exponential-poisson");
    return losses;
  }
}
