package org.tributary.ml;

import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.param.Param;

/**
 * The values of an owner's parameters, by name: those that are set, and defaults where the preset
 * takes them from Spark's class.
 *
 * @param owner an estimator or model
 * @param own the preset if none is set and features are a vector
 */
record ModelParams(HasTrainingParams owner, String own) {

  /** Tells whether parameters that are not set have the defaults of Spark's class. */
  boolean hasSparksDefaults() {
    return preset().equals(TrainingParams.PRESET_SPARK);
  }

  /** Returns whose defaults parameters have. */
  String preset() {
    if (owner.isSet(owner.preset())) {
      return owner.getPreset();
    }
    return isByColumns() ? "auto" : own;
  }

  /** Tells whether features are several columns, not one of vectors. */
  boolean isByColumns() {
    return owner.isSet(owner.featuresCols());
  }

  /** Returns the names of the feature columns. */
  List<String> features() {
    return isByColumns() ? List.of(owner.getFeaturesCols()) : List.of(required("featuresCol"));
  }

  /** Returns the name of the label column. */
  String labelCol() {
    return required("labelCol");
  }

  private String required(String name) {
    return (String) owner.getOrDefault(param(name));
  }

  /** Tells whether a parameter is set. */
  boolean isSet(String name) {
    return owner.isSet(param(name));
  }

  /**
   * Returns the value of a parameter if it is set, or has a default of Spark's class that counts.
   */
  Optional<Object> value(String name) {
    Param<Object> param = param(name);
    return owner.isSet(param) || (hasSparksDefaults() && owner.hasDefault(param))
        ? Optional.of(owner.getOrDefault(param))
        : Optional.empty();
  }

  /** Returns the value of a parameter if it is set. */
  Optional<Object> set(String name) {
    return isSet(name) ? Optional.of(owner.getOrDefault(param(name))) : Optional.empty();
  }

  /** Returns the text that a parameter is set to, if it is and is not empty. */
  Optional<String> text(String name) {
    return set(name).map(Object::toString).filter(text -> !text.isEmpty());
  }

  private Param<Object> param(String name) {
    return owner.getParam(name);
  }
}
