package org.tributary.ml;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The parameters that estimators and models have besides those of Spark's class. A getter of a
 * parameter that is neither set nor has a default throws a {@code NoSuchElementException}.
 */
public interface HasTrainingParams extends Params {

  /** Returns the parameters; for implementations of this interface. */
  TrainingParams trainingParams();

  /** Returns the parameter of the feature columns that stand in place of featuresCol. */
  default StringArrayParam featuresCols() {
    return trainingParams().featuresCols;
  }

  /** Returns the feature columns that stand in place of featuresCol. */
  default String[] getFeaturesCols() {
    return $(featuresCols());
  }

  /** Returns the parameter of the sizes of the hidden layers. */
  default IntArrayParam hiddenLayers() {
    return trainingParams().hiddenLayers;
  }

  /** Returns the sizes of the hidden layers. */
  default int[] getHiddenLayers() {
    return $(hiddenLayers());
  }

  /** Returns the parameter of the activation function of the hidden layers. */
  default Param<String> hiddenActivation() {
    return trainingParams().hiddenActivation;
  }

  /** Returns the activation function of the hidden layers. */
  default String getHiddenActivation() {
    return $(hiddenActivation());
  }

  /** Returns the parameter of whose defaults the parameters have that are not set. */
  default Param<String> preset() {
    return trainingParams().preset;
  }

  /** Returns whose defaults the parameters have that are not set. */
  default String getPreset() {
    return $(preset());
  }

  /** Returns the parameter of the numbers to compute with. */
  default Param<String> precision() {
    return trainingParams().precision;
  }

  /** Returns the numbers to compute with. */
  default String getPrecision() {
    return $(precision());
  }

  /** Returns the parameter of the strength of the penalty. */
  default DoubleParam regParam() {
    return trainingParams().regParam;
  }

  /** Returns the strength of the penalty. */
  default double getRegParam() {
    return (Double) $(regParam());
  }

  /** Returns the parameter of the mixing of the penalties. */
  default DoubleParam elasticNetParam() {
    return trainingParams().elasticNetParam;
  }

  /** Returns the mixing of the penalties. */
  default double getElasticNetParam() {
    return (Double) $(elasticNetParam());
  }

  /** Returns the parameter of the share of the hidden units that are left out. */
  default DoubleParam dropout() {
    return trainingParams().dropout;
  }

  /** Returns the share of the hidden units that are left out. */
  default double getDropout() {
    return (Double) $(dropout());
  }

  /** Returns the parameter of the column of row weights. */
  default Param<String> weightCol() {
    return trainingParams().weightCol;
  }

  /** Returns the column of row weights. */
  default String getWeightCol() {
    return $(weightCol());
  }

  /** Returns the parameter of the boolean column of the rows to validate with. */
  default Param<String> validationIndicatorCol() {
    return trainingParams().validationIndicatorCol;
  }

  /** Returns the boolean column of the rows to validate with. */
  default String getValidationIndicatorCol() {
    return $(validationIndicatorCol());
  }

  /**
   * Returns the parameter of the iterations without a lower validation loss before training stops.
   */
  default IntParam patience() {
    return trainingParams().patience;
  }

  /** Returns the iterations without a lower validation loss before training stops. */
  default int getPatience() {
    return (Integer) $(patience());
  }

  /** Returns the parameter of the rows a step. */
  default IntParam batchSize() {
    return trainingParams().batchSize;
  }

  /** Returns the rows a step. */
  default int getBatchSize() {
    return (Integer) $(batchSize());
  }

  /** Returns the parameter of the parts of the data that take steps of their own. */
  default IntParam numShards() {
    return trainingParams().numShards;
  }

  /** Returns the parts of the data that take steps of their own. */
  default int getNumShards() {
    return (Integer) $(numShards());
  }

  /** Returns the parameter of the levels of the tree of aggregation. */
  default IntParam aggregationDepth() {
    return trainingParams().aggregationDepth;
  }

  /** Returns the levels of the tree of aggregation. */
  default int getAggregationDepth() {
    return (Integer) $(aggregationDepth());
  }

  /** Returns the parameter of whether features are standardized. */
  default BooleanParam standardization() {
    return trainingParams().standardization;
  }

  /** Returns whether features are standardized. */
  default boolean getStandardization() {
    return (Boolean) $(standardization());
  }

  /** Returns the parameter of the path of the model that training begins with. */
  default Param<String> initialModel() {
    return trainingParams().initialModel;
  }

  /** Returns the path of the model that training begins with. */
  default String getInitialModel() {
    return $(initialModel());
  }
}
