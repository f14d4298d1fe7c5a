package org.tributary.ml;

import java.util.function.Consumer;
import org.apache.spark.ml.PredictorParams;
import org.apache.spark.ml.param.Param;

/** What the constructors of the regressor and its model do besides Spark's. */
final class RegressorDefaults {
  private RegressorDefaults() {}

  /** Sets the defaults; the preset has those of the other parameters. */
  static <P extends PredictorParams & HasRegressionParams> void apply(P owner) {
    own(
        owner,
        owner.featuresCol(),
        owner::org$apache$spark$ml$param$shared$HasFeaturesCol$_setter_$featuresCol_$eq);
    own(
        owner,
        owner.labelCol(),
        owner::org$apache$spark$ml$param$shared$HasLabelCol$_setter_$labelCol_$eq);
    own(
        owner,
        owner.predictionCol(),
        owner::org$apache$spark$ml$param$shared$HasPredictionCol$_setter_$predictionCol_$eq);
    owner.setDefault(owner.preset(), "auto");
    owner.setDefault(owner.loss(), "squaredError");
  }

  /**
   * Replaces a parameter by one of its owner. Spark's constructor made it before the name of the
   * owner was set: in Scala, it is set before that constructor runs.
   */
  private static void own(
      PredictorParams owner, Param<String> ownerless, Consumer<Param<String>> setter) {
    Param<String> own = new Param<>(owner.uid(), ownerless.name(), ownerless.doc(), String.class);
    String value = owner.defaultParamMap().apply(ownerless);
    owner.defaultParamMap().remove(ownerless);
    setter.accept(own);
    owner.setDefault(own, value);
  }
}
