package org.tributary.ml;

/**
 * Sets the parameters that estimators have besides those of Spark's class. A value out of its range
 * is refused with an {@code IllegalArgumentException}.
 *
 * @param <E> the estimator
 */
public interface TrainingSetters<E extends TrainingSetters<E>> extends HasTrainingParams {

  /** Returns this estimator. */
  E self();

  /** Sets the feature columns that stand in place of featuresCol. */
  default E setFeaturesCols(String[] value) {
    set(featuresCols(), value);
    return self();
  }

  /** Sets the sizes of the hidden layers. */
  default E setHiddenLayers(int[] value) {
    set(hiddenLayers(), value);
    return self();
  }

  /** Sets the activation function of the hidden layers. */
  default E setHiddenActivation(String value) {
    set(hiddenActivation(), value);
    return self();
  }

  /** Sets whose defaults the parameters have that are not set. */
  default E setPreset(String value) {
    set(preset(), value);
    return self();
  }

  /** Sets the numbers to compute with. */
  default E setPrecision(String value) {
    set(precision(), value);
    return self();
  }

  /** Sets the strength of the penalty. */
  default E setRegParam(double value) {
    set(regParam(), value);
    return self();
  }

  /** Sets the mixing of the penalties. */
  default E setElasticNetParam(double value) {
    set(elasticNetParam(), value);
    return self();
  }

  /** Sets the share of the hidden units that are left out. */
  default E setDropout(double value) {
    set(dropout(), value);
    return self();
  }

  /** Sets the column of row weights. */
  default E setWeightCol(String value) {
    set(weightCol(), value);
    return self();
  }

  /** Sets the boolean column of the rows to validate with. */
  default E setValidationIndicatorCol(String value) {
    set(validationIndicatorCol(), value);
    return self();
  }

  /** Sets the iterations without a lower validation loss before training stops. */
  default E setPatience(int value) {
    set(patience(), value);
    return self();
  }

  /** Sets the rows a step. */
  default E setBatchSize(int value) {
    set(batchSize(), value);
    return self();
  }

  /** Sets the parts of the data that take steps of their own. */
  default E setNumShards(int value) {
    set(numShards(), value);
    return self();
  }

  /** Sets the levels of the tree of aggregation. */
  default E setAggregationDepth(int value) {
    set(aggregationDepth(), value);
    return self();
  }

  /** Sets whether features are standardized. */
  default E setStandardization(boolean value) {
    set(standardization(), value);
    return self();
  }

  /** Sets the path of the model that training begins with. */
  default E setInitialModel(String value) {
    set(initialModel(), value);
    return self();
  }
}
